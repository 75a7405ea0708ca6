package io.signalbox.load;

import io.signalbox.mqtt.codec.Encoder;

import java.util.List;

/** Reads all retained messages; latencies count from when it began to ask for them. */
final class RetainedReader extends Subscriber {
    private final long askedNanos;

    RetainedReader(LoadPlan plan, Counters counters, Encoder encoder, String id, long askedNanos) {
        super(plan, counters, encoder, id, plan.filterOf(0), List.of());
        this.askedNanos = askedNanos;
    }

    @Override
    long dueNanos(byte[] payload) {
        return askedNanos;
    }

    @Override
    Arrivals begin() {
        return Arrivals.fromTheStart();
    }

    long duplicated() {
        long sum = 0;
        for (Arrivals its : arrivals()) {
            sum += its.duplicated();
        }
        return sum;
    }

    /** How many different messages came, of whatever publisher. */
    long distinct() {
        long sum = 0;
        for (Arrivals its : arrivals()) {
            sum += its.distinct();
        }
        return sum;
    }
}
