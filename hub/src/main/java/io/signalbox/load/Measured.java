package io.signalbox.load;

/** A reading of all counters; the difference of two is what happened in between. */
record Measured(double seconds, long acknowledged, long received, long processorNanos) {
    static Measured now(EventLoop loop, Counters counters, BrokerProcess process) {
        return new Measured(
                loop.nanos() / 1e9,
                counters.acknowledged,
                counters.received,
                process.processorNanos());
    }

    Measured minus(Measured before) {
        return new Measured(
                seconds - before.seconds,
                acknowledged - before.acknowledged,
                received - before.received,
                processorNanos - before.processorNanos);
    }

    Rates rates() {
        double length = Math.max(seconds, 1e-9);
        long messages = Math.max(acknowledged, received);
        double micros = messages == 0 ? 0 : processorNanos / 1e3 / messages;
        return new Rates(seconds, acknowledged / length, received / length, micros);
    }
}
