package io.signalbox.scenario;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Where a scenario is held: a hub, or another broker, that has just started. */
interface World extends AutoCloseable {
    /** One client's end of a connection. */
    interface Link {
        void send(byte[] bytes) throws IOException;

        /** What came; empty at the end of the connection; null if nothing comes any more. */
        byte @Nullable [] receive() throws IOException;

        void drop() throws IOException;
    }

    Link open() throws IOException;

    void pass(long millis) throws IOException;

    void restart() throws IOException;

    void kill() throws IOException;

    /** True if what has not come when a call returns does not come any more. */
    boolean isSettled();

    /** True if it is a broker of others, which may close where the hub says why. */
    boolean isForeign();

    @Override
    void close() throws IOException;
}
