package io.signalbox.load;

/** What all clients of a run count together; used by its thread alone. */
final class Counters {
    final Latency acknowledgement = new Latency();
    final Latency delivery = new Latency();
    long sent;
    long acknowledged;
    long refused;
    long received;
    long foreign;

    /** Of publishers to their sockets. */
    long writes;

    private long fromNanos = Long.MAX_VALUE;
    private long toNanos = Long.MAX_VALUE;

    /** Latencies of messages that are due in this time are recorded, others are not. */
    void measure(long fromNanos, long toNanos) {
        this.fromNanos = fromNanos;
        this.toNanos = toNanos;
    }

    void acknowledged(long dueNanos, long nowNanos) {
        acknowledged++;
        if (measured(dueNanos)) {
            acknowledgement.record(nowNanos - dueNanos);
        }
    }

    void received(long dueNanos, long nowNanos) {
        received++;
        if (measured(dueNanos)) {
            delivery.record(nowNanos - dueNanos);
        }
    }

    private boolean measured(long dueNanos) {
        return dueNanos >= fromNanos && dueNanos < toNanos;
    }
}
