package io.signalbox.journal;

/**
 * The journal in numbers, at one moment.
 *
 * @param indexed segments that have an index, of all but the one being written
 * @param firstSequence oldest record still on disk
 * @param heldBytes of segments that are kept because sessions need much of them
 * @param coldBytes of files with what sessions need of segments that are gone
 * @param committed newest committed record
 * @param droppedBytes torn end that was cut at the start, never acknowledged
 * @param records committed since the start
 * @param bytes committed since the start, as they stand on disk
 * @param pendingBytes submitted and not yet committed
 * @param syncs syncs since the start
 * @param syncMedianMicros half of the syncs took no longer
 * @param syncP99Micros 99 % of the syncs took no longer
 * @param syncMaxMicros the longest sync
 * @param failed nothing more is committed: see {@link JournalFailure}
 */
public record JournalStatus(
        Durability durability,
        int segments,
        int indexed,
        long firstSequence,
        long heldBytes,
        long coldBytes,
        long committed,
        long droppedBytes,
        long records,
        long bytes,
        long pendingBytes,
        long syncs,
        long syncMedianMicros,
        long syncP99Micros,
        long syncMaxMicros,
        boolean failed) {}
