package io.signalbox.load;

import io.signalbox.mqtt.codec.Encoder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Many clients, some at a time, that come, subscribe to one filter, and go: what they leave behind
 * are sessions. A client is gone when the broker has closed its connection, so that no port of this
 * machine waits.
 */
final class OfflineSessions implements Script {
    private final LoadPlan plan;
    private final Counters counters;
    private final BrokerProcess process;
    private final Encoder encoder = new Encoder();
    private final List<SessionClient> open = new ArrayList<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private int begun;
    private int made;

    OfflineSessions(LoadPlan plan, Counters counters, BrokerProcess process) {
        this.plan = plan;
        this.counters = counters;
        this.process = process;
    }

    @Override
    public Outcome play(EventLoop loop) throws IOException {
        Measured before = Measured.now(loop, counters, process);
        loop.enter("making sessions", () -> (double) made / plan.publishers());
        long lastAnswer = loop.nanos();
        while (!loop.stopped() && (begun < plan.publishers() || !open.isEmpty())) {
            while (begun < plan.publishers() && open.size() < EventLoop.MAX_CONNECTING) {
                SessionClient client = new SessionClient(plan, counters, encoder, begun);
                open.add(client);
                loop.open(client, begun++);
            }
            loop.turn(20);
            if (open.removeIf(this::over)) {
                lastAnswer = loop.nanos();
            } else if (loop.impatient(lastAnswer)) {
                open.forEach(LoadClient::failUnanswered);
            }
            loop.connected(made);
        }
        Measured whole = Measured.now(loop, counters, process).minus(before);
        double micros = whole.processorNanos() / 1e3 / Math.max(1, made);
        return new Outcome(
                plan.publishers(),
                made,
                loop.elapsedMillis(),
                failures,
                0,
                0,
                0,
                new Rates(whole.seconds(), 0, 0, micros));
    }

    private boolean over(SessionClient client) {
        String failure = client.failure();
        if (client.left()) {
            made++;
        } else if (failure != null) {
            failures.merge(failure, 1, Integer::sum);
        } else {
            return false;
        }
        return true;
    }
}
