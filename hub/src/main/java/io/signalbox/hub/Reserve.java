package io.signalbox.hub;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of zeros that is given up when the disk is full, so that what must be written then can be:
 * cursors, ends of sessions, deletions. Made again when there is room again. Used by any thread.
 */
final class Reserve {
    private static final Logger LOG = System.getLogger(Reserve.class.getName());
    private static final int PIECE = 1 << 20;

    private final Path file;
    private final long bytes;

    /** {@code bytes} is what it has when it is there; 0 for none at all. */
    Reserve(Path file, long bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    long bytes() {
        return bytes;
    }

    synchronized boolean isThere() {
        return bytes == 0 || Files.exists(file);
    }

    /** True if there was one, and so there is more room now. */
    synchronized boolean giveUp() {
        try {
            boolean given = Files.deleteIfExists(file);
            if (given) {
                LOG.log(Level.WARNING, "the disk is full: gave up the reserve {0}", file);
            }
            return given;
        } catch (IOException e) {
            LOG.log(Level.ERROR, "cannot give up the reserve " + file, e);
            return false;
        }
    }

    /** Makes it if it is not there; nothing stays of one for which there is no room. */
    synchronized void make() {
        if (isThere()) {
            return;
        }
        try {
            write();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "no reserve of {0} bytes on the disk: {1}", bytes, e);
            boolean _ = giveUp();
        }
    }

    private void write() throws IOException {
        byte[] zeros = new byte[(int) Math.min(PIECE, bytes)];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= zeros.length) {
                out.write(zeros, 0, (int) Math.min(zeros.length, left));
            }
        }
    }
}
