package io.signalbox.algorithm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

/** Arrays of floats in bytes. */
final class Floats {
    private Floats() {}

    static void write(ByteWriter out, float[] numbers) {
        for (float number : numbers) {
            out.u32(Float.floatToRawIntBits(number));
        }
    }

    static void read(ByteReader in, float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.intBitsToFloat(in.u32());
        }
    }
}
