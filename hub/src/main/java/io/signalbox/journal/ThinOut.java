package io.signalbox.journal;

import io.signalbox.bytes.ByteReader;
import io.signalbox.time.Clock;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets go of finished segments that the folds do not need any more. What nobody needs at the
 * journal's beginning is deleted. Of a segment of which little is needed, the needed records move
 * to a cold file that takes its place in the chain; one of which much is needed stays whole.
 */
final class ThinOut {
    private static final Logger LOG = System.getLogger(ThinOut.class.getName());

    /** A segment of which less than this is needed is thinned out. */
    private static final int THIN_PERCENT = 15;

    /** A cold file of which less than this is needed is written anew. */
    private static final int COLD_PERCENT = 50;

    /** A look costs reading the whole index. */
    private static final int LOOKS_SPARED = 5;

    private final Disk disk;
    private final Segments segments;
    private final Indexes indexes;
    private final RecordKeys keys;
    private final Clock clock;

    /** Cold files are not joined beyond this size, so that no byte is copied too often. */
    private final long coldBytes;

    ThinOut(
            Disk disk,
            Segments segments,
            Indexes indexes,
            RecordKeys keys,
            Clock clock,
            JournalConfig config) {
        this.disk = disk;
        this.segments = segments;
        this.indexes = indexes;
        this.keys = keys;
        this.clock = clock;
        this.coldBytes = config.segmentBytes() / 4;
    }

    /**
     * Lets go of what comes before a record and is not needed.
     *
     * @throws IOException if a file could not be deleted or renamed: then nobody knows what is on
     *     disk
     */
    void run(long beforeSequence, Needs needs) throws IOException {
        List<Segment> old = new ArrayList<>();
        for (Segment segment : segments.finished()) {
            if (segment.end() <= beforeSequence) {
                look(segment, needs);
                old.add(segment);
            }
        }
        int at = 0;
        while (at < old.size() && old.get(at).neededBytes == 0) {
            at++;
        }
        if (at > 0) {
            segments.release(old.get(at - 1).end());
        }
        while (at < old.size()) {
            List<Segment> row = row(old, at);
            if (!row.isEmpty()) {
                replace(row, needs);
            }
            at += Math.max(1, row.size());
        }
    }

    /** Finds out how much of it is needed; not each time, where that was far from little. */
    private void look(Segment segment, Needs needs) {
        if (needs.lowest() < segment.end() && segment.looksSpared > 0) {
            segment.looksSpared--;
            return;
        }
        segment.neededBytes = needed(segment, needs);
        segment.looksSpared = isThin(segment) ? 0 : LOOKS_SPARED;
    }

    /** The segments from one on that become one cold file; none if that one stays as it is. */
    private List<Segment> row(List<Segment> old, int at) {
        List<Segment> row = new ArrayList<>();
        long bytes = 0;
        boolean changes = false;
        for (int i = at; i < old.size(); i++) {
            Segment segment = old.get(i);
            boolean cold = segment.cold != null;
            if (!isThin(segment) && !cold) {
                break;
            }
            bytes += segment.neededBytes;
            if (!row.isEmpty() && bytes > coldBytes) {
                break;
            }
            changes |= !cold || isThin(segment) || !row.isEmpty();
            row.add(segment);
        }
        return changes ? row : List.of();
    }

    private static boolean isThin(Segment segment) {
        long all = segment.committedEnd() - SegmentHeader.BYTES;
        int percent = segment.cold == null ? THIN_PERCENT : COLD_PERCENT;
        return all > 0 && segment.neededBytes * 100 < all * percent;
    }

    private void replace(List<Segment> row, Needs needs) throws IOException {
        Segment cold;
        try {
            cold = ColdWriter.write(disk, row, keys, needs, clock.millis());
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot thin out " + row.getFirst().path + "; it stays as it is",
                    e);
            return;
        }
        segments.replace(row, cold);
        cold.neededBytes = cold.committedEnd() - SegmentHeader.BYTES;
        indexes.wake();
    }

    /** About how many bytes of it are needed; all, if there is no index to tell. */
    private long needed(Segment segment, Needs needs) {
        long all = segment.committedEnd() - SegmentHeader.BYTES;
        if (needs.lowest() >= segment.end()) {
            return 0;
        }
        SegmentIndex index = indexes.of(segment);
        if (index == null) {
            indexes.tryAgain(segment);
            return Math.max(1, all);
        }
        try (IndexedSegment bytes = new IndexedSegment(disk, indexes, segment)) {
            long needed = 0;
            for (IndexPart part : index.parts()) {
                needed += needed(bytes, part, needs);
            }
            return Math.min(needed, all);
        } catch (IndexDamaged e) {
            indexes.makeAgain(segment);
            return Math.max(1, all);
        } catch (IOException e) {
            return Math.max(1, all);
        }
    }

    private static long needed(IndexedSegment bytes, IndexPart part, Needs needs)
            throws IOException {
        long all = part.endPosition() - part.positions()[0];
        for (int i = 0; i < part.dense().length; i++) {
            if (needs.from(part.dense()[i]) <= part.denseLast()[i]) {
                return all;
            }
        }
        long postings = 0;
        for (IndexPart.Block block : part.blocks()) {
            postings += count(bytes.once(block), part.first(), needs);
        }
        return postings == 0 ? 0 : Math.clamp(postings * all / part.records(), 1, all);
    }

    private static long count(byte[] block, long first, Needs needs) {
        ByteReader in = new ByteReader(block);
        long key = 0;
        long needed = 0;
        while (in.remaining() > 0) {
            key += in.varint();
            int count = in.count();
            int length = in.count();
            long from = needs.from(key);
            if (from == Long.MAX_VALUE) {
                in.skip(length);
                continue;
            }
            long sequence = first;
            for (int i = 0; i < count; i++) {
                sequence += in.varint();
                in.varint();
                needed += sequence >= from ? 1 : 0;
            }
        }
        return needed;
    }
}
