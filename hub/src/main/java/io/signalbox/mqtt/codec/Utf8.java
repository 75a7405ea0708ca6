package io.signalbox.mqtt.codec;

/**
 * Strict UTF-8 as MQTT wants it [MQTT-1.5.4-1, -2]: shortest form only, no surrogates, nothing
 * above U+10FFFF, no U+0000.
 *
 * <p>Control characters (U+0001-1F, U+007F-9F) and non-characters (U+FDD0-FDEF, U+xxFFFE/F) are
 * well-formed; a receiver may refuse them, and they are told apart for that.
 */
public final class Utf8 {
    static final int PLAIN = 0;
    static final int CONTROL = 1;
    static final int MALFORMED = 2;

    private Utf8() {}

    /** True if {@code bytes} are UTF-8 text; U+0000 and control characters may be part of it. */
    public static boolean isWellFormed(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (bytes[at] >= 0) {
                at++;
                continue;
            }
            int point = codePoint(bytes, at, bytes.length);
            if (point < 0) {
                return false;
            }
            at += width(point);
        }
        return true;
    }

    /** True if {@code text} has neither control characters nor non-characters. */
    public static boolean isPlain(String text) {
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (!isPlain(point)) {
                return false;
            }
            at += Character.charCount(point);
        }
        return true;
    }

    /** {@link #PLAIN}, {@link #CONTROL} or {@link #MALFORMED} for a string field. */
    static int check(byte[] bytes, int from, int to) {
        int found = PLAIN;
        int at = from;
        while (at < to) {
            int first = bytes[at];
            if (first >= 0x20 && first != 0x7F) {
                at++;
                continue;
            }
            int point = first >= 0 ? first : codePoint(bytes, at, to);
            if (point <= 0) {
                return MALFORMED;
            }
            if (!isPlain(point)) {
                found = CONTROL;
            }
            at += width(point);
        }
        return found;
    }

    private static boolean isPlain(int point) {
        if (point < 0x20 || (point >= 0x7F && point < 0xA0)) {
            return false;
        }
        return (point & 0xFFFE) != 0xFFFE && (point < 0xFDD0 || point > 0xFDEF);
    }

    private static int width(int point) {
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
    }

    /** The code point of the sequence of two to four bytes at {@code at}; -1 if it is none. */
    private static int codePoint(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xFF;
        int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        if (first < 0xC2 || first > 0xF4 || to - at <= more) {
            return -1;
        }
        int point = first & (0x3F >> more);
        for (int i = 1; i <= more; i++) {
            int next = bytes[at + i];
            if ((next & 0xC0) != 0x80) {
                return -1;
            }
            point = point << 6 | (next & 0x3F);
        }
        boolean overlong = width(point) != more + 1;
        boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
        return overlong || surrogate || point > 0x10_FFFF ? -1 : point;
    }
}
