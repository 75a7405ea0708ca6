package io.signalbox.alarm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.jspecify.annotations.Nullable;

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

    /** Reads what {@link #toString} gives; null for everything else. */
    public static @Nullable NoticeId parse(String text) {
        if (!text.matches("\\d{1,18}-\\d{1,6}")) {
            return null;
        }
        int dash = text.indexOf('-');
        return new NoticeId(
                Long.parseLong(text.substring(0, dash)),
                Integer.parseInt(text.substring(dash + 1)));
    }

    @Override
    public String toString() {
        return sequence + "-" + number;
    }
}
