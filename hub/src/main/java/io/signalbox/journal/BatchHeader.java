package io.signalbox.journal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What stands before the records of a batch on disk, big-endian, 36 bytes:
 *
 * <pre>
 *  0 u32 CRC-32C of bytes 4 to 36, xor the segment's salt
 *  4 u32 CRC-32C of the body
 *  8 u32 length of the body
 * 12 u64 sequence of the first record
 * 20 u64 base time in milliseconds, to which the records' times are relative
 * 28 u32 records between the last one known to be synced and this batch
 * 32 u8  flags, 1 = seal, 2 to 16 = none of its records is of one {@link Concern}
 * 33 u24 count of records
 * </pre>
 *
 * <p>The salt makes bytes of another segment, or a payload made to look like a batch, fail the
 * check. The distance to the last synced record tells a torn write from damage: a bad batch is
 * damage when a good one behind it was written after the bad one had been synced.
 *
 * <p>A seal is a batch of no records at the end of a finished segment; its body is the segment's
 * digest, 4 bytes.
 *
 * <p>This class holds the fields of one header and is used again for the next.
 */
final class BatchHeader {
    static final int BYTES = 36;
    static final int SEAL = 1;
    static final int SEAL_BYTES = BYTES + 4;

    /** Those of a batch; one for each concern, a bit further to the left. */
    private static final int BATCH_FLAGS = Concern.ALL << 1;

    static final int MAX_BODY_BYTES = 256 << 20;
    static final int MAX_COUNT = (1 << 24) - 1;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final CRC32C crc = new CRC32C();

    int bodyCrc;
    int bodyBytes;
    long first;
    long baseMillis;
    int sinceSync;
    int flags;
    int count;

    static int intAt(byte[] array, int at) {
        return (int) INT.get(array, at);
    }

    static long longAt(byte[] array, int at) {
        return (long) LONG.get(array, at);
    }

    static void putInt(byte[] array, int at, int value) {
        INT.set(array, at, value);
    }

    static void putLong(byte[] array, int at, long value) {
        LONG.set(array, at, value);
    }

    static long firstAt(byte[] array, int at) {
        return longAt(array, at + 12);
    }

    static int countAt(byte[] array, int at) {
        return intAt(array, at + 32) & MAX_COUNT;
    }

    /** The flags of a batch of these concerns: 0, as it was before there were any, means all. */
    static int flagsOf(int concerns) {
        return ~concerns << 1 & BATCH_FLAGS;
    }

    static int concernsAt(byte[] array, int at) {
        return ~array[at + 32] >> 1 & Concern.ALL;
    }

    /** Whom something in the batch may be of concern to. */
    int concerns() {
        return ~flags >> 1 & Concern.ALL;
    }

    /** True for a batch as this version knows it, false for one of a newer version, or a seal. */
    boolean isKnownBatch() {
        return (flags & ~BATCH_FLAGS) == 0;
    }

    /** Takes the fields from the bytes, which are known to be good. */
    void read(byte[] array, int at) {
        bodyCrc = intAt(array, at + 4);
        bodyBytes = intAt(array, at + 8);
        first = longAt(array, at + 12);
        baseMillis = longAt(array, at + 20);
        sinceSync = intAt(array, at + 28);
        int flagsAndCount = intAt(array, at + 32);
        flags = flagsAndCount >>> 24;
        count = flagsAndCount & MAX_COUNT;
    }

    /** Takes the fields if the header's own check holds. */
    boolean readChecked(byte[] array, int at, int salt) {
        if (intAt(array, at) != (crc(array, at + 4, BYTES - 4) ^ salt)) {
            return false;
        }
        read(array, at);
        return bodyBytes >= 0 && bodyBytes <= MAX_BODY_BYTES;
    }

    /**
     * Reads a batch of a finished segment and checks all of it; returns where it begins in the
     * window.
     */
    int readWhole(Window window, long position, Segment segment, long end) throws IOException {
        readHead(window, position, segment, end);
        int at = window.at(position, bytes(), end);
        if (at < 0 || !bodyHolds(window.bytes(), at + BYTES)) {
            throw damaged(position, segment);
        }
        return at;
    }

    /** Reads the header of a batch of a finished segment and checks it. */
    void readHead(Window window, long position, Segment segment, long end) throws IOException {
        int at = window.at(position, BYTES, end);
        if (at < 0 || !readChecked(window.bytes(), at, segment.salt) || !isKnownBatch()) {
            throw damaged(position, segment);
        }
    }

    private static JournalDamaged damaged(long position, Segment segment) {
        return new JournalDamaged(
                segment.path,
                position,
                "expected a batch of a finished segment, found bytes that fail its checksum. Put"
                        + " the file back from a backup.");
    }

    /** Whether the body, which begins at {@code at}, is what the header says. */
    boolean bodyHolds(byte[] array, int at) {
        return crc(array, at, bodyBytes) == bodyCrc;
    }

    /** Writes the fields before a body that is already in place. */
    void write(byte[] array, int at, int salt) {
        bodyCrc = crc(array, at + BYTES, bodyBytes);
        INT.set(array, at + 4, bodyCrc);
        INT.set(array, at + 8, bodyBytes);
        LONG.set(array, at + 12, first);
        LONG.set(array, at + 20, baseMillis);
        INT.set(array, at + 28, sinceSync);
        INT.set(array, at + 32, flags << 24 | count);
        INT.set(array, at, crc(array, at + 4, BYTES - 4) ^ salt);
    }

    int bytes() {
        return BYTES + bodyBytes;
    }

    boolean isSeal() {
        return flags == SEAL && count == 0 && bodyBytes == SEAL_BYTES - BYTES;
    }

    /** The last record known to be on disk when this batch was written. */
    long syncedThrough() {
        return first - 1 - (sinceSync & 0xFFFF_FFFFL);
    }

    private int crc(byte[] array, int at, int length) {
        crc.reset();
        crc.update(array, at, length);
        return (int) crc.getValue();
    }
}
