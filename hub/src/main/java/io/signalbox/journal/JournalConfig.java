package io.signalbox.journal;

/**
 * How the journal stores; sizes in bytes.
 *
 * @param durability what commits a record
 * @param segmentBytes size at which a file is closed and the next begun
 * @param tailBytes how much of what was committed last is kept in memory for readers
 * @param pendingBytes submitted and not yet committed, above which {@link Journal#saturated}
 * @param groupBytes most that one write and one sync cover (but always one whole batch)
 * @param stepBytes how far files are written ahead with zeros, so that a sync moves data alone
 * @param sharedBytes of finished files in memory for readers that are late and near each other
 */
public record JournalConfig(
        Durability durability,
        int segmentBytes,
        int tailBytes,
        int pendingBytes,
        int groupBytes,
        int stepBytes,
        int sharedBytes) {

    private static final int MB = 1 << 20;

    public static final JournalConfig DEFAULT =
            new JournalConfig(Durability.FSYNC, 128 * MB, 8 * MB, 32 * MB, 4 * MB, 8 * MB, 16 * MB);

    public JournalConfig {
        atLeast("segmentBytes", segmentBytes, SegmentHeader.BYTES + 1024);
        atLeast("tailBytes", tailBytes, 0);
        atLeast("pendingBytes", pendingBytes, 1);
        atLeast("groupBytes", groupBytes, 1);
        atLeast("stepBytes", stepBytes, 0);
        atLeast("sharedBytes", sharedBytes, 0);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + ": expected at least " + least + " bytes, found " + value);
        }
    }

    /** The same for a process with so much heap: what is kept in memory is a small part of it. */
    public JournalConfig within(long heapBytes) {
        return new JournalConfig(
                durability,
                segmentBytes,
                (int) Math.min(tailBytes, heapBytes / 32),
                (int) Math.min(pendingBytes, heapBytes / 16),
                (int) Math.min(groupBytes, heapBytes / 32),
                stepBytes,
                (int) Math.min(sharedBytes, heapBytes / 16));
    }

    public JournalConfig withDurability(Durability level) {
        return new JournalConfig(
                level, segmentBytes, tailBytes, pendingBytes, groupBytes, stepBytes, sharedBytes);
    }
}
