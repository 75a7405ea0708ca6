package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * The states of the folds, so that a start need not replay everything: one file each, written
 * aside, synced and renamed. The last two good ones of each name are kept; when the newer one is
 * damaged the older one serves, and replay does the rest.
 *
 * <p>A file is: magic "SBXSNAP1" u64, format version u32, sequence u64, CRC-32C of the state u32,
 * CRC-32C of all before u32, state.
 */
public final class Snapshots {
    private static final Logger LOG = System.getLogger(Snapshots.class.getName());
    private static final long MAGIC = 0x5342_5853_4E41_5031L;
    private static final int VERSION = 1;
    private static final int HEADER = 28;
    private static final int BUFFER_BYTES = 256 << 10;
    private static final String SUFFIX = ".snapshot";
    private static final String TEMPORARY = ".tmp";

    private final Disk disk;
    private final @Nullable Journal journal;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    /** Files that were found damaged: none of them is a place to start from. */
    private final Set<String> damaged = ConcurrentHashMap.newKeySet();

    public Snapshots(Disk disk) {
        this(disk, null);
    }

    private Snapshots(Disk disk, @Nullable Journal journal) {
        this.disk = disk;
        this.journal = journal;
    }

    /**
     * Those of the folds of a journal that was just opened.
     *
     * @throws JournalDamaged when those in the folder are of another journal, or of records that this
     *     one does not have
     */
    public static Snapshots of(Disk disk, Journal journal) throws IOException {
        Origin.check(disk, journal);
        return new Snapshots(disk, journal);
    }

    /**
     * Stores a state; returns when it is durable.
     *
     * @param name of lower-case letters, digits and dashes
     * @param sequence the last record that the state contains
     * @return the sequence of the older snapshot that is kept beside it, 0 when there is none: the
     *     journal may be released up to that record, as far as this fold is concerned
     */
    public long save(String name, long sequence, byte[] state) {
        return save(name, sequence, out -> out.write(state));
    }

