package io.signalbox.broker;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the broker counts, from the start of the process. */
final class Counters {
    final LongAdder received = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder acknowledged = new LongAdder();

    /** Sessions with a connection now. */
    final LongAdder attached = new LongAdder();

    private final LongAdder[] dropped = new LongAdder[DropReason.values().length];

    Counters() {
        Arrays.setAll(dropped, i -> new LongAdder());
    }

    void dropped(DropReason reason) {
        dropped[reason.ordinal()].increment();
    }

    void dropped(DropReason reason, long count) {
        dropped[reason.ordinal()].add(count);
    }

    Map<DropReason, Long> dropped() {
        Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            counts.put(reason, dropped[reason.ordinal()].sum());
        }
        return counts;
    }
}
