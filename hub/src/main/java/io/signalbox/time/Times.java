package io.signalbox.time;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants as programs are told them: {@code 2026-01-02T03:04:05.678Z}. */
public final class Times {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    public static String of(long millis) {
        return FORM.format(Instant.ofEpochMilli(millis));
    }

    /** The same, or null for 0, which stands for never. */
    public static @Nullable String orNull(long millis) {
        return millis == 0 ? null : of(millis);
    }
}
