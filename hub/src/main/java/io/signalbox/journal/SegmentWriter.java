package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;

/**
 * Writes the last segment. Owned by the journal thread, but for {@link #prepare}.
 *
 * <p>The file is kept some megabytes longer than its content, filled with zeros that are synced:
 * so a sync of new batches moves their bytes and no metadata. The zeros are written ahead by
 * another thread, a step at a time; should the writer overtake it, it writes at the end of the file
 * like anybody, only slower.
 */
final class SegmentWriter implements Closeable {
    static final String TEMPORARY = ".tmp";
    private static final int FIRST_STEP = 1 << 20;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(256 << 10);

    final Segment segment;
    private final Disk disk;
    private final DiskFile file;
    private final JournalConfig config;
    private final Executor preparer;
    private final CRC32C digest;
    private long position;

    /** Zeros are on disk up to here; guarded by this, read by the journal thread as a hint. */
    private volatile long prepared;

    private boolean preparing;
    private boolean finished;
    private volatile @Nullable IOException prepareFailure;

    SegmentWriter(
            Disk disk,
            Segment segment,
            DiskFile file,
            CRC32C digest,
            JournalConfig config,
            Executor preparer)
            throws IOException {
        this.disk = disk;
        this.segment = segment;
        this.file = file;
        this.digest = digest;
        this.config = config;
        this.preparer = preparer;
        this.position = segment.committedEnd();
        this.prepared = Math.max(position, file.size());
    }

    /**
     * Makes a new segment. It gets its name only when its header is on disk, so a file with a
     * segment's name and without a good header is damage and never the work of a crash.
     */
    static SegmentWriter create(
            Disk disk, SegmentHeader header, JournalConfig config, Executor preparer)
            throws IOException {
        String name = header.fileName();
        Segment segment = new Segment(header, disk.path(name), SegmentHeader.BYTES);
        segment.isWatched();
        DiskFile file = disk.create(name + TEMPORARY);
        try {
            int zeros = Math.min(FIRST_STEP, config.stepBytes());
            ByteBuffer block = ByteBuffer.allocate(SegmentHeader.BYTES + zeros);
            block.put(header.toBytes()).clear();
            file.write(block, 0);
            file.force();
            disk.rename(name + TEMPORARY, name);
            disk.sync();
            return new SegmentWriter(disk, segment, file, header.newDigest(), config, preparer);
        } catch (DiskFull e) {
            file.close();
            disk.delete(name + TEMPORARY);
            throw e;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    long position() {
        return position;
    }

    boolean isEmpty() {
        return position == SegmentHeader.BYTES;
    }

    /** Writes whole batches, {@code length} bytes from {@code from} on, at the end. */
    void append(byte[] batches, int from, int length) throws IOException {
        checkPrepared();
        long end = position + length;
        if (end > prepared) {
            synchronized (this) {
                prepared = Math.max(prepared, end);
            }
        }
        file.write(ByteBuffer.wrap(batches, from, length), position);
        for (int at = from; at < from + length; ) {
            digest.update(batches, at, 4);
            at += BatchHeader.BYTES + BatchHeader.intAt(batches, at + 8);
        }
        position = end;
        if (prepared - end < config.stepBytes() / 2 && prepared < config.segmentBytes()) {
            startPreparing();
        }
    }

    void force() throws IOException {
        file.force();
        checkPrepared();
    }

    /** A sync of the zeros that failed may have dropped what the journal thread wrote. */
    private void checkPrepared() throws IOException {
        IOException failure = prepareFailure;
        if (failure != null) {
            throw failure;
        }
    }

    private void startPreparing() {
        synchronized (this) {
            if (preparing) {
                return;
            }
            preparing = true;
        }
        preparer.execute(this::prepare);
    }

    /**
     * Writes one step of zeros ahead, in pieces between which the writer may pass. It has the file
     * open for itself: the system reports a failed sync once to each who has, and must not report
     * it here alone.
     */
    private void prepare() {
        try (DiskFile own = disk.open(segment.name)) {
            boolean more = true;
            for (int done = 0; more && done < config.stepBytes(); done += ZEROS.capacity()) {
                more = preparePiece(own);
            }
            own.force();
        } catch (DiskFull e) {
            // Nothing is prepared in this segment any more: its writer waits for room, if it must.
            return;
        } catch (IOException e) {
            prepareFailure = e;
            return;
        }
        synchronized (this) {
            preparing = false;
        }
    }

    private synchronized boolean preparePiece(DiskFile own) throws IOException {
        int most = Math.min(ZEROS.capacity(), config.stepBytes());
        int size = (int) Math.min(most, config.segmentBytes() - prepared);
        if (finished || size <= 0) {
            return false;
        }
        own.write(ZEROS.duplicate().limit(size), prepared);
        prepared += size;
        return true;
    }

    /** What the header of the next segment carries of this one. */
    int digest() {
        return (int) digest.getValue();
    }

    /** Ends this segment for good. */
    synchronized void seal(long nextSequence) throws IOException {
        finished = true;
        byte[] seal = new byte[BatchHeader.SEAL_BYTES];
        BatchHeader.putInt(seal, BatchHeader.BYTES, digest());
        BatchHeader header = new BatchHeader();
        header.flags = BatchHeader.SEAL;
        header.first = nextSequence;
        header.bodyBytes = 4;
        header.write(seal, 0, segment.salt);
        force();
        file.write(ByteBuffer.wrap(seal), position);
        file.truncate(position + seal.length);
        force();
    }

    @Override
    public synchronized void close() throws IOException {
        finished = true;
        file.close();
    }
}
