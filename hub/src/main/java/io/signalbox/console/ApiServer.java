package io.signalbox.console;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The HTTP server of the hub, on loopback addresses alone: each request on a virtual thread of its
 * own, each refusal a {@link Problem}.
 */
public final class ApiServer implements AutoCloseable {
    /** Connections at a time; more wait to be accepted. */
    static final int MAX_CONNECTIONS = 256;

    /** Longest body of a request that has no larger limit of its own. */
    static final int MAX_BODY_BYTES = 1 << 20;

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final String PREFIX = "/api/v1/";
    private static final Logger LOG = System.getLogger(ApiServer.class.getName());

    private final WebServer server;
    private final InetAddress host;

    private ApiServer(WebServer server, InetAddress host) {
        this.server = server;
        this.host = host;
    }

    /**
     * Listens from now on.
     *
     * @param host a loopback address or name
     * @param port 0 for any free one
     * @throws IOException if the address is taken or not to be had
     */
    public static ApiServer start(String host, int port, Api api) throws IOException {
        return start(host, port, api.routes());
    }

    /** The address that it listens on; the port is the real one even if any free one was wanted. */
    public InetSocketAddress address() {
        return new InetSocketAddress(host, server.port());
    }

    /** Stops to listen, and ends what is under way. */
    @Override
    public void close() {
        server.stop();
    }

    static ApiServer start(String host, int port, Routes routes) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        WebServer server = WebServer.builder()
                .address(address)
                .port(port)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ZERO)
                .featuresDiscoverServices(false)
                .maxTcpConnections(MAX_CONNECTIONS)
                .maxPayloadSize(-1)
                .idleConnectionTimeout(IDLE_TIMEOUT)
                .contentEncoding(encodings -> encodings.contentEncodingsDiscoverServices(false))
                .directHandlers(directHandlers())
                .addConnectionSelector(routes.departures())
                .routing(routes.build())
                .build()
                .start();
        if (!server.isRunning()) {
            throw new IOException("cannot listen for HTTP on " + host + ":" + port
                    + ": another program uses this port, or it is not to be had: name another one,"
                    + " such as SIGNALBOX_LISTEN__HTTP=127.0.0.1:" + (port % 65535 + 1));
        }
        return new ApiServer(server, address);
    }

    private static DirectHandlers directHandlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, (request, event, status, headers, message) -> {
                Problem problem = new Problem(
                        status.code(),
                        "http",
                        "expected a plain HTTP/1.1 request"
                                + (message == null ? "" : ", found an error: " + message),
                        "send it without compression and with headers below 16 KiB");
                headers.set(HeaderNames.CONTENT_TYPE, "application/problem+json");
                return DirectHandler.TransportResponse.builder()
                        .status(status)
                        .headers(headers)
                        .keepAlive(false)
                        .entity(problem.toBytes())
                        .build();
            });
        }
        return handlers.build();
    }

    static Handler handler(Endpoint endpoint) {
        return handler(endpoint, new Departures());
    }

    private static Handler handler(Endpoint endpoint, Departures departures) {
        return (request, response) -> {
            ApiRequest asked = new ApiRequest(request, departures);
            Answer answer;
            try {
                answer = endpoint.answer(asked);
            } catch (Problem problem) {
                if (asked.abandoned()) {
                    throw new CloseConnectionException("the client is gone", problem);
                }
                throw problem;
            }
            if (asked.watched()) {
                response.header(HeaderNames.CONNECTION, "close");
            }
            response.status(answer.status())
                    .header(HeaderNames.CONTENT_TYPE, "application/json")
                    .send(answer.body().toBytes());
            if (asked.watched()) {
                throw new CloseConnectionException("it was read from to see the client leave");
            }
            closeIfWanted(request);
        };
    }

    private static void closeIfWanted(ServerRequest request) {
        if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
            throw new CloseConnectionException("the client wants it closed");
        }
    }

    /** The same handler, but what it throws becomes an answer. */
    private static Handler guarded(Handler handler) {
        return (request, response) -> {
            try {
                handler.handle(request, response);
            } catch (CloseConnectionException e) {
                throw e;
            } catch (Problem problem) {
                refuse(response, problem);
            } catch (RuntimeException fault) {
                LOG.log(Level.ERROR, "fault in " + request.path().path(), fault);
                refuse(response, new Problem(500, "internal", "the hub failed", "see its log"));
            }
        };
    }

    /** Answers with a problem, and closes: what is left of the request is not read. */
    static void refuse(ServerResponse response, Problem problem) {
        if (problem.status() == 429) {
            response.header(HeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        try {
            response.status(problem.status())
                    .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
                    .header(HeaderNames.CONNECTION, "close")
                    .send(problem.toBytes());
        } catch (UncheckedIOException e) {
            throw new CloseConnectionException("the client has gone", e);
        }
        throw new CloseConnectionException("refused");
    }

    /** The paths of the API, each with the methods it knows. */
    static final class Routes {
        private final HttpRouting.Builder routing = HttpRouting.builder();
        private final Departures departures = new Departures();
        private final List<String> paths = new ArrayList<>();

        /** Such as {@code GET /api/v1/status}. */
        private final List<String> operations = new ArrayList<>();

        Routes() {
            routing.addFilter(new Guard());
        }

        Routes get(String path, Endpoint endpoint) {
            return add(path, Method.GET, handler(endpoint, departures));
        }

        Routes post(String path, Endpoint endpoint) {
            return add(path, Method.POST, handler(endpoint, departures));
        }

        Routes patch(String path, Endpoint endpoint) {
            return add(path, Method.PATCH, handler(endpoint, departures));
        }

        Routes delete(String path, Endpoint endpoint) {
            return add(path, Method.DELETE, handler(endpoint, departures));
        }

        Routes add(String path, Method method, Handler handler) {
            return route(method, PREFIX + path, handler);
        }

        /** Adds the overview page. */
        Routes pages() {
            for (Page page : Page.ALL) {
                routing.route(Method.GET, page.path(), guarded(page.handler()));
            }
            return this;
        }

        /** Adds a path outside of the API, for programs that expect it there. */
        Routes raw(String path, Handler handler) {
            return route(Method.GET, path, (request, response) -> {
                handler.handle(request, response);
                closeIfWanted(request);
            });
        }

        private Routes route(Method method, String path, Handler handler) {
            routing.route(method, path, guarded(handler));
            paths.add(path);
            operations.add(method.text() + ' ' + path);
            return this;
        }

        /** Sees the clients of these paths leave. */
        Departures departures() {
            return departures;
        }

        /** What the API document has to describe. */
        List<String> operations() {
            return List.copyOf(operations);
        }

        HttpRouting.Builder build() {
            List<String> known = paths.stream().distinct().toList();
            for (String path : known) {
                routing.any(path, guarded((request, response) -> {
                    throw new Problem(
                            405,
                            "method-not-allowed",
                            path + " does not know " + request.prologue().method(),
                            null);
                }));
            }
            routing.any(guarded((request, response) -> {
                throw Problem.notFound(
                        "path-unknown",
                        "there is nothing at "
                                + ApiRequest.shortened(request.path().path()),
                        "there are " + String.join(", ", known));
            }));
            return routing;
        }
    }
}
