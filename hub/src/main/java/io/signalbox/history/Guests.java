package io.signalbox.history;

import io.signalbox.history.SqlStopped.Limit;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Statements on the history that are not its own: they share the engine's memory with it, and give
 * way when it has to write.
 */
final class Guests {
    private static final Logger LOG = System.getLogger(Guests.class.getName());

    /** How long the history waits for those that it has told to go. */
    private static final long LEAVE_SECONDS = 10;

    private final Set<Guest> all = new LinkedHashSet<>();
    private boolean closed;

    /** One guest; closed when it is done. */
    final class Guest implements AutoCloseable {
        private @Nullable Statement statement;
        private @Nullable Limit stopped;

        /** Says what it runs from now on. */
        void runs(Statement now) throws SQLException {
            synchronized (Guests.this) {
                if (stopped != null) {
                    throw new SQLException("told to go before it began");
                }
                statement = now;
            }
        }

        /** Tells it to go. It may be between two steps, so who wants to be sure says it again. */
        void stop(Limit limit) {
            synchronized (Guests.this) {
                stopped = stopped == null ? limit : stopped;
                try {
                    if (statement != null) {
                        statement.cancel();
                    }
                } catch (SQLException e) {
                    LOG.log(Level.DEBUG, "a statement ended before it was cancelled", e);
                }
            }
        }

        /** At which limit it was told to go, or null. */
        @Nullable
        Limit stopped() {
            synchronized (Guests.this) {
                return stopped;
            }
        }

        @Override
        public void close() {
            synchronized (Guests.this) {
                all.remove(this);
                Guests.this.notifyAll();
            }
        }
    }

    /** Waits while the history has the engine for itself. */
    synchronized Guest enter() throws InterruptedException {
        while (closed) {
            wait();
        }
        Guest guest = new Guest();
        all.add(guest);
        return guest;
    }

    /**
     * Tells those that are there to go, and waits for it; nobody comes in until {@link #admit}. False
     * if nobody was there, and then everybody may come.
     */
    synchronized boolean evict() {
        closed = !all.isEmpty();
        List<Guest> there = new ArrayList<>(all);
        try {
            for (int i = 0; i < LEAVE_SECONDS * 10 && all.stream().anyMatch(there::contains); i++) {
                there.forEach(guest -> guest.stop(Limit.MEMORY));
                wait(TimeUnit.SECONDS.toMillis(1) / 10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !there.isEmpty();
    }

    /** Lets guests in again. */
    synchronized void admit() {
        closed = false;
        notifyAll();
    }
}
