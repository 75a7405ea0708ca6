package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonNull;
import io.signalbox.payload.JsonValue.JsonText;

import org.jspecify.annotations.Nullable;

/** How parts of an answer look to a person. */
final class Shown {
    private Shown() {}

    static String orDash(@Nullable String text) {
        return text == null || text.isEmpty() ? "-" : Table.plain(text);
    }

    /** {@code text} behind {@code before}, or nothing if there is none. */
    static String after(String before, @Nullable String text) {
        return text == null || text.isEmpty() ? "" : before + Table.plain(text);
    }

    /** {@code 1 rule}, {@code 2 rules}. */
    static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** A value of a point: a word without quotes, a dash for none. */
    static String value(@Nullable JsonValue value) {
        if (value instanceof JsonText text) {
            return Table.plain(text.value());
        }
        return value == null || value instanceof JsonNull ? "-" : value.toString();
    }
}
