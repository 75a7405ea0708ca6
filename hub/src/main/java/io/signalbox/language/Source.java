package io.signalbox.language;

import java.nio.charset.StandardCharsets;

/** A file of the language: its name as the user gave it, and its text. */
public record Source(String file, String text) {
    /**
     * Reads UTF-8. Bytes that are none become U+FFFD, and the check reports the place of the first
     * one.
     */
    public static Source decode(String file, byte[] utf8) {
        return new Source(file, new String(utf8, StandardCharsets.UTF_8));
    }
}
