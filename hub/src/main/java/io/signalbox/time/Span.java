package io.signalbox.time;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 250ms}, {@code 10s}, {@code 5m}, {@code 1d}. */
public final class Span {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|min|h|d|w)");
    private static final Map<String, Long> UNITS = Map.of(
            "ms",
            1L,
            "s",
            1_000L,
            "m",
            60_000L,
            "min",
            60_000L,
            "h",
            3_600_000L,
            "d",
            86_400_000L,
            "w",
            604_800_000L);

    private Span() {}

    /** Its milliseconds, at least 1; empty for what is no length of time, and for none at all. */
    public static OptionalLong parse(String text) {
        Matcher parts = FORM.matcher(text);
        Long unit = parts.matches() ? UNITS.get(parts.group(2)) : null;
        long span = unit == null ? 0 : Long.parseLong(parts.group(1)) * unit;
        return span == 0 ? OptionalLong.empty() : OptionalLong.of(span);
    }
}
