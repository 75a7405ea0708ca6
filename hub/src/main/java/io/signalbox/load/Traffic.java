package io.signalbox.load;

import io.signalbox.mqtt.codec.Encoder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishers and subscribers at the same time: connects all, warms up, measures, and waits for what
 * is on its way. Connections that say nothing are a case of it.
 */
final class Traffic implements Script {
    private static final long SECOND = 1_000_000_000;
    private static final long DRAIN_PATIENCE = 5 * SECOND;

    private final LoadPlan plan;
    private final Counters counters;
    private final BrokerProcess process;
    private final List<LoadClient> clients = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();

    Traffic(LoadPlan plan, Counters counters, BrokerProcess process) {
        this.plan = plan;
        this.counters = counters;
        this.process = process;
    }

    @Override
    public Outcome play(EventLoop loop) throws IOException {
        create(Long.toString(loop.nanos(), 36));
        loop.connect(clients);
        long connectMillis = loop.elapsedMillis();
        int connected = (int) clients.stream().filter(LoadClient::ready).count();
        Rates rates = connected == 0 ? Rates.NONE : measure(loop);
        loop.enterUntil("waiting for the last", loop.nanos() + DRAIN_PATIENCE);
        for (Publisher publisher : publishers) {
            if (publisher.ready()) {
                publisher.fence();
                publisher.flush();
            }
        }
        loop.turnUntil(DRAIN_PATIENCE, () -> done() || !anyReady());
        Outcome outcome = outcome(connected, connectMillis, rates);
        clients.forEach(LoadClient::end);
        return outcome;
    }

    /** Subscribers come first, so that they are there for the first message. */
    private void create(String run) {
        Encoder encoder = new Encoder();
        boolean idle = plan.shape() == Shape.IDLE;
        for (int i = 0; i < plan.subscribers(); i++) {
            String id = "bench-" + run + "-s" + i;
            subscribers.add(
                    new Subscriber(plan, counters, encoder, id, plan.filterOf(i), publishers));
        }
        clients.addAll(subscribers);
        for (int i = 0; i < plan.publishers(); i++) {
            String id = "bench-" + run + "-p" + i;
            if (idle) {
                clients.add(new LoadClient(plan, counters, encoder, id));
            } else {
                publishers.add(new Publisher(plan, counters, encoder, id, i));
            }
        }
        clients.addAll(publishers);
    }

    private Rates measure(EventLoop loop) throws IOException {
        long begin = loop.nanos();
        long from = begin + plan.warmUpNanos();
        counters.measure(from, from + plan.durationNanos());
        Pace pace = new Pace(plan, begin);
        loop.enterUntil("warming up", from);
        work(loop, pace, from);
        loop.enterUntil("measuring", from + plan.durationNanos());
        Measured before = Measured.now(loop, counters, process);
        work(loop, pace, from + plan.durationNanos());
        return Measured.now(loop, counters, process).minus(before).rates();
    }

    /** Publishes what is due, or all that the windows allow, until then. */
    private void work(EventLoop loop, Pace pace, long untilNanos) throws IOException {
        long stalledSince = loop.nanos();
        long progress = counters.received;
        for (long now = loop.nanos(); now < untilNanos && !loop.stopped() && anyReady(); ) {
            long wait = Math.min(untilNanos - now, 100_000_000);
            boolean more = false;
            for (Publisher publisher : publishers) {
                more |= pace.publish(publisher, now, plan.burst());
                publisher.flush();
            }
            loop.sleepUntil(more ? now : now + Math.min(wait, pace.untilNext(now)));
            now = loop.nanos();
            if (counters.received != progress) {
                progress = counters.received;
                stalledSince = now;
            } else if (now - stalledSince > SECOND) {
                publishers.forEach(Publisher::forgive);
                stalledSince = now;
            }
        }
    }

    private boolean anyReady() {
        return clients.stream().anyMatch(LoadClient::ready);
    }

    private boolean done() {
        long expected = publishers.stream().mapToLong(Publisher::published).sum() * plan.copies();
        return counters.received >= expected
                && publishers.stream().allMatch(p -> p.failure() != null || p.unsettled() == 0);
    }

    /** Deliveries of messages that the broker has taken, to those who were there to get them. */
    private long lost() {
        long lost = 0;
        for (int p = 0; p < publishers.size(); p++) {
            Publisher publisher = publishers.get(p);
            for (int s = 0; s < subscribers.size(); s++) {
                if (plan.shape() != Shape.PAIRS || s == p) {
                    lost += Math.max(0, publisher.taken() - subscribers.get(s).distinctOf(p));
                }
            }
        }
        return lost;
    }

    private Outcome outcome(int connected, long connectMillis, Rates rates) {
        long lost = plan.shape().closed() ? lost() : 0;
        long duplicated = 0;
        long outOfOrder = 0;
        for (Subscriber subscriber : subscribers) {
            for (Arrivals arrivals : subscriber.arrivals()) {
                duplicated += arrivals.duplicated();
                outOfOrder += arrivals.outOfOrder();
                lost += plan.shape() == Shape.SUB && plan.share() == null ? arrivals.gaps() : 0;
            }
        }
        return new Outcome(
                clients.size(),
                connected,
                connectMillis,
                Outcome.failures(clients),
                lost,
                duplicated,
                outOfOrder,
                rates);
    }
}
