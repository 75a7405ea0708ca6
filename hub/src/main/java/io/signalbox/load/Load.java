package io.signalbox.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One run against a broker: connects, warms up, measures, waits for what is on its way, and tells
 * what it found.
 *
 * <p>One thread does everything, so that the generator takes one core and no more. With a rate,
 * messages are due at fixed instants and their latency counts from there: a broker that stalls is
 * charged for all that it kept waiting, and the generator for its own delays.
 */
public final class Load {
    static final int READ_BYTES = 256 << 10;

    private static final int MAX_CONNECTING = 256;
    private static final int CONNECTIONS_PER_ADDRESS = 25_000;
    private static final int BURST = 64;
    private static final long SECOND = 1_000_000_000;
    private static final long CONNECT_PATIENCE = 10 * SECOND;
    private static final long DRAIN_PATIENCE = 5 * SECOND;

    /** Nearer than this the loop does not sleep: the kernel's sleep is too coarse. */
    private static final long SPIN_NANOS = 2_000_000;

    private final LoadPlan plan;
    private final Clock clock;
    private final ProgressListener listener;
    private final Counters counters = new Counters();
    private final Encoder encoder = new Encoder();
    private final ByteBuf buffer = Unpooled.directBuffer(2 * READ_BYTES);
    private final BrokerProcess process;
    private final List<LoadClient> clients = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private long startNanos;
    private long nextProgress;
    private String phase = "connecting";
    private int connected;
    private volatile boolean stopped;

    public Load(LoadPlan plan, Clock clock, ProgressListener listener) {
        this.plan = plan;
        this.clock = clock;
        this.listener = listener;
        this.process = new BrokerProcess(plan.processId());
    }

    /** Ends the run early, from any thread; its result so far is still given. */
    public void stop() {
        stopped = true;
    }

    /** Runs to the end; an IOException only if this machine gives no selector. */
    public LoadResult run() throws IOException {
        long memoryBefore = process.residentBytes();
        try (Selector selector = Selector.open()) {
            startNanos = clock.nanos();
            create();
            connect(selector);
            long connectNanos = clock.nanos() - startNanos;
            connected = (int) clients.stream().filter(LoadClient::ready).count();
            Measured measured = connected == 0 ? Measured.NOTHING : measure(selector);
            phase = "waiting for the last";
            fences();
            turnUntil(selector, DRAIN_PATIENCE, () -> done() || !anyReady());
            LoadResult result = result(connectNanos, measured, memoryBefore);
            clients.forEach(LoadClient::end);
            return result;
        } finally {
            buffer.release();
        }
    }

    private void create() {
        String run = Long.toString(clock.nanos(), 36);
        for (int i = 0; i < plan.publishers(); i++) {
            String id = "bench-" + run + "-p" + i;
            if (plan.shape() == Shape.IDLE) {
                clients.add(new LoadClient(plan, counters, encoder, id));
            } else {
                publishers.add(new Publisher(plan, counters, encoder, id, i));
            }
        }
        for (int i = 0; i < plan.subscribers(); i++) {
            subscribers.add(new Subscriber(
                    plan,
                    counters,
                    encoder,
                    "bench-" + run + "-s" + i,
                    plan.filterOf(i),
                    publishers));
        }
        clients.addAll(subscribers);
        clients.addAll(publishers);
    }

    /** Some at a time, subscribers first. */
    private void connect(Selector selector) throws IOException {
        int opened = 0;
        int settled = 0;
        long lastAnswer = clock.nanos();
        while (settled < clients.size() && !stopped) {
            while (opened < clients.size() && opened - settled < MAX_CONNECTING) {
                clients.get(opened).open(selector, source(opened));
                opened++;
            }
            turn(selector, 20);
            int before = settled;
            while (settled < opened && clients.get(settled).settled()) {
                settled++;
            }
            connected = settled;
            if (settled > before) {
                lastAnswer = clock.nanos();
            } else if (clock.nanos() - lastAnswer > CONNECT_PATIENCE) {
                clients.stream()
                        .filter(c -> !c.settled())
                        .forEach(c -> c.fail("no answer to the connection within 10 s"));
            }
        }
    }

    /** A loopback address has ports for some 28,000 connections; the next takes over. */
    private @Nullable InetSocketAddress source(int index) {
        int address = index / CONNECTIONS_PER_ADDRESS;
        boolean loopback = plan.broker().getAddress().isLoopbackAddress()
                && plan.broker().getAddress().getAddress().length == 4;
        return address == 0 || !loopback
                ? null
                : new InetSocketAddress("127.0.0." + (1 + address), 0);
    }

