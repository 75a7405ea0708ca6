package io.signalbox.payload;

/** The check that bytes are UTF-8 text, made once so that all behind it may rely on it. */
final class Utf8 {
    private Utf8() {}

    /**
     * The offset of the first byte that is not well-formed UTF-8 (RFC 3629: nothing overlong, no
     * surrogates, nothing above U+10FFFF) or is U+0000; -1 if there is none.
     */
    static int firstInvalid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int first = bytes[at];
            if (first > 0) {
                at++;
                continue;
            }
            int length = sequenceLength(first & 0xFF);
            if (length == 0 || !continues(bytes, at, Math.min(at + length, to), length)) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    /** Length by the lead byte, 0 for a byte that leads nothing (and for U+0000). */
    private static int sequenceLength(int first) {
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }

    private static boolean continues(byte[] bytes, int at, int end, int length) {
        if (end - at < length) {
            return false;
        }
        for (int i = at + 1; i < end; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return false;
            }
        }
        int second = bytes[at + 1] & 0xFF;
        return switch (bytes[at] & 0xFF) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
        };
    }
}
