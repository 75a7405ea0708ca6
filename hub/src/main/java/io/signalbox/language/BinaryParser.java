package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Lexer.Token;
import io.signalbox.payload.BinaryField;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the place of a number in bytes: {@code uint16 little at 3 bits 0..3}. */
final class BinaryParser {
    private static final Pattern KINDS =
            Pattern.compile("(u?int)(8|16|24|32|40|48|56|64)|(float)(32|64)");

    private BinaryParser() {}

    static boolean isAt(Cursor cursor) {
        return cursor.peek().kind() == Kind.WORD
                && KINDS.matcher(cursor.peek().text()).matches();
    }

    static BinaryField field(Cursor cursor) {
        Token first = cursor.next();
        Matcher matcher = KINDS.matcher(first.text());
        if (!matcher.matches()) {
            throw new IllegalStateException("expected a kind of number, found " + first.text());
        }
        boolean isFloat = matcher.group(3) != null;
        int width = Integer.parseInt(matcher.group(isFloat ? 4 : 2));
        BinaryField.Kind kind = isFloat
                ? BinaryField.Kind.FLOAT
                : matcher.group(1).equals("int")
                        ? BinaryField.Kind.SIGNED
                        : BinaryField.Kind.UNSIGNED;
        boolean little = cursor.take("little");
        cursor.expect("at", "and the place of the first byte, counted from 0");
        int offset = cursor.integer("the place of the first byte", BinaryField.MAX_OFFSET);
        int low = 0;
        int bits = 0;
        if (cursor.at("bits")) {
            if (kind != BinaryField.Kind.UNSIGNED) {
                throw cursor.fail(
                        cursor.peek(),
                        "'bits' are a part of an unsigned number",
                        "write uint" + width);
            }
            cursor.next();
            low = cursor.integer("the first bit", width - 1);
            int high = low;
            if (cursor.take("..")) {
                Token last = cursor.peek();
                high = cursor.integer("the last bit", width - 1);
                if (high < low) {
                    throw cursor.fail(
                            last, "the last bit is below the first", "bit 0 is the least");
                }
            }
            bits = high - low + 1;
        }
        return new BinaryField(kind, offset, width / Byte.SIZE, little, low, bits);
    }
}
