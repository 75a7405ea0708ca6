package io.signalbox.mqtt;

import io.signalbox.broker.BrokerLoop;
import io.signalbox.broker.DisconnectReason;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.FieldReaders;
import io.signalbox.time.Clock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

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

    /** Since the last sweep, and when the last of them was. */
    private int ticks;

    private long tickedNanos;

    MqttLoop(
            BrokerLoop broker,
            MqttConfig config,
            MqttCounters counters,
            Reception reception,
            Clock clock) {
        this.broker = broker;
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
        if (++ticks > TICKS_PER_SWEEP || (ticks == TICKS_PER_SWEEP && !stoodStill)) {
            ticks = 0;
            // From the end, since an overdue connection takes itself out.
            for (int i = connections.size() - 1; i >= 0; i--) {
                connections.get(i).sweep(now);
            }
            reception.rates().forgetQuiet(now);
        }
        try {
            broker.tick();
        } catch (RuntimeException e) {
            // A fault of the hub; the other connections of this loop go on.
            LOG.log(System.Logger.Level.ERROR, "the broker's tick failed", e);
        }
    }

    void endAll() {
        for (MqttConnection connection : List.copyOf(connections)) {
            connection.end(DisconnectReason.SERVER_SHUTTING_DOWN, "the hub stops");
        }
    }
}
