package io.signalbox.language;

import java.util.ArrayList;
import java.util.List;

/**
 * A layout of topics, such as {@code tele/{device}/SENSOR}: words, and levels that have a name
 * because something else stands in each topic.
 *
 * @param levels names of open levels in braces, all others as they are
 */
public record TopicTemplate(List<String> levels) {
    /** Most levels of a template. */
    static final int MAX_LEVELS = 16;

    /** The open level that says which device speaks. */
    static final String DEVICE = "device";

    /** The open level that says which point is meant. */
    static final String POINT = "point";

    /** What devices of the hub's own layout publish under, see {@link #parse}. */
    private static final String OWN = "d";

    public TopicTemplate {
        levels = List.copyOf(levels);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException says what is wrong
     */
    static TopicTemplate parse(String text) {
        List<String> levels = List.of(text.split("/", -1));
        if (levels.size() > MAX_LEVELS) {
            throw new IllegalArgumentException("a topic template has at most " + MAX_LEVELS
                    + " levels, found " + levels.size());
        }
        List<String> names = new ArrayList<>();
        for (String level : levels) {
            if (isOpen(level)) {
                String name = name(level);
                if (names.contains(name)) {
                    throw new IllegalArgumentException("the level '{" + name + "}' is there twice");
                }
                names.add(name);
            } else if (level.indexOf('{') >= 0 || level.indexOf('}') >= 0) {
                throw new IllegalArgumentException("a name in braces is a whole level, as in"
                        + " \"tele/{device}/SENSOR\"; found '" + level + "'");
            } else if (level.indexOf('+') >= 0 || level.indexOf('#') >= 0) {
                throw new IllegalArgumentException(
                        "a template has no wildcards; write a level with a name, such as {any},"
                                + " instead of '" + level + "'");
            }
        }
        if (!names.contains(DEVICE)) {
            throw new IllegalArgumentException("no level of \"" + text + "\" is '{device}', so"
                    + " nobody knows which device speaks");
        }
        TopicTemplate template = new TopicTemplate(levels);
        template.refuseReserved(text);
        return template;
    }

    /** Topics of the hub itself: commands and alarms are no readings of anybody. */
    private void refuseReserved(String text) {
        if (levels.getFirst().startsWith("$")) {
            throw new IllegalArgumentException("topics that begin with '$' are the hub's own");
        }
        boolean up = levels.size() == 4
                && levels.get(1).equals("{" + DEVICE + "}")
                && levels.get(2).equals("up");
        if (levels.getFirst().equals(OWN) && !up) {
            throw new IllegalArgumentException("below 'd/' a mapping may only read"
                    + " \"d/{device}/up/NAME\", found \"" + text + '"');
        }
    }

    static boolean isOpen(String level) {
        return level.length() > 2 && level.startsWith("{") && level.endsWith("}");
    }

    private static String name(String level) {
        return level.substring(1, level.length() - 1);
    }

    /** The place of an open level, or -1. */
    int level(String name) {
        return levels.indexOf("{" + name + "}");
    }

    /** True if a topic can match both. */
    boolean meets(TopicTemplate other) {
        if (levels.size() != other.levels.size()) {
            return false;
        }
        for (int i = 0; i < levels.size(); i++) {
            String own = levels.get(i);
            String others = other.levels.get(i);
            boolean fits = own.equals(others)
                    || (isOpen(own) ? takes(i, others) : isOpen(others) && other.takes(i, own));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Whether the open level at this place may be that word. */
    private boolean takes(int place, String word) {
        return place > 0 || isOpen(word) || !isReserved(word);
    }

    /** An open first level takes neither the hub's own topics nor what begins with $. */
    static boolean isReserved(String firstLevel) {
        return firstLevel.equals(OWN) || firstLevel.startsWith("$");
    }

    @Override
    public String toString() {
        return String.join("/", levels);
    }
}
