package io.signalbox.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The states of the folds, so that a start need not replay everything: one file each, written
 * aside, synced and renamed. The last two of each name are kept; when the newer one is damaged the
 * older one serves, and replay does the rest.
 *
 * <p>A file is: magic "SBXSNAP1" u64, format version u32, sequence u64, CRC-32C of the state u32,
 * CRC-32C of all before u32, state.
 */
public final class Snapshots {
    private static final Logger LOG = System.getLogger(Snapshots.class.getName());
    private static final long MAGIC = 0x5342_5853_4E41_5031L;
    private static final int VERSION = 1;
    private static final int HEADER = 28;
    private static final String SUFFIX = ".snapshot";
    private static final String TEMPORARY = ".tmp";

    private final Disk disk;

    public Snapshots(Disk disk) {
        this.disk = disk;
    }

    /**
     * Stores a state; returns when it is durable.
     *
     * @param name of lower-case letters, digits and dashes
     * @param sequence the last record that the state contains
     * @return the sequence of the older snapshot that is kept beside it, 0 when there is none: the
     *     journal may be released up to that record, as far as this fold is concerned
     */
    public synchronized long save(String name, long sequence, byte[] state) {
        String file = fileName(name, sequence);
        try {
            ByteBuffer content = ByteBuffer.allocate(HEADER + state.length);
            content.putLong(MAGIC).putInt(VERSION).putLong(sequence);
            content.putInt(crc(state, 0, state.length));
            content.putInt(crc(content.array(), 0, HEADER - 4)).put(state).flip();
            deleteTemporary(file);
            try (DiskFile out = disk.create(file + TEMPORARY)) {
                out.write(content, 0);
                out.force();
            }
            disk.rename(file + TEMPORARY, file);
            disk.sync();
            List<String> files = filesOf(name);
            for (String old : files.subList(Math.min(2, files.size()), files.size())) {
                disk.delete(old);
            }
            return files.size() < 2 ? 0 : sequenceOf(files.get(1));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write " + disk.path(file) + ": " + e.getMessage(), e);
        }
    }

    private void deleteTemporary(String file) throws IOException {
        if (disk.list().contains(file + TEMPORARY)) {
            disk.delete(file + TEMPORARY);
        }
    }

    /**
     * The newest good snapshot of this name.
     *
     * @throws JournalDamaged when the newest was written by another version
     */
    public synchronized Optional<Snapshot> latest(String name) {
        try {
            for (String file : filesOf(name)) {
                Optional<Snapshot> good = read(name, file);
                if (good.isPresent()) {
                    return good;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read the snapshots in " + disk.path("") + ": " + e.getMessage(), e);
        }
    }

    private Optional<Snapshot> read(String name, String file) throws IOException {
        byte[] bytes;
        try (DiskFile in = disk.open(file)) {
            bytes = new byte[(int) Math.min(in.size(), Integer.MAX_VALUE - 8)];
            ByteBuffer into = ByteBuffer.wrap(bytes);
            while (into.hasRemaining() && in.read(into, into.position()) > 0) {}
        }
        ByteBuffer content = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER
                || content.getLong(0) != MAGIC
                || content.getInt(24) != crc(bytes, 0, 24)) {
            return damaged(file, 0, "header");
        }
        if (content.getInt(8) != VERSION) {
            throw new JournalDamaged(
                    disk.path(file),
                    8,
                    "expected snapshot format " + VERSION
                            + ", found " + content.getInt(8)
                            + ". Start the version of Signalbox that wrote this folder.");
        }
        long sequence = content.getLong(12);
        if (sequence != sequenceOf(file)) {
            return damaged(file, 12, "sequence of its name");
        }
        if (content.getInt(20) != crc(bytes, HEADER, bytes.length - HEADER)) {
            return damaged(file, HEADER, "state");
        }
        byte[] state = new byte[bytes.length - HEADER];
        content.get(HEADER, state);
        return Optional.of(new Snapshot(name, sequence, state));
    }

    private Optional<Snapshot> damaged(String file, int offset, String what) {
        LOG.log(
                Level.WARNING,
                "{0}, offset {1}: expected a good {2}, found damage; an older snapshot and the"
                        + " journal serve instead",
                disk.path(file),
                offset,
                what);
        return Optional.empty();
    }

    /** The files of this name, newest first. */
    private List<String> filesOf(String name) throws IOException {
        return disk.list().stream()
                .filter(file -> file.startsWith(name + "-")
                        && file.endsWith(SUFFIX)
                        && file.length() == fileName(name, 0).length())
                .sorted((a, b) -> b.compareTo(a))
                .toList();
    }

    private static String fileName(String name, long sequence) {
        return name + "-" + SegmentHeader.digits(sequence) + SUFFIX;
    }

    private static long sequenceOf(String file) {
        int end = file.length() - SUFFIX.length();
        return Long.parseLong(file.substring(end - 20, end));
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
