package io.signalbox.hub;

import io.signalbox.broker.Admission;
import io.signalbox.broker.Broker;
import io.signalbox.console.Api;
import io.signalbox.journal.Journal;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** The thread that looks at disk and load, and tells the broker what to take in. */
final class Watch {
    private static final int LOOK_MILLIS = 250;
    private static final int LOOKS_PER_DISK = 4;

    /** A heap that was too full is collected again after so many looks, to see if it still is. */
    private static final int LOOKS_PER_COLLECTION = 40;

    private final DiskWatch disk;
    private final LoadWatch load;
    private final Journal journal;
    private final Broker broker;
    private final Clock clock;
    private final Rounds rounds = new Rounds("watch");

    /** Made on the watch's own thread, for that takes longer than a start may. */
    private @Nullable Heap heap;

    private int looks;
    private int heapLooks;

    Watch(DiskWatch disk, Journal journal, Broker broker, Clock clock) {
        this.disk = disk;
        this.load = new LoadWatch(clock.nanos());
        this.journal = journal;
        this.broker = broker;
        this.clock = clock;
    }

    void start() {
        rounds.every(LOOK_MILLIS, "look at disk and load", this::look);
    }

    void stop() throws InterruptedException {
        rounds.stop();
    }

    private void look() {
        Admission admission = broker.admission();
        if (looks++ % LOOKS_PER_DISK == 0 || journal.lacksRoom()) {
            disk.look();
            admission.diskFull(disk.level() == DiskWatch.Level.FULL);
        }
        int percent = lookAtHeap();
        admission.memoryShort(percent >= LoadWatch.HEAP_NEAR_END);
        LoadWatch.Signs signs =
                new LoadWatch.Signs(journal.saturated(), percent, broker.takeLoopLagNanos());
        admission.load(load.judge(signs, clock.nanos()));
    }

    private int lookAtHeap() {
        Heap now = heap == null ? new Heap() : heap;
        heap = now;
        int percent = now.percentAfterCollection();
        heapLooks = percent < LoadWatch.HEAP_STRAINED ? 0 : heapLooks + 1;
        if (heapLooks == LOOKS_PER_COLLECTION || now.isDue()) {
            heapLooks = 0;
            now.collect();
        }
        return percent;
    }

    /** The journal is to keep no more than it must. */
    boolean diskIsTight() {
        return disk.level().compareTo(DiskWatch.Level.TIGHT) >= 0;
    }

    /** For the status. */
    Api.Pressure pressure() {
        DiskSpace space = disk.space();
        return new Api.Pressure(
                disk.level().name().toLowerCase(Locale.ROOT),
                space.usedPercent(),
                space.usable(),
                disk.hasReserve(),
                broker.admission().load().name().toLowerCase(Locale.ROOT));
    }
}
