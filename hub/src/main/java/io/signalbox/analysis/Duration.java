package io.signalbox.analysis;

/** A duration for people: "20 s", "5 min". */
final class Duration {
    private static final long[] UNITS = {86_400_000, 3_600_000, 60_000, 1_000};
    private static final String[] SYMBOLS = {"d", "h", "min", "s"};

    private Duration() {}

    static String of(long millis) {
        for (int i = 0; i < UNITS.length; i++) {
            if (millis >= UNITS[i] && millis % UNITS[i] == 0) {
                return millis / UNITS[i] + " " + SYMBOLS[i];
            }
        }
        return millis + " ms";
    }
}