    private record Measured(double seconds, long acknowledged, long received, long processorNanos) {
        static final Measured NOTHING = new Measured(0, 0, 0, 0);
    }

    private Measured measure(Selector selector) throws IOException {
        long begin = clock.nanos();
        long from = begin + plan.warmUpNanos();
        counters.measure(from, from + plan.durationNanos());
        Pace pace = new Pace(plan, begin);
        phase = "warming up";
        work(selector, pace, from);
        phase = "measuring";
        long acknowledged = counters.acknowledged;
        long received = counters.received;
        long processor = process.processorNanos();
        long started = clock.nanos();
        work(selector, pace, from + plan.durationNanos());
        return new Measured(
                (clock.nanos() - started) / 1e9,
                counters.acknowledged - acknowledged,
                counters.received - received,
                process.processorNanos() - processor);
    }

    /** Publishes what is due, or all that the windows allow, until then. */
    private void work(Selector selector, Pace pace, long untilNanos) throws IOException {
        long stalledSince = clock.nanos();
        long progress = counters.received;
        for (long now = clock.nanos(); now < untilNanos && !stopped && anyReady(); ) {
            long wait = Math.min(untilNanos - now, 100_000_000);
            boolean more = false;
            for (Publisher publisher : publishers) {
                more |= pace.publish(publisher, now, BURST);
            }
            wait = more ? 0 : Math.min(wait, pace.untilNext(now));
            turn(selector, wait < SPIN_NANOS ? 0 : TimeUnit.NANOSECONDS.toMillis(wait));
            now = clock.nanos();
            if (counters.received != progress) {
                progress = counters.received;
                stalledSince = now;
            } else if (now - stalledSince > SECOND) {
                publishers.forEach(Publisher::forgive);
                stalledSince = now;
            }
        }
    }

    private void fences() {
        publishers.stream().filter(Publisher::ready).forEach(Publisher::fence);
    }

    private boolean anyReady() {
        return connected > 0 && clients.stream().anyMatch(LoadClient::ready);
    }

    private boolean done() {
        long expected = publishers.stream().mapToLong(Publisher::published).sum() * plan.copies();
        return counters.received >= expected
                && publishers.stream().allMatch(p -> p.failure() != null || p.unsettled() == 0);
    }

    private void turnUntil(Selector selector, long patience, BooleanSupplier end)
            throws IOException {
        long until = clock.nanos() + (stopped ? SECOND : patience);
        while (!end.getAsBoolean() && clock.nanos() < until) {
            turn(selector, 10);
        }
    }

    /** Lets every socket read and write once; sleeps at most so long before. */
    private void turn(Selector selector, long millis) throws IOException {
        clients.forEach(LoadClient::flush);
        if (millis > 0) {
            selector.select(this::event, millis);
        } else {
            selector.selectNow(this::event);
        }
        long now = clock.nanos();
        if (now >= nextProgress) {
            nextProgress = now + SECOND;
            listener.progress(
                    phase,
                    (now - startNanos) / 1e9,
                    connected,
                    counters.acknowledged,
                    counters.received);
        }
    }

    private void event(SelectionKey key) {
        LoadClient client = (LoadClient) key.attachment();
        client.event(buffer, clock);
        client.flush();
    }

    private Map<String, Integer> failures() {
        Map<String, Integer> byReason = new TreeMap<>();
        for (LoadClient client : clients) {
            if (client.failure() != null) {
                byReason.merge(client.failure(), 1, Integer::sum);
            }
        }
        return byReason;
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

    private LoadResult result(long connectNanos, Measured measured, long memoryBefore) {
        long lost = plan.shape().closed() ? lost() : 0;
        long duplicated = 0;
        long outOfOrder = 0;
        for (Subscriber subscriber : subscribers) {
            for (Arrivals arrivals : subscriber.arrivals()) {
                duplicated += arrivals.duplicated();
                outOfOrder += arrivals.outOfOrder();
                lost += plan.shape() == Shape.SUB ? arrivals.gaps() : 0;
            }
        }
        double seconds = Math.max(measured.seconds, 1e-9);
        long messages = Math.max(measured.acknowledged, measured.received);
        return new LoadResult(
                clients.size(),
                connected,
                TimeUnit.NANOSECONDS.toMillis(connectNanos),
                failures(),
                counters.sent,
                counters.acknowledged,
                counters.refused,
                counters.received,
                counters.foreign,
                lost,
                duplicated,
                outOfOrder,
                measured.seconds,
                measured.acknowledged / seconds,
                measured.received / seconds,
                counters.acknowledgement,
                counters.delivery,
                process.residentBytes(),
                memoryBefore,
                messages == 0 ? 0 : measured.processorNanos / 1e3 / messages,
                stopped);
    }
}
