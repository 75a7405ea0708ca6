package io.signalbox.journal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What the journal thread does when its disk has no room: it asks for the reserve, then waits, and
 * writes the same again. Meanwhile nothing is committed, so nothing is acknowledged, and {@link
 * Journal#saturated} keeps more from coming in. Belongs to the journal thread but for {@link
 * #isShort}, {@link #reserve} and {@link #close}.
 */
final class Room {
    private static final Logger LOG = System.getLogger(Room.class.getName());
    private static final long RETRY_NANOS = 100_000_000L;

    /** Something that needs room on the disk, and does all of it anew when called again. */
    interface Call {
        void run() throws IOException;
    }

    private volatile BooleanSupplier reserve = () -> false;
    private volatile boolean isShort;
    private volatile boolean closing;

    /** Who gives up the reserve; true if there was one. */
    void reserve(BooleanSupplier from) {
        reserve = from;
    }

    /** A write waits for room now. */
    boolean isShort() {
        return isShort;
    }

    /** From now on nobody waits: a disk without room ends the journal thread. */
    void close() {
        closing = true;
    }

    void with(String file, Call call) throws IOException {
        while (true) {
            try {
                call.run();
                if (isShort) {
                    isShort = false;
                    LOG.log(Level.WARNING, "{0}: there is room again, the journal goes on", file);
                }
                return;
            } catch (DiskFull e) {
                if (!reserve.getAsBoolean()) {
                    await(file, e);
                }
            }
        }
    }

    private void await(String file, DiskFull reason) throws DiskFull {
        if (closing) {
            throw reason;
        }
        if (!isShort) {
            isShort = true;
            LOG.log(
                    Level.ERROR,
                    "{0}: expected room on the disk, found none ({1}); nothing is acknowledged until"
                            + " there is. Delete other files on this disk, or enlarge it",
                    file,
                    reason.getMessage());
        }
        LockSupport.parkNanos(this, RETRY_NANOS);
    }
}
