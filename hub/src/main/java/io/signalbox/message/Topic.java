package io.signalbox.message;

/** Rules of topic names and topic filters [MQTT-4.7]. Topics travel as plain strings. */
public final class Topic {
    /** Longest topic in UTF-8 bytes that the hub takes. */
    public static final int MAX_BYTES = 65_535;

    /** Most levels of a topic or a filter; deeper ones are refused. */
    public static final int MAX_LEVELS = 128;

    /** What the topics begin with on which devices speak, and are spoken to. */
    public static final String DEVICES = "d/";

    private Topic() {}

    /** True for a topic that is meant for devices, or comes from them. */
    public static boolean isOfDevices(String topic) {
        return topic.startsWith(DEVICES);
    }

    /**
     * True for a topic that can be published to: not empty, no wildcard, no U+0000, at most
     * {@link #MAX_LEVELS} levels.
     */
    public static boolean isName(String topic) {
        int length = topic.length();
        if (length == 0 || length > MAX_BYTES) {
            return false;
        }
        int levels = 1;
        for (int i = 0; i < length; i++) {
            char c = topic.charAt(i);
            if (c == '+' || c == '#' || c == 0) {
                return false;
            }
            if (c == '/' && ++levels > MAX_LEVELS) {
                return false;
            }
        }
        return true;
    }

    /** True for a filter with its wildcards in the right places [MQTT-4.7.1-1, -2]. */
    public static boolean isFilter(String filter) {
        int length = filter.length();
        if (length == 0 || length > MAX_BYTES) {
            return false;
        }
        int levels = 1;
        for (int i = 0; i < length; i++) {
            char c = filter.charAt(i);
            if (c == 0 || (c == '/' && ++levels > MAX_LEVELS)) {
                return false;
            }
            if (c == '+' || c == '#') {
                boolean startsLevel = i == 0 || filter.charAt(i - 1) == '/';
                boolean endsFilter = i == length - 1;
                boolean endsLevel = endsFilter || (c == '+' && filter.charAt(i + 1) == '/');
                if (!startsLevel || !endsLevel) {
                    return false;
                }
            }
        }
        return true;
    }

    /** True if {@code filter} has no wildcard, so that it matches one topic alone. */
    public static boolean isExact(String filter) {
        return filter.indexOf('+') < 0 && filter.indexOf('#') < 0;
    }

    /**
     * True if {@code topic} matches {@code filter}; both must be valid. A filter that begins with
     * a wildcard does not match topics that begin with {@code $} [MQTT-4.7.2-1].
     */
    public static boolean matches(String filter, String topic) {
        if (topic.charAt(0) == '$' && filter.charAt(0) != '$') {
            return false;
        }
        int f = 0;
        int t = 0;
        while (true) {
            if (f < filter.length() && filter.charAt(f) == '#') {
                return true;
            }
            int filterEnd = levelEnd(filter, f);
            int topicEnd = levelEnd(topic, t);
            boolean any = filterEnd - f == 1 && filter.charAt(f) == '+';
            if (!any && !filter.regionMatches(f, topic, t, Math.max(filterEnd - f, topicEnd - t))) {
                return false;
            }
            boolean filterDone = filterEnd == filter.length();
            boolean topicDone = topicEnd == topic.length();
            if (filterDone) {
                return topicDone;
            }
            if (topicDone) {
                return filter.length() - filterEnd == 2 && filter.endsWith("/#");
            }
            f = filterEnd + 1;
            t = topicEnd + 1;
        }
    }

    private static int levelEnd(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }
}
