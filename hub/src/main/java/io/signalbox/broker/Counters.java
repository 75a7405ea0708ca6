package io.signalbox.broker;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the broker counts, from the start of the process. */
final class Counters {
    final LongAdder received = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder connections = new LongAdder();

    /** Sessions with a connection now. */
    final LongAdder attached = new LongAdder();

    private final LongAdder[] dropped = adders(DropReason.values().length);
    private final LongAdder[] disconnected = adders(DisconnectReason.values().length);

    private static LongAdder[] adders(int count) {
        LongAdder[] adders = new LongAdder[count];
        for (int i = 0; i < count; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }

    void dropped(DropReason reason) {
        dropped[reason.ordinal()].increment();
    }

    void dropped(DropReason reason, long count) {
        dropped[reason.ordinal()].add(count);
    }

    void disconnected(DisconnectReason reason) {
        disconnected[reason.ordinal()].increment();
    }

    Map<DropReason, Long> dropped() {
        Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            counts.put(reason, dropped[reason.ordinal()].sum());
        }
        return counts;
    }

    Map<DisconnectReason, Long> disconnected() {
        Map<DisconnectReason, Long> counts = new EnumMap<>(DisconnectReason.class);
        for (DisconnectReason reason : DisconnectReason.values()) {
            counts.put(reason, disconnected[reason.ordinal()].sum());
        }
        return counts;
    }
}
