package io.signalbox.effect;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

/**
 * Which input made a fold do something: stands first in the body of every record with the flag
 * {@link io.signalbox.journal.Entry#CAUSED}.
 *
 * @param sequence the journal record that the fold was applying
 * @param number counts the effects of that record from 0
 * @param depth effects in a row that led here, 1 for an effect of something from outside
 */
public record Cause(long sequence, int number, int depth) {
    public void write(ByteWriter out) {
        out.varint(sequence).varint(number).varint(depth);
    }

    public static Cause read(ByteReader in) {
        return new Cause(in.varint(), in.count(), in.count());
    }
}
