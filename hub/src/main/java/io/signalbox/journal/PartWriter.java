package io.signalbox.journal;

import io.signalbox.bytes.ByteWriter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

/**
 * Gathers what the records of one {@link IndexPart} are looked up by, then writes it sorted by key.
 * Bounded: a part ends when it has as many postings or bytes as {@link IndexSizes} says. Used again for the
 * next part.
 *
 * <p>A block is {@code [key minus the one before][count][length] postings} again and again, each
 * posting {@code [sequence][position]} minus those before; all varints. It begins with the first
 * record and the first byte of the part, so it can be read alone.
 */
final class PartWriter implements LongConsumer {
    private static final long MOST_SEQUENCES = 1 << 30;

    /** Takes blocks and says where they lie. */
    interface Blocks {
        long add(byte[] bytes, int length) throws IOException;
    }

    private final Blocks out;
    private final IndexSizes sizes;
    private final KeyTable table = new KeyTable();
    private int[] ordinals = new int[1024];
    private int[] sequences = new int[1024];
    private int[] positions = new int[1024];
    private int postings;
    private int records;
    private long first;
    private long firstPosition;
    private long endPosition;
    private long sequence;
    private long position;
    private long[] stretchSequences = new long[64];
    private long[] stretchPositions = new long[64];
    private int stretches;
    private final ByteWriter block = new ByteWriter();
    private final ByteWriter run = new ByteWriter();

    PartWriter(Blocks out, IndexSizes sizes) {
        this.out = out;
        this.sizes = sizes;
    }

    /** A batch follows. */
    void batch(long firstSequence, long at, int bytes) {
        if (stretches == 0) {
            first = firstSequence;
            firstPosition = at;
        }
        if (stretches == 0 || at - stretchPositions[stretches - 1] >= sizes.stretchBytes()) {
            if (stretches == stretchPositions.length) {
                stretchSequences = Arrays.copyOf(stretchSequences, stretches * 2);
                stretchPositions = Arrays.copyOf(stretchPositions, stretches * 2);
            }
            stretchSequences[stretches] = firstSequence;
            stretchPositions[stretches++] = at;
        }
        endPosition = at + bytes;
    }

    /** So many records of the batch have no key. */
    void records(long count) {
        records += (int) count;
    }

    /** A record of the batch follows, and then its keys by {@link #accept}. */
    void record(long at, long inFile) {
        records++;
        sequence = at;
        position = inFile;
    }

    @Override
    public void accept(long key) {
        int ordinal = table.ordinal(key, sequence);
        if (ordinal < 0) {
            return;
        }
        if (postings == ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, postings * 2);
            sequences = Arrays.copyOf(sequences, postings * 2);
            positions = Arrays.copyOf(positions, postings * 2);
        }
        ordinals[postings] = ordinal;
        sequences[postings] = (int) (sequence - first);
        positions[postings++] = (int) (position - firstPosition);
    }

    /** True if the batch that follows, up to that record, is for another part. */
    boolean endsBefore(long lastSequence) {
        return stretches > 0
                && (postings >= sizes.postings()
                        || endPosition - firstPosition >= sizes.partBytes()
                        || lastSequence - first > MOST_SEQUENCES);
    }

    boolean isEmpty() {
        return stretches == 0;
    }

    /** Writes the blocks of what was gathered, and begins anew. */
    IndexPart finish(long end) throws IOException {
        int[] order = table.ordinalsByKey();
        List<Long> dense = new ArrayList<>();
        List<Long> denseLast = new ArrayList<>();
        int[] starts = new int[order.length];
        int kept = 0;
        for (int ordinal : order) {
            if (table.count(ordinal) * 2L > records) {
                dense.add(table.key(ordinal));
                denseLast.add(table.last(ordinal));
                starts[ordinal] = -1;
            } else {
                starts[ordinal] = kept;
                kept += table.count(ordinal);
            }
        }
        int[] sorted = new int[kept];
        for (int i = 0; i < postings; i++) {
            if (starts[ordinals[i]] >= 0) {
                sorted[starts[ordinals[i]]++] = i;
            }
        }
        IndexPart part = new IndexPart(
                first,
                end,
                records,
                endPosition,
                Arrays.copyOf(stretchSequences, stretches),
                Arrays.copyOf(stretchPositions, stretches),
                longs(dense),
                longs(denseLast),
                writeLists(sorted));
        table.clear();
        postings = 0;
        records = 0;
        stretches = 0;
        return part;
    }

    private static long[] longs(List<Long> list) {
        return list.stream().mapToLong(Long::longValue).toArray();
    }

    /** Writes the lists of postings that are sorted by key and, within a key, by sequence. */
    private IndexPart.Block[] writeLists(int[] sorted) throws IOException {
        List<IndexPart.Block> blocks = new ArrayList<>();
        int at = 0;
        while (at < sorted.length) {
            block.clear();
            long beginsWith = table.key(ordinals[sorted[at]]);
            long beginsAt = first + sequences[sorted[at]];
            long keyBefore = 0;
            while (at < sorted.length && block.size() < sizes.blockBytes()) {
                long key = table.key(ordinals[sorted[at]]);
                block.varint(key - keyBefore);
                keyBefore = key;
                at = writeRun(sorted, at);
            }
            long place = out.add(block.array(), block.size());
            blocks.add(new IndexPart.Block(
                    beginsWith,
                    beginsAt,
                    place,
                    block.size(),
                    crc(block.array(), 0, block.size())));
        }
        return blocks.toArray(IndexPart.Block[]::new);
    }

    private int writeRun(int[] sorted, int from) {
        int ordinal = ordinals[sorted[from]];
        int sequenceBefore = 0;
        int positionBefore = 0;
        int at = from;
        run.clear();
        while (at < sorted.length
                && ordinals[sorted[at]] == ordinal
                && (at == from || block.size() + run.size() < sizes.blockBytes())) {
            int posting = sorted[at++];
            run.varint(sequences[posting] - sequenceBefore);
            run.varint(positions[posting] - positionBefore);
            sequenceBefore = sequences[posting];
            positionBefore = positions[posting];
        }
        block.varint(at - from).varint(run.size()).bytes(run.array(), 0, run.size());
        return at;
    }

    static int crc(byte[] bytes, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, length);
        return (int) crc.getValue();
    }
}
