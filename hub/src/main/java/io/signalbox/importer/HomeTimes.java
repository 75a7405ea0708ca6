package io.signalbox.importer;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Times of the day in triggers and conditions of an automation. */
final class HomeTimes {
    private static final Set<String> DAYS = Set.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private HomeTimes() {}

    /**
     * When a condition by time holds. The days are those of the calendar, while the language counts
     * a night to the day on which it begins: with days a night is two times.
     */
    static String condition(Yaml condition) {
        String after = condition.get("after").map(a -> clock(a.text())).orElse("00:00");
        String before = condition.get("before").map(b -> clock(b.text())).orElse("24:00");
        String days = days(condition);
        if (before.equals(after)) {
            return "time in 00:00..24:00" + days;
        }
        if (before.equals("00:00")) {
            return "time in " + after + "..24:00" + days;
        }
        if (before.compareTo(after) > 0 || days.isEmpty()) {
            return "time in " + after + ".." + before + days;
        }
        return "(time in 00:00.." + before + days + " or time in " + after + "..24:00" + days + ")";
    }

    /** A trigger at a time of day is true for the minute that begins then. */
    static String minute(String at, Yaml trigger) {
        String clock = clock(at);
        int minutes =
                Integer.parseInt(clock.substring(0, 2)) * 60 + Integer.parseInt(clock.substring(3));
        int end = minutes + 1;
        return String.format(Locale.ROOT, "time in %s..%02d:%02d", clock, end / 60, end % 60)
                + days(trigger);
    }

    private static String days(Yaml of) {
        List<String> days = HomeConditions.texts(of.items("weekday"));
        if (!DAYS.containsAll(days)) {
            throw new Foreign("days " + days);
        }
        return days.isEmpty() ? "" : " on " + String.join(", ", days);
    }

    private static String clock(String time) {
        if (!time.matches("([01]?\\d|2[0-3]):[0-5]\\d(:00)?")) {
            throw new Foreign("the time '" + time + "': whole minutes such as 07:30 were expected");
        }
        String padded = time.indexOf(':') == 1 ? "0" + time : time;
        return padded.substring(0, 5);
    }
}
