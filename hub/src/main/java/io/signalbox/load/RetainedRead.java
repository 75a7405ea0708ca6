package io.signalbox.load;

import io.signalbox.mqtt.codec.Encoder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Many retained messages, each on a topic of its own, and then one wildcard subscription that gets
 * them all. Without publishers it reads what an earlier run of the same plan has left.
 */
final class RetainedRead implements Script {
    private static final int BURST = 64;
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final LoadPlan plan;
    private final Counters counters;
    private final BrokerProcess process;
    private final Encoder encoder = new Encoder();
    private final List<LoadClient> clients = new ArrayList<>();
    private final List<RetainedPublisher> publishers = new ArrayList<>();

    RetainedRead(LoadPlan plan, Counters counters, BrokerProcess process) {
        this.plan = plan;
        this.counters = counters;
        this.process = process;
    }

    @Override
    public Outcome play(EventLoop loop) throws IOException {
        String run = Long.toString(loop.nanos(), 36);
        for (int i = 0; i < plan.publishers(); i++) {
            String id = "bench-" + run + "-p" + i;
            publishers.add(new RetainedPublisher(plan, counters, encoder, id, i));
        }
        clients.addAll(publishers);
        loop.connect(clients);
        long connectMillis = loop.elapsedMillis();
        counters.measure(loop.nanos(), Long.MAX_VALUE);
        Rates kept = keep(loop);
        var reader =
                new RetainedReader(plan, counters, encoder, "bench-" + run + "-s", loop.nanos());
        clients.add(reader);
        Rates read = read(loop, reader);
        clients.forEach(LoadClient::end);
        long expected = plan.publishers() == 0 ? plan.messages() : counters.acknowledged;
        return new Outcome(
                clients.size(),
                (int) clients.stream().filter(LoadClient::ready).count(),
                connectMillis,
                Outcome.failures(clients),
                Math.max(0, expected - reader.distinct()),
                reader.duplicated(),
                0,
                new Rates(
                        read.seconds(),
                        kept.acknowledgedPerSecond(),
                        read.receivedPerSecond(),
                        read.brokerMicrosPerMessage()));
    }

    private Rates keep(EventLoop loop) throws IOException {
        loop.enter(
                "publishing retained messages",
                () -> (double) counters.acknowledged / plan.messages());
        Measured before = Measured.now(loop, counters, process);
        long seen = -1;
        long lastAnswer = loop.nanos();
        while (!loop.stopped() && !publishers.stream().allMatch(RetainedPublisher::over)) {
            long now = loop.nanos();
            if (counters.acknowledged != seen) {
                seen = counters.acknowledged;
                lastAnswer = now;
            } else if (loop.impatient(lastAnswer)) {
                publishers.forEach(LoadClient::failUnanswered);
            }
            for (RetainedPublisher publisher : publishers) {
                for (int i = 0; i < BURST && publisher.mayPublish(); i++) {
                    publisher.publish(now);
                }
                if (!publisher.mayPublish()) {
                    publisher.fence();
                }
                publisher.flush();
            }
            loop.turn(20);
        }
        return Measured.now(loop, counters, process).minus(before).rates();
    }

    private Rates read(EventLoop loop, RetainedReader reader) throws IOException {
        loop.enter("reading them", () -> (double) counters.received / plan.messages());
        Measured before = Measured.now(loop, counters, process);
        loop.open(reader, 0);
        long seen = -1;
        while (seen != counters.received && !loop.stopped() && reader.failure() == null) {
            seen = counters.received;
            long wanted = seen + 1;
            loop.turnUntil(
                    PATIENCE_NANOS,
                    () -> counters.received >= wanted || reader.distinct() >= plan.messages());
            if (reader.distinct() >= plan.messages()) {
                break;
            }
        }
        return Measured.now(loop, counters, process).minus(before).rates();
    }
}
