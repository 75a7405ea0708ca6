package io.signalbox.journal;

import java.nio.ByteBuffer;

/**
 * The first block of a cold file, which stands for one or more finished segments and holds only
 * those of their records that somebody still needs, with their old sequences. So the chain of files
 * has no gap: what is missing without a cold file in its place was not released, but lost.
 *
 * <p>Big-endian: magic "SBXCOLD1" u64, format version u32, first sequence u64, sequence after the
 * last u64, created (milliseconds) u64, digest of the segment before u32, digest of the last segment
 * it stands for u32, epoch u64, CRC-32C of all this u32.
 *
 * @param first the first record that it stands for
 * @param end the record after the last that it stands for
 * @param previousDigest of the segment before, as in {@link SegmentHeader}
 * @param endDigest that which the header of the next segment names
 */
record ColdHeader(
        long first, long end, long createdMillis, int previousDigest, int endDigest, long epoch) {
    static final int CHECKED = 52;
    private static final int VERSION = 1;
    private static final long MAGIC = 0x5342_5843_4F4C_4431L;
    static final String PREFIX = "cold-";
    private static final String SUFFIX = ".seg";
    private static final int SALT = 0x0C01_D0C0;

    byte[] toBytes() {
        ByteBuffer block = ByteBuffer.allocate(SegmentHeader.BYTES);
        block.putLong(MAGIC).putInt(VERSION).putLong(first).putLong(end).putLong(createdMillis);
        block.putInt(previousDigest).putInt(endDigest).putLong(epoch);
        block.putInt(PartWriter.crc(block.array(), 0, CHECKED));
        return block.array();
    }

    /** Reads and checks the block; {@code file} is for the message of {@link JournalDamaged}. */
    static ColdHeader read(byte[] bytes, String file) {
        ByteBuffer block = ByteBuffer.wrap(bytes);
        if (bytes.length < SegmentHeader.BYTES
                || block.getInt(CHECKED) != PartWriter.crc(bytes, 0, CHECKED)
                || block.getLong() != MAGIC
                || block.getInt() != VERSION) {
            throw new JournalDamaged(
                    file,
                    0,
                    "expected the header of a cold file of format " + VERSION
                            + ", found other bytes. Put the file back from a backup, or start the"
                            + " version of Signalbox that wrote it.");
        }
        long first = block.getLong();
        long end = block.getLong();
        long created = block.getLong();
        return new ColdHeader(first, end, created, block.getInt(), block.getInt(), block.getLong());
    }

    String fileName() {
        return PREFIX + SegmentHeader.digits(first) + SUFFIX;
    }

    static boolean isFileName(String name) {
        return name.startsWith(PREFIX) && SegmentHeader.isFileName(name.substring(PREFIX.length()));
    }

    /** In the form that the reading of any segment needs. */
    SegmentHeader asSegment() {
        return new SegmentHeader(first, createdMillis, previousDigest, epoch);
    }

    /** Goes into the check of every batch: another one than that of the segments it stands for. */
    int salt() {
        return asSegment().salt() ^ SALT;
    }

    boolean covers(long sequence) {
        return first <= sequence && sequence < end;
    }
}
