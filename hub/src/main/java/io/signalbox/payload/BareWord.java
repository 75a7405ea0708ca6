package io.signalbox.payload;

import io.signalbox.message.Value;

import java.nio.charset.StandardCharsets;

/**
 * One word as a payload, as small devices send it: {@code running}, {@code ON}, {@code true}.
 * It begins with a letter and has no spaces; numbers and quoted strings are JSON already.
 */
final class BareWord {
    /** Characters of a word. */
    static final int MAX_LENGTH = 256;

    private BareWord() {}

    static boolean startsOne(byte first) {
        return first < 0
                || (first >= 'a' && first <= 'z')
                || (first >= 'A' && first <= 'Z')
                || first == '_';
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** A {@link Value}, or the {@link DecodeFailure} that tells why there is none. */
    static Object read(byte[] utf8, int start) {
        int end = utf8.length;
        while (isSpace(utf8[end - 1])) {
            end--;
        }
        String word = new String(utf8, start, end - start, StandardCharsets.UTF_8);
        return switch (word) {
            case "true" -> new Value.Bool(true);
            case "false" -> new Value.Bool(false);
            case "null" -> new DecodeFailure(Refusal.NULL, start, "the value is null");
            case "NaN", "nan", "NAN", "Infinity", "inf", "Inf", "INF" ->
                new DecodeFailure(Refusal.NOT_A_NUMBER, start, "the value is " + word);
            default ->
                isWord(word)
                        ? new Value.Text(word)
                        : new DecodeFailure(
                                Refusal.SYNTAX,
                                start,
                                "expected JSON, a number or one word without spaces; put text in"
                                        + " double quotes");
        };
    }

    private static boolean isWord(String word) {
        int length = word.length();
        for (int i = 0; i < length; i++) {
            char c = word.charAt(i);
            if (c <= ' ' || "\"{}[]".indexOf(c) >= 0 || Character.isISOControl(c)) {
                return false;
            }
        }
        boolean begins = Character.isLetter(word.codePointAt(0)) || word.charAt(0) == '_';
        return begins && length <= MAX_LENGTH;
    }

    /** Bytes of this text in UTF-8; -1 for U+0000 or half a surrogate pair in it. */
    static int utf8Length(String text) {
        int bytes = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return -1;
            }
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                return -1;
            }
        }
        return bytes;
    }
}
