package io.signalbox.language;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A file of the language: its name as the user gave it, and its text.
 *
 * @param json what was given, if that was not text but the JSON that stands for it
 */
public record Source(String file, String text, Optional<GivenJson> json) {
    public Source(String file, String text) {
        this(file, text, Optional.empty());
    }

    /**
     * Reads UTF-8. Bytes that are none become U+FFFD, and the check reports the place of the first
     * one.
     */
    public static Source decode(String file, byte[] utf8) {
        return new Source(file, new String(utf8, StandardCharsets.UTF_8));
    }

    /**
     * What somebody gave: text of the language, or JSON, which begins with a brace and becomes text.
     * JSON that stands for nothing is a file with an error.
     */
    public static Source given(String file, String given) {
        return JsonForm.isJson(given) ? JsonForm.source(file, given) : new Source(file, given);
    }

    /** The file as it was given, for those who show a part of it. */
    public String shown() {
        return json.map(GivenJson::json).orElse(text);
    }

    /** Where that which stands at a place of the text stands in what was given. */
    public Position given(Position at) {
        return json.map(given -> given.locate(this, at).at()).orElse(at);
    }
}
