package io.signalbox.console;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees clients leave while they wait for an answer. The server reads from a connection only when it
 * has answered; so for requests that may take long somebody else reads meanwhile, and such a
 * connection is closed behind the answer, because what he may have read is lost.
 */
final class Departures implements ServerConnectionSelector {
    private final Http1ConnectionSelector http =
            Http1ConnectionSelector.builder().config(Http1Config.create()).build();
    private final Map<String, ConnectionContext> connections = new ConcurrentHashMap<>();

    /** A watch over the client of one request; closed when that has its answer. */
    static final class Watch implements AutoCloseable {
        private final Thread waiting = Thread.currentThread();
        private boolean gone;
        private boolean over;

        private void leaves() {
            synchronized (this) {
                if (!over) {
                    gone = true;
                    waiting.interrupt();
                }
            }
        }

        /** True if the client left before the watch was over. */
        synchronized boolean gone() {
            return gone;
        }

        @Override
        public synchronized void close() {
            over = true;
            if (gone) {
                boolean _ = Thread.interrupted();
            }
        }
    }

    /** Interrupts the thread at hand if the client leaves; the request has been read as a whole. */
    Watch watch(ServerRequest request) {
        Watch watch = new Watch();
        ConnectionContext connection = connections.get(request.socketId());
        if (connection != null) {
            Thread.ofVirtual().start(() -> {
                try {
                    connection.dataReader().ensureAvailable();
                } catch (RuntimeException e) {
                    watch.leaves();
                }
            });
        }
        return watch;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    /** Whatever comes: what is no HTTP is told so. */
    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        ServerConnection connection = http.connection(context);
        return new ServerConnection() {
            @Override
            public void handle(Limit limit) throws InterruptedException {
                connections.put(context.childSocketId(), context);
                try {
                    connection.handle(limit);
                } finally {
                    connections.remove(context.childSocketId());
                }
            }

            @Override
            public Duration idleTime() {
                return connection.idleTime();
            }

            @Override
            public void close(boolean interrupt) {
                connection.close(interrupt);
            }
        };
    }
}
