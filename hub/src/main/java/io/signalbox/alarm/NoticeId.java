package io.signalbox.alarm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

/**
 * Names a notice: the same one after every restart, so that whoever gets it twice can tell.
 *
 * @param sequence the journal record that led to it
 * @param number counts the notices of that record from 0
 */
public record NoticeId(long sequence, int number) {
    void write(ByteWriter out) {
        out.varint(sequence).varint(number);
    }

    static NoticeId read(ByteReader in) {
        return new NoticeId(in.varint(), in.count());
    }

    @Override
    public String toString() {
        return sequence + "-" + number;
    }
}