    /** What a state is written by. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Stores a state that is written piece by piece, so that it need not be in memory at once. Each
     * name has one thread at a time that saves it; those of other names do not wait for it.
     */
    public long save(String name, long sequence, Content state) {
        String file = fileName(name, sequence);
        try {
            deleteTemporaries(name);
            try (DiskFile out = disk.create(file + TEMPORARY)) {
                SnapshotOutput content = new SnapshotOutput(out, HEADER);
                state.writeTo(content);
                content.flush();
                out.write(header(sequence, content.checksum()), 0);
                out.force();
            } catch (DiskFull e) {
                deleteTemporaries(name);
                throw e;
            }
            if (journal != null) {
                journal.makeDurable();
            }
            return replace(name, file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write " + disk.path(file) + ": " + e.getMessage(), e);
        }
    }

    /** One name's files are not deleted while somebody opens one; other names do not wait. */
    private Object lockOf(String name) {
        return locks.computeIfAbsent(name, each -> new Object());
    }

    private long replace(String name, String file) throws IOException {
        synchronized (lockOf(name)) {
            return replaceLocked(name, file);
        }
    }

    private long replaceLocked(String name, String file) throws IOException {
        disk.rename(file + TEMPORARY, file);
        disk.sync();
        damaged.remove(file);
        int good = 0;
        long older = 0;
        for (String each : filesOf(name, SUFFIX)) {
            if (damaged.contains(each) || good == 2) {
                disk.delete(each);
                damaged.remove(each);
            } else if (++good == 2) {
                older = sequenceOf(each);
            }
        }
        return older;
    }

    private static ByteBuffer header(long sequence, int checksum) {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.putLong(MAGIC).putInt(VERSION).putLong(sequence).putInt(checksum);
        return header.putInt(crc(header.array(), HEADER - 4)).flip();
    }

    /** What was begun and never got its name, by this process or one that was killed. */
    private void deleteTemporaries(String name) throws IOException {
        for (String file : filesOf(name, SUFFIX + TEMPORARY)) {
            disk.delete(file);
        }
    }

    /**
     * The newest good snapshot of this name.
     *
     * @throws JournalDamaged when the newest was written by another version
     */
    public Optional<Snapshot> latest(String name) {
        Optional<SnapshotInput> good = open(name);
        if (good.isEmpty()) {
            return Optional.empty();
        }
        try (SnapshotInput in = good.get()) {
            return Optional.of(new Snapshot(name, in.sequence(), in.readAllBytes()));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The same to be read piece by piece; it was seen to be good to its end. */
    public Optional<SnapshotInput> open(String name) {
        synchronized (lockOf(name)) {
            try {
                return newestGood(name);
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }

    private Optional<SnapshotInput> newestGood(String name) throws IOException {
        for (String file : filesOf(name, SUFFIX)) {
            Optional<SnapshotInput> good = open(file, sequenceOf(file));
            if (good.isPresent()) {
                return good;
            }
        }
        return Optional.empty();
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException(
                "cannot read the snapshots in " + disk.path("") + ": " + e.getMessage(), e);
    }

    private Optional<SnapshotInput> open(String file, long expectedSequence) throws IOException {
        DiskFile in = disk.open(file);
        boolean good = false;
        try {
            good = isGood(file, in, expectedSequence);
            if (!good) {
                damaged.add(file);
            }
            return good
                    ? Optional.of(new SnapshotInput(in, expectedSequence, HEADER))
                    : Optional.empty();
        } finally {
            if (!good) {
                in.close();
            }
        }
    }

    private boolean isGood(String file, DiskFile in, long expectedSequence) {
        try {
            return hasGoodBytes(file, in, expectedSequence);
        } catch (IOException e) {
            return damaged(file, 0, "file that can be read (" + e.getMessage() + ")");
        }
    }

    private boolean hasGoodBytes(String file, DiskFile in, long expectedSequence)
            throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        while (header.hasRemaining() && in.read(header, header.position()) > 0) {}
        if (header.hasRemaining()
                || header.getLong(0) != MAGIC
                || header.getInt(24) != crc(header.array(), 24)) {
            return damaged(file, 0, "header");
        }
        if (header.getInt(8) != VERSION) {
            throw new JournalDamaged(
                    disk.path(file),
                    8,
                    "expected snapshot format " + VERSION
                            + ", found " + header.getInt(8)
                            + ". Start the version of Signalbox that wrote this folder.");
        }
        if (header.getLong(12) != expectedSequence) {
            return damaged(file, 12, "sequence of its name");
        }
        return header.getInt(20) == checksum(in) || damaged(file, HEADER, "state");
    }

    private static int checksum(DiskFile in) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer some = ByteBuffer.allocate(BUFFER_BYTES);
        long position = HEADER;
        int length;
        while ((length = in.read(some.clear(), position)) > 0) {
            crc.update(some.array(), 0, length);
            position += length;
        }
        return (int) crc.getValue();
    }

    private boolean damaged(String file, int offset, String what) {
        LOG.log(
                Level.WARNING,
                "{0}, offset {1}: expected a good {2}, found damage; an older snapshot and the"
                        + " journal serve instead",
                disk.path(file),
                offset,
                what);
        return false;
    }

    /** The files of this name that end so, newest first. */
    private List<String> filesOf(String name, String suffix) throws IOException {
        int length = name.length() + 21 + suffix.length();
        return disk.list().stream()
                .filter(file -> file.startsWith(name + "-")
                        && file.endsWith(suffix)
                        && file.length() == length)
                .sorted((a, b) -> b.compareTo(a))
                .toList();
    }

    private static String fileName(String name, long sequence) {
        return name + "-" + SegmentHeader.digits(sequence) + SUFFIX;
    }

    static long sequenceOf(String file) {
        int end = file.length() - SUFFIX.length();
        return Long.parseLong(file.substring(end - 20, end));
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
