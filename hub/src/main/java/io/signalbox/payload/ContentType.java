package io.signalbox.payload;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** How a payload is written, as far as its sender says so; nothing is guessed. */
enum ContentType {
    /** JSON or one bare value: what is taken if nothing or something else is said. */
    PLAIN,
    CBOR,
    SENML_JSON,
    SENML_CBOR;

    /** The media type that MQTT 5 carries, without its parameters. */
    static ContentType of(@Nullable String text) {
        if (text == null) {
            return PLAIN;
        }
        int end = text.indexOf(';');
        String type = (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/cbor" -> CBOR;
            case "application/senml+json" -> SENML_JSON;
            case "application/senml+cbor" -> SENML_CBOR;
            default -> PLAIN;
        };
    }
}
