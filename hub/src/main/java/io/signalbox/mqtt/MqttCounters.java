package io.signalbox.mqtt;

import io.signalbox.broker.DisconnectReason;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the listeners have seen since they started; counted on all loops, read by anybody. */
final class MqttCounters {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder open = new LongAdder();
    private final LongAdder notAccepted = new LongAdder();
    private final LongAdder publishes = new LongAdder();
    private final LongAdder deliveries = new LongAdder();

    /** By the ordinal of the reason. */
    private final LongAdder[] ended = new LongAdder[DisconnectReason.values().length];

    MqttCounters() {
        Arrays.setAll(ended, _ -> new LongAdder());
    }

    void opened() {
        accepted.increment();
        open.increment();
    }

    /** The system had no connection to give, though one was there. */
    void notAccepted() {
        notAccepted.increment();
    }

    void closed() {
        open.decrement();
    }

    void ended(DisconnectReason reason) {
        ended[reason.ordinal()].increment();
    }

    void published() {
        publishes.increment();
    }

    void delivered() {
        deliveries.increment();
    }

    long open() {
        return open.sum();
    }

    MqttStatus status() {
        Map<DisconnectReason, Long> byReason = new EnumMap<>(DisconnectReason.class);
        for (DisconnectReason reason : DisconnectReason.values()) {
            byReason.put(reason, ended[reason.ordinal()].sum());
        }
        return new MqttStatus(
                open.sum(),
                accepted.sum(),
                notAccepted.sum(),
                publishes.sum(),
                deliveries.sum(),
                byReason);
    }
}
