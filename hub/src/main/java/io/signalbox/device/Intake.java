package io.signalbox.device;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.message.Quality;
import io.signalbox.payload.Refusal;

import org.jspecify.annotations.Nullable;

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
    private long @Nullable [] dropped;
    private long @Nullable [] refused;

    void decoded() {
        received++;
        decoded++;
    }

    void dropped(Refusal reason) {
        received++;
        dropped = counted(dropped, reason, 1);
    }

    void refused(Refusal reason) {
        refused = counted(refused, reason, 1);
    }

    /** The counts with one raised; most devices never have any. */
    private static long[] counted(long @Nullable [] counts, Refusal reason, long by) {
        long[] raised = counts == null ? new long[REASONS.length] : counts;
        raised[reason.ordinal()] += by;
        return raised;
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

    private static Map<Refusal, Long> byReason(long @Nullable [] counts) {
        if (counts == null) {
            return Map.of();
        }
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
        dropped = readCounts(in);
        refused = readCounts(in);
    }

    private static long @Nullable [] readCounts(ByteReader in) {
        long[] counts = null;
        for (int left = in.count(); left > 0; left--) {
            counts = counted(counts, Refusal.valueOf(in.string()), in.varint());
        }
        return counts;
    }
}
