package io.signalbox.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a unit, as configuration files write them: {@code "256KiB"}, {@code "90d"}. */
final class Quantity {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18}) ?([A-Za-z]*)");
    private static final Map<String, Long> BYTES = Map.of(
            "", 1L, "b", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30, "tib", 1L << 40);
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Quantity() {}

    /** Bytes: a whole number of B (or none), KiB, MiB, GiB or TiB, from {@code min} to {@code max}. */
    static long bytes(String text, long min, long max) throws BadValue {
        long bytes = parse(text, BYTES);
        if (bytes < min || bytes > max) {
            throw new BadValue(
                    "bytes from \"" + inBytes(min) + "\" to \"" + inBytes(max)
                            + "\" (units B, KiB, MiB, GiB, TiB)",
                    text);
        }
        return bytes;
    }

    /** A duration: a whole number of ms, s, min, h or d, from {@code min} to {@code max}. */
    static Duration duration(String text, Duration min, Duration max) throws BadValue {
        long millis = parse(text, MILLIS);
        if (millis < min.toMillis() || millis > max.toMillis()) {
            throw new BadValue(
                    "a duration from \"" + inTime(min) + "\" to \"" + inTime(max)
                            + "\" (units ms, s, min, h, d)",
                    text);
        }
        return Duration.ofMillis(millis);
    }

    /** The number in the unit, or -1 for what is no quantity or does not fit. */
    private static long parse(String text, Map<String, Long> units) {
        Matcher parts = NUMBER_AND_UNIT.matcher(text);
        Long unit = parts.matches() ? units.get(parts.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            return -1;
        }
        long number = Long.parseLong(parts.group(1));
        return number > Long.MAX_VALUE / unit ? -1 : number * unit;
    }

    private static String inBytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        long number = bytes;
        while (number >= 1024 && number % 1024 == 0 && unit < units.length - 1) {
            number /= 1024;
            unit++;
        }
        return number + units[unit];
    }

    private static String inTime(Duration time) {
        boolean wholeDays = time.equals(Duration.ofDays(time.toDays()));
        return wholeDays ? time.toDays() + "d" : time.toMillis() + "ms";
    }
}
