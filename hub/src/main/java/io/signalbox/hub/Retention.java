package io.signalbox.hub;

import java.util.ArrayDeque;

/**
 * Which record is the oldest that must stay: the journal keeps what somebody still needs, and the
 * last bytes up to a limit for {@code why} and backtests. Measured since the start of the hub, so
 * that a restart keeps more for a while, never less.
 */
final class Retention {
    /** As many marks divide what is kept: so much finer than a segment is of no use. */
    private static final int MARKS = 256;

    private record Mark(long sequence, long bytes) {}

    private final long keepBytes;
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();

    /** @param firstSequence the oldest record at the start */
    Retention(long keepBytes, long firstSequence) {
        this.keepBytes = keepBytes;
        marks.add(new Mark(firstSequence, 0));
    }

    /**
     * Notes how far the journal is now, and answers the first record that must stay.
     *
     * @param bytes written since the start
     * @param neededFrom oldest record that somebody still needs
     */
    long keepFrom(long committed, long bytes, long neededFrom) {
        Mark last = marks.getLast();
        if (committed > last.sequence && bytes - last.bytes >= keepBytes / MARKS) {
            marks.add(new Mark(committed, bytes));
        }
        while (marks.size() > 1 && second().bytes <= bytes - keepBytes) {
            marks.removeFirst();
        }
        return Math.min(marks.getFirst().sequence, neededFrom);
    }

    private Mark second() {
        var each = marks.iterator();
        each.next();
        return each.next();
    }
}
