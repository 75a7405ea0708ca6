package io.signalbox.journal;

import io.signalbox.time.Clock;

/**
 * A journal that has no thread but the one that writes: indexes, which others make beside it, are
 * made by who finds that they are missing. So what a reader finds does not depend on how fast they
 * are.
 */
public final class JournalByTurns {
    private JournalByTurns() {}

    public static Journal open(Disk disk, JournalConfig config, Clock clock, RecordKeys keys) {
        return Journal.open(disk, config, clock, keys, Runnable::run);
    }
}
