package io.signalbox.journal;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.Arrays;

/**
 * What is known of some consecutive batches of a finished segment: where whole batches begin (a
 * stretch is what lies between two such places), and where the blocks with the posting lists of
 * their records' keys are. Small; the lists themselves stay in the file until they are asked for.
 *
 * <p>A dense key is one that most records have. It has no list: whoever looks for it reads on
 * through the whole part.
 *
 * @param first sequence of the first record
 * @param end sequence after the last record
 * @param records how many it has
 * @param endPosition of the bytes after the last batch
 * @param sequences first record of each stretch
 * @param positions where each stretch begins
 * @param dense dense keys, in order
 * @param denseLast the last record that has the dense key
 * @param blocks the blocks of posting lists, ordered by key and sequence
 */
@SuppressWarnings("ArrayRecordComponent")
record IndexPart(
        long first,
        long end,
        int records,
        long endPosition,
        long[] sequences,
        long[] positions,
        long[] dense,
        long[] denseLast,
        Block[] blocks) {

    /** Where a block is, its checksum, and the key and the sequence that it begins with. */
    record Block(long key, long sequence, long position, int length, int crc) {}

    int stretches() {
        return positions.length;
    }

    long stretchEnd(int number) {
        return number + 1 < positions.length ? positions[number + 1] : endPosition;
    }

    /** The stretch that holds what is at this position. */
    int stretchAt(long position) {
        return before(positions, position);
    }

    /** The stretch to look for this record in; it may lie between two stretches of a cold file. */
    int stretchOf(long sequence) {
        return before(sequences, sequence);
    }

    private static int before(long[] sorted, long value) {
        int found = Arrays.binarySearch(sorted, value);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    /** The last record that has this dense key; 0 when the key is not dense. */
    long denseLast(long key) {
        int found = Arrays.binarySearch(dense, key);
        return found < 0 ? 0 : denseLast[found];
    }

    /** The block in which the list of this key from this record on begins, if there is one. */
    int blockOf(long key, long sequence) {
        int low = 0;
        int high = blocks.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Block block = blocks[middle];
            if (block.key < key || (block.key == key && block.sequence <= sequence)) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Math.max(0, high);
    }

    /** About what this takes in memory. */
    long bytes() {
        return 200 + 16L * (positions.length + dense.length) + 48L * blocks.length;
    }

    void write(ByteWriter out) {
        out.varint(first)
                .varint(end - first)
                .varint(records)
                .varint(endPosition)
                .varint(positions.length);
        long sequence = first;
        long position = 0;
        for (int i = 0; i < positions.length; i++) {
            out.varint(sequences[i] - sequence).varint(positions[i] - position);
            sequence = sequences[i];
            position = positions[i];
        }
        out.varint(dense.length);
        for (int i = 0; i < dense.length; i++) {
            out.u64(dense[i]).varint(denseLast[i]);
        }
        out.varint(blocks.length);
        for (Block block : blocks) {
            out.u64(block.key).varint(block.sequence).varint(block.position);
            out.varint(block.length).u32(block.crc);
        }
    }

    static IndexPart read(ByteReader in) {
        long first = in.varint();
        long end = first + in.varint();
        int records = in.count();
        long endPosition = in.varint();
        long[] sequences = new long[in.count()];
        long[] positions = new long[sequences.length];
        long sequence = first;
        long position = 0;
        for (int i = 0; i < positions.length; i++) {
            sequence += in.varint();
            position += in.varint();
            sequences[i] = sequence;
            positions[i] = position;
        }
        long[] dense = new long[in.count()];
        long[] denseLast = new long[dense.length];
        for (int i = 0; i < dense.length; i++) {
            dense[i] = in.u64();
            denseLast[i] = in.varint();
        }
        Block[] blocks = new Block[in.count()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = new Block(in.u64(), in.varint(), in.varint(), in.count(), in.u32());
        }
        return new IndexPart(
                first, end, records, endPosition, sequences, positions, dense, denseLast, blocks);
    }
}
