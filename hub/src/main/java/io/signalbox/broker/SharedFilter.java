package io.signalbox.broker;

import io.signalbox.message.Topic;

/** The form of a shared subscription's filter: {@code $share/name/filter} [MQTT-4.8.2-1]. */
public final class SharedFilter {
    private static final String PREFIX = "$share/";

    private SharedFilter() {}

    /** True for what only a shared subscription begins with, whether or not it is one. */
    public static boolean isMeant(String text) {
        return text.startsWith(PREFIX) || text.equals("$share");
    }

    /** True if name and filter are as they have to be [MQTT-4.8.2-1, -2]. */
    static boolean isValid(String text) {
        int slash = text.indexOf('/', PREFIX.length());
        return text.startsWith(PREFIX)
                && slash > PREFIX.length()
                && Topic.isName(text.substring(PREFIX.length(), slash))
                && Topic.isFilter(text.substring(slash + 1));
    }

    /** What topics are held against: the filter behind the name, or the text if it is not shared. */
    static String matched(String text) {
        return text.startsWith(PREFIX)
                ? text.substring(text.indexOf('/', PREFIX.length()) + 1)
                : text;
    }
}
