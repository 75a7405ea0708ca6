package io.signalbox.journal;

import java.util.zip.CRC32C;

/**
 * The first block of a segment file; it has 4 KiB to itself, so that no later write touches its
 * sectors. Big-endian: magic "SBXJRNL1" u64, format version u32, first sequence u64, created
 * (milliseconds) u64, digest of the previous segment u32, epoch u64, CRC-32C of all this u32.
 *
 * @param first sequence of the first record in this segment, at least 1
 * @param createdMillis wall time of its creation
 * @param previousDigest digest in the seal of the segment before: the chain; 0 in the very first
 * @param epoch when this journal began; the same in all its segments, strange in any other's
 */
record SegmentHeader(long first, long createdMillis, int previousDigest, long epoch) {
    static final int BYTES = 4096;
    static final int VERSION = 1;
    private static final long MAGIC = 0x5342_584A_524E_4C31L;
    private static final int CHECKED = 40;
    private static final String SUFFIX = ".seg";

    byte[] toBytes() {
        byte[] block = new byte[BYTES];
        BatchHeader.putLong(block, 0, MAGIC);
        BatchHeader.putInt(block, 8, VERSION);
        BatchHeader.putLong(block, 12, first);
        BatchHeader.putLong(block, 20, createdMillis);
        BatchHeader.putInt(block, 28, previousDigest);
        BatchHeader.putLong(block, 32, epoch);
        BatchHeader.putInt(block, CHECKED, crc(block));
        return block;
    }

    /** Reads and checks the block; {@code file} is for the message of {@link JournalDamaged}. */
    static SegmentHeader read(byte[] block, String file) {
        if (BatchHeader.longAt(block, 0) != MAGIC) {
            throw new JournalDamaged(
                    file,
                    0,
                    "expected the beginning of a journal segment, found"
                            + " other bytes. Put the file back from a backup.");
        }
        int version = BatchHeader.intAt(block, 8);
        if (version != VERSION) {
            throw new JournalDamaged(
                    file,
                    8,
                    "expected journal format " + VERSION + ", found "
                            + Integer.toUnsignedString(version)
                            + ". Start the version of Signalbox that"
                            + " wrote this folder; if none did, put the file back from a backup.");
        }
        if (BatchHeader.intAt(block, CHECKED) != crc(block)) {
            throw new JournalDamaged(
                    file,
                    CHECKED,
                    "expected the header to match its checksum,"
                            + " found damage in its first " + CHECKED
                            + " bytes. Put the file back from a"
                            + " backup.");
        }
        return new SegmentHeader(
                BatchHeader.longAt(block, 12),
                BatchHeader.longAt(block, 20),
                BatchHeader.intAt(block, 28),
                BatchHeader.longAt(block, 32));
    }

    private static int crc(byte[] block) {
        CRC32C crc = new CRC32C();
        crc.update(block, 0, CHECKED);
        return (int) crc.getValue();
    }

    /** Goes into the check of every batch, so that it holds in this segment alone. */
    int salt() {
        long mixed = (epoch ^ Long.rotateLeft(first, 32)) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed ^ mixed >>> 32);
    }

    /** A digest that has this header in it and waits for the batches' header checksums. */
    CRC32C newDigest() {
        CRC32C digest = new CRC32C();
        digest.update(toBytes(), 0, CHECKED + 4);
        return digest;
    }

    String fileName() {
        return segmentName(first);
    }

    /** The name of the segment that begins with this record. */
    static String segmentName(long first) {
        return digits(first) + SUFFIX;
    }

    /** Twenty digits, so that the order of names is that of the numbers. */
    static String digits(long sequence) {
        String digits = Long.toString(sequence);
        return "0".repeat(20 - digits.length()) + digits;
    }

    /** The first record of the segment or cold file with this name. */
    static long firstOf(String name) {
        int end = name.length() - SUFFIX.length();
        return Long.parseLong(name.substring(end - 20, end));
    }

    /** Whether a file of this name is a segment. */
    static boolean isFileName(String name) {
        return name.length() == 20 + SUFFIX.length()
                && name.endsWith(SUFFIX)
                && name.chars().limit(20).allMatch(c -> c >= '0' && c <= '9');
    }
}
