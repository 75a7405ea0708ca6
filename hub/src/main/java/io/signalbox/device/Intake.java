package io.signalbox.device;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.message.Quality;
import io.signalbox.payload.Refusal;

import java.util.EnumMap;
import java.util.Map;

/** The running {@link IntakeCounts}; part of the fold's state, so that they survive a restart. */
final class Intake {
    private static final Refusal[] REASONS = Refusal.values();

    private long received;
    private long decoded;
    private long readings;
    private long bad;
    private long uncertain;
    private final long[] dropped = new long[REASONS.length];
    private final long[] refused = new long[REASONS.length];

    void decoded() {
        received++;
        decoded++;
    }

    void dropped(Refusal reason) {
        received++;
        dropped[reason.ordinal()]++;
    }

    void refused(Refusal reason) {
        refused[reason.ordinal()]++;
    }

    void reading(Quality quality) {
        readings++;
        switch (quality) {
            case BAD -> bad++;
            case UNCERTAIN -> uncertain++;
            case GOOD, STALE -> {}
        }
    }

    IntakeCounts counts() {
        return new IntakeCounts(
                received, decoded, byReason(dropped), readings, bad, uncertain, byReason(refused));
    }

    private static Map<Refusal, Long> byReason(long[] counts) {
        Map<Refusal, Long> map = new EnumMap<>(Refusal.class);
        for (Refusal reason : REASONS) {
            if (counts[reason.ordinal()] > 0) {
                map.put(reason, counts[reason.ordinal()]);
            }
        }
        return map;
    }

    void write(ByteWriter out) {
        out.varint(received).varint(decoded).varint(readings).varint(bad).varint(uncertain);
        write(out, byReason(dropped));
        write(out, byReason(refused));
    }

    private static void write(ByteWriter out, Map<Refusal, Long> counts) {
        out.varint(counts.size());
        counts.forEach((reason, count) -> out.string(reason.name()).varint(count));
    }

    void read(ByteReader in) {
        received = in.varint();
        decoded = in.varint();
        readings = in.varint();
        bad = in.varint();
        uncertain = in.varint();
        read(in, dropped);
        read(in, refused);
    }

    private static void read(ByteReader in, long[] counts) {
        for (int left = in.count(); left > 0; left--) {
            counts[Refusal.valueOf(in.string()).ordinal()] = in.varint();
        }
    }
}
