package io.signalbox.hub;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Journal;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.time.Clock;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Puts a TICK into the journal each second: the only way in which time reaches the folds. */
final class Ticker {
    private final Journal journal;
    private final Clock clock;
    private RecordBatch last = new RecordBatch();
    private final ByteWriter empty = new ByteWriter(0);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ticker").factory());

    Ticker(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    void start() {
        Future<?> _ = timer.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        if (last.count() > 0 && last.firstSequence() == 0) {
            return; // That one is still on its way, and the next second says the same.
        }
        RecordBatch batch = new RecordBatch();
        batch.add(RecordType.TICK, 0, clock.millis(), empty);
        journal.submit(batch);
        last = batch;
    }

    void stop() {
        timer.shutdownNow();
    }
}
