package io.signalbox.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** The thread of a run: lets its sockets read and write, and tells how far the run is. */
final class EventLoop implements AutoCloseable {
    static final int READ_BYTES = 256 << 10;

    /** Most connections that wait for their answer at a time. */
    static final int MAX_CONNECTING = 256;

    private static final int CONNECTIONS_PER_ADDRESS = 25_000;
    private static final long SECOND = 1_000_000_000;
    /** Nearer than this the loop does not sleep: the kernel's sleep is too coarse. */
    private static final long SPIN_NANOS = 2_000_000;

    private static final long CONNECT_PATIENCE = 10 * SECOND;

    private final LoadPlan plan;
    private final Clock clock;
    private final Counters counters;
    private final ProgressListener listener;
    private final Selector selector;
    private final ByteBuf buffer = Unpooled.directBuffer(2 * READ_BYTES);
    private final long startNanos;
    private long nextProgress;
    private String phase = "connecting";
    private long phaseNanos;
    private DoubleSupplier done = () -> 0;
    private int connected;
    private volatile boolean stopped;

    /** An IOException only if this machine gives no selector. */
    EventLoop(LoadPlan plan, Clock clock, Counters counters, ProgressListener listener)
            throws IOException {
        this.plan = plan;
        this.clock = clock;
        this.counters = counters;
        this.listener = listener;
        this.selector = Selector.open();
        this.startNanos = clock.nanos();
    }

    /** Asks the run to end early; from any thread. */
    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    long nanos() {
        return clock.nanos();
    }

    /** What the run is at from now on, and how much of it is done, 0 to 1. */
    void enter(String phase, DoubleSupplier done) {
        this.phase = phase;
        this.done = done;
        this.phaseNanos = nanos();
    }

    /** A phase that ends at a known time. */
    void enterUntil(String phase, long endNanos) {
        long begin = nanos();
        double length = Math.max(1, endNanos - begin);
        enter(phase, () -> (nanos() - begin) / length);
    }

    void connected(int count) {
        connected = count;
    }

    /** Begins to connect, from the source address that has ports for so many connections. */
    void open(LoadClient client, int index) {
        client.open(selector, source(index));
    }

    /** Connects them, some at a time, in their order; who gets no answer has failed afterwards. */
    void connect(List<? extends LoadClient> clients) throws IOException {
        enter("connecting", () -> (double) connected / clients.size());
        int opened = 0;
        int settled = 0;
        long lastAnswer = nanos();
        while (settled < clients.size() && !stopped) {
            while (opened < clients.size() && opened - settled < MAX_CONNECTING) {
                open(clients.get(opened), opened);
                opened++;
            }
            turn(20);
            int before = settled;
            while (settled < opened && clients.get(settled).settled()) {
                settled++;
            }
            connected = settled;
            if (settled > before) {
                lastAnswer = nanos();
            } else if (impatient(lastAnswer)) {
                clients.stream().filter(c -> !c.settled()).forEach(LoadClient::failUnanswered);
            }
        }
        connected = (int) clients.stream().filter(LoadClient::ready).count();
    }

    /** Whether a broker that has answered nobody since then has been waited for long enough. */
    boolean impatient(long lastAnswer) {
        return nanos() - lastAnswer > CONNECT_PATIENCE;
    }

    private @Nullable InetSocketAddress source(int index) {
        byte[] broker = plan.broker().address().getAddress().getAddress();
        boolean loopback = broker.length == 4 && broker[0] == 127;
        String address = loopback ? sourceAddress(index) : null;
        return address == null ? null : new InetSocketAddress(address, 0);
    }

    /**
     * Where the connection of this number comes from, if the kernel does not choose it: a loopback
     * address has ports for some 28,000 connections, and the next one takes over.
     */
    static @Nullable String sourceAddress(int index) {
        int address = index / CONNECTIONS_PER_ADDRESS;
        return address == 0 ? null : "127.0." + address / 250 + '.' + (1 + address % 250);
    }

    /** Lets every socket read and write once; sleeps at most so long before. */
    void turn(long millis) throws IOException {
        if (millis > 0) {
            selector.select(this::event, millis);
        } else {
            selector.selectNow(this::event);
        }
        long now = nanos();
        if (now >= nextProgress) {
            nextProgress = now + SECOND;
            listener.progress(progress(now));
        }
    }

    private Progress progress(long now) {
        double part = Math.clamp(done.getAsDouble(), 0, 1);
        double took = (now - phaseNanos) / 1e9;
        return new Progress(
                phase,
                (now - startNanos) / 1e9,
                part,
                part == 0 ? 0 : took * (1 - part) / part,
                connected,
                counters.acknowledged,
                counters.received);
    }

    /** One turn, which begins to read when a socket can be read or it is that time. */
    void sleepUntil(long nanos) throws IOException {
        long wait = nanos - nanos();
        turn(wait < SPIN_NANOS ? 0 : TimeUnit.NANOSECONDS.toMillis(wait));
    }

    /** Turns until then, but no longer than patience allows; one second if asked to stop. */
    void turnUntil(long patience, BooleanSupplier end) throws IOException {
        long until = nanos() + (stopped ? Math.min(SECOND, patience) : patience);
        while (!end.getAsBoolean() && nanos() < until) {
            turn(10);
        }
    }

    private void event(SelectionKey key) {
        LoadClient client = (LoadClient) key.attachment();
        client.event(buffer, clock);
        client.flush();
    }

    long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos() - startNanos);
    }

    @Override
    public void close() throws IOException {
        buffer.release();
        selector.close();
    }
}
