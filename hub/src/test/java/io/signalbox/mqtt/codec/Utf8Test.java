package io.signalbox.mqtt.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** The checker against the decoder of the platform. */
class Utf8Test {
    @Test
    void everyCodePointIsPlainOrAControlAndNoSurrogateIsText() {
        for (int point = 1; point <= 0x10_FFFF; point++) {
            if (point >= 0xD800 && point <= 0xDFFF) {
                continue;
            }
            String text = Character.toString(point);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            boolean control = Character.getType(point) == Character.CONTROL
                    || (point & 0xFFFE) == 0xFFFE
                    || (point >= 0xFDD0 && point <= 0xFDEF);
            int expected = control ? Utf8.CONTROL : Utf8.PLAIN;
            if (Utf8.check(bytes, 0, bytes.length) != expected || Utf8.isPlain(text) == control) {
                assertThat(Utf8.check(bytes, 0, bytes.length))
                        .as("U+%X", point)
                        .isEqualTo(expected);
                assertThat(Utf8.isPlain(text)).as("U+%X", point).isEqualTo(!control);
            }
        }
    }

    @Test
    void agreesWithThePlatformOnEverySequenceOfUpToThreeBytes() {
        byte[] bytes = new byte[3];
        for (int first = 0x80; first < 0x100; first++) {
            for (int rest = 0; rest < 0x1_0000; rest += 101) {
                bytes[0] = (byte) first;
                bytes[1] = (byte) (rest >> 8);
                bytes[2] = (byte) rest;
                if (Utf8.isWellFormed(bytes) != platformTakes(bytes)) {
                    assertThat(Utf8.isWellFormed(bytes))
                            .as("%x %x", first, rest)
                            .isEqualTo(platformTakes(bytes));
                }
            }
        }
    }

    @Test
    void agreesWithThePlatformOnRandomSequences() {
        Random random = new Random(4);
        int wellFormed = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[4];
            random.nextBytes(bytes);
            bytes[0] |= (byte) 0xF0;
            for (int k = 1; k < 4; k++) {
                bytes[k] = (byte) ((bytes[k] & 0xBF) | 0x80);
            }
            wellFormed += Utf8.isWellFormed(bytes) ? 1 : 0;
            if (Utf8.isWellFormed(bytes) != platformTakes(bytes)) {
                assertThat(bytes).as("seen differently").isEmpty();
            }
        }
        assertThat(wellFormed).isPositive();
    }

    private static boolean platformTakes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
