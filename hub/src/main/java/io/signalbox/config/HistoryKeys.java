package io.signalbox.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of the time series. */
final class HistoryKeys {
    private static final String OFF = "off";
    private static final long MIB = 1L << 20;
    private static final long TIB = 1L << 40;

    /** Types and points that have a retention of their own. */
    private static final int MOST_KEPT = 1000;

    static final Key<Long> MEMORY = Key.bytes("history.memory", "64MiB", 32 * MIB, TIB);
    static final Key<Duration> RETENTION = Key.text(
            "history.retention",
            "90d",
            t -> Quantity.duration(t, Duration.ofDays(1), Duration.ofDays(36_500)));

    static final Key<Duration> PARTS = Key.text("history.parts", OFF, HistoryKeys::parts);
    static final Key<Duration> PARTS_RETENTION = Key.text(
            "history.parts_retention",
            "3650d",
            t -> Quantity.duration(t, Duration.ofDays(1), Duration.ofDays(36_500)));
    static final Key<Map<String, Duration>> KEEP = Key.text("history.keep", "", HistoryKeys::keep);
    static final Key<String> URL = Key.text("history.url", "", HistoryKeys::database);

    static final List<Key<?>> ALL = List.of(MEMORY, RETENTION, PARTS, PARTS_RETENTION, URL, KEEP);

    private HistoryKeys() {}

    private static Duration parts(String text) throws BadValue {
        return text.equals(OFF)
                ? Duration.ZERO
                : Quantity.duration(text, Duration.ofSeconds(1), Duration.ofDays(1));
    }

    private static Map<String, Duration> keep(String text) throws BadValue {
        Map<String, Duration> keep = new LinkedHashMap<>();
        for (String part : text.isEmpty() ? List.<String>of() : List.of(text.split(" ", -1))) {
            String[] words = part.split("=", -1);
            if (words.length != 2
                    || !words[0].matches("\\w+(\\.\\w+)?")
                    || keep.containsKey(words[0])
                    || keep.size() == MOST_KEPT) {
                throw new BadValue(
                        "types or points of types, each once, with times such as"
                                + " \"Meter=3650d Meter.power=30d\", " + MOST_KEPT + " at most",
                        text);
            }
            keep.put(
                    words[0],
                    Quantity.duration(words[1], Duration.ofDays(1), Duration.ofDays(36_500)));
        }
        return keep;
    }

    private static String database(String text) throws BadValue {
        if (!text.matches("|jdbc:postgresql:[^\\s\\x00]+")) {
            throw new BadValue(
                    "a database such as \"jdbc:postgresql://127.0.0.1:5432/plant?user=hub\", or \"\""
                            + " for a file in the data folder",
                    text);
        }
        return text;
    }
}
