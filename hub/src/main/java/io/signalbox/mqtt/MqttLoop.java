package io.signalbox.mqtt;

import io.signalbox.broker.BrokerLoop;
import io.signalbox.broker.DisconnectReason;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.FieldReaders;
import io.signalbox.time.Clock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** What the connections of one event loop share; used by its thread alone. */
final class MqttLoop {
    private static final System.Logger LOG = System.getLogger("io.signalbox.mqtt");

    /** How often time is looked at. */
    static final int TICK_MILLIS = 50;

    /** Connections are looked through every so many ticks, four times a second. */
    private static final int TICKS_PER_SWEEP = 5;

    /** A loop that comes so late has not heard what its clients said meanwhile. */
    private static final long STOOD_STILL_NANOS = 500_000_000L;

    final BrokerLoop broker;
    private final Executor executor;
    final MqttConfig config;
    final MqttCounters counters;
    final Reception reception;
    final Clock clock;
    final Encoder encoder = new Encoder();
    final EncodedPublish lastPublish = new EncodedPublish();
    final FieldReaders readers = new FieldReaders();
    private final List<MqttConnection> connections = new ArrayList<>();

    /** Connections without a CONNECT, the oldest first, and some that have one by now. */
    private final ArrayDeque<MqttConnection> waiting = new ArrayDeque<>();

    private int waitingCount;

    /** Those that were read from since the last {@link #endReads}. */
    private final ArrayDeque<MqttConnection> read = new ArrayDeque<>();

    private final Runnable endReads = this::endReads;

    /** When the bytes at hand were read: the time of all messages in them. */
    private long readMillis;

    /** Since the last sweep, and when the last of them was. */
    private int ticks;

    private long tickedNanos;

    MqttLoop(
            BrokerLoop broker,
            Executor executor,
            MqttConfig config,
            MqttCounters counters,
            Reception reception,
            Clock clock) {
        this.broker = broker;
        this.executor = executor;
        this.config = config;
        this.counters = counters;
        this.reception = reception;
        this.clock = clock;
        this.tickedNanos = clock.nanos();
    }

    void add(MqttConnection connection) {
        connection.index = connections.size();
        connections.add(connection);
        counters.opened();
        waiting.addLast(connection);
        waitingCount++;
        if (waitingCount > config.maximumWaiting()) {
            // A real client has said CONNECT long before it is the oldest of so many.
            oldestWaiting().end(DisconnectReason.SERVER_BUSY, "too many wait for CONNECT");
        }
        forgetConnected();
    }

    /** A connection has said CONNECT, or is gone. */
    void leftWaiting() {
        waitingCount--;
    }

    void reads() {
        readMillis = clock.millis();
    }

    long readMillis() {
        return readMillis;
    }

    /**
     * What this connection had to say was read. The others that are ready are read before anything
     * is handed on: so all share one batch for the journal, and one wake of its thread.
     */
    void wasRead(MqttConnection connection) {
        read.add(connection);
        if (read.size() == 1) {
            executor.execute(endReads);
        }
    }

    private void endReads() {
        MqttConnection connection;
        while ((connection = read.poll()) != null) {
            connection.endReads();
        }
    }

    private MqttConnection oldestWaiting() {
        forgetConnected();
        return waiting.removeFirst();
    }

    private void forgetConnected() {
        while (!waiting.isEmpty() && !waiting.getFirst().isWaiting()) {
            waiting.removeFirst();
        }
    }

    void remove(MqttConnection connection) {
        MqttConnection last = connections.removeLast();
        if (last != connection) {
            last.index = connection.index;
            connections.set(connection.index, last);
        }
        counters.closed();
    }

    void tick() {
        long now = clock.nanos();
        // After a pause of the process what came meanwhile is read first; once, not for ever.
        boolean stoodStill = now - tickedNanos > STOOD_STILL_NANOS;
        tickedNanos = now;
        try {
            if (++ticks > TICKS_PER_SWEEP || (ticks == TICKS_PER_SWEEP && !stoodStill)) {
                ticks = 0;
                sweep(now);
            }
            broker.tick();
        } catch (RuntimeException e) {
            // A fault of the hub; the executor would not tick again behind it.
            LOG.log(System.Logger.Level.ERROR, "a tick failed", e);
        }
    }

    private void sweep(long now) {
        // From the end, since an overdue connection takes itself out.
        for (int i = connections.size() - 1; i >= 0; i--) {
            connections.get(i).sweep(now);
        }
        reception.rates().forgetQuiet(now);
    }

    void endAll() {
        for (MqttConnection connection : List.copyOf(connections)) {
            connection.end(DisconnectReason.SERVER_SHUTTING_DOWN, "the hub stops");
        }
    }
}
