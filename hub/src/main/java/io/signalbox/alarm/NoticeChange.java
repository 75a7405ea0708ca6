package io.signalbox.alarm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;

/** What becomes of notices; the body of a NOTICE record. */
public sealed interface NoticeChange {
    long atMillis();

    /** It has arrived, by this channel. */
    record Delivered(String channel, NoticeId id, long atMillis) implements NoticeChange {}

    /** It is given up: nobody will try again unless they are told to. */
    record Died(String channel, NoticeId id, long atMillis, String reason)
            implements NoticeChange {}

    /** A person wants every dead letter of this channel to be tried again. */
    record Again(String channel, long atMillis) implements NoticeChange {}

    /** A person wants to see whether notices arrive. */
    record Test(long atMillis) implements NoticeChange {}

    default void write(ByteWriter out) {
        switch (this) {
            case Delivered d -> {
                out.u8(0).zigzag(d.atMillis).string(d.channel);
                d.id.write(out);
            }
            case Died d -> {
                out.u8(1).zigzag(d.atMillis).string(d.channel);
                d.id.write(out);
                out.string(d.reason);
            }
            case Again a -> out.u8(2).zigzag(a.atMillis).string(a.channel);
            case Test t -> out.u8(3).zigzag(t.atMillis);
        }
    }

    static NoticeChange read(ByteReader in) {
        int kind = in.u8();
        long at = in.zigzag();
        return switch (kind) {
            case 0 -> new Delivered(in.string(), NoticeId.read(in), at);
            case 1 -> new Died(in.string(), NoticeId.read(in), at, in.string());
            case 2 -> new Again(in.string(), at);
            case 3 -> new Test(at);
            default -> throw new MalformedBytes("expected a notice change 0 to 3, found " + kind);
        };
    }
}
