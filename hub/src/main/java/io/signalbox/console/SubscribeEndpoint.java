package io.signalbox.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.signalbox.broker.RetainHandling;
import io.signalbox.broker.SubscribeOutcome;
import io.signalbox.broker.SubscribeRequest;
import io.signalbox.console.StreamConnection.Event;
import io.signalbox.message.Qos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** {@code /api/v1/subscribe}: messages as server-sent events, one JSON object each. */
final class SubscribeEndpoint implements Handler {
    private static final long HEARTBEAT_MILLIS = 15_000;

    private final EventStreams streams;

    SubscribeEndpoint(EventStreams streams) {
        this.streams = streams;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        ApiRequest asked = new ApiRequest(request).allow("filter", "qos");
        Qos qos = Qos.of(asked.integer("qos", 0, 1, 1));
        List<String> filters = asked.all("filter");
        if (filters.isEmpty()) {
            asked.parameter("filter");
        }
        List<SubscribeRequest> requests = filters.stream()
                .map(filter -> new SubscribeRequest(filter, qos, false, false, RetainHandling.SEND))
                .toList();
        try (StreamConnection connection = streams.subscribe(requests)) {
            check(filters, connection.outcomes());
            response.header(HeaderNames.CONTENT_TYPE, "text/event-stream")
                    .header(HeaderNames.CACHE_CONTROL, "no-store");
            write(connection, response.outputStream());
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("the client is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("the hub stops", e);
        }
        throw new CloseConnectionException("the stream has ended");
    }

    private static void check(List<String> filters, List<SubscribeOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            throw Changes.stopping();
        }
        for (int i = 0; i < filters.size(); i++) {
            String filter = ApiRequest.shortened(filters.get(i));
            switch (outcomes.get(i)) {
                case GRANTED_QOS_0, GRANTED_QOS_1, GRANTED_QOS_2 -> {}
                case FILTER_INVALID ->
                    throw Problem.badRequest(
                            "filter-invalid",
                            "expected a topic filter, found '" + filter + "'",
                            "+ stands for one level, # for the rest, each alone between slashes");
                case QUOTA_EXCEEDED ->
                    throw Problem.badRequest(
                            "filters-too-many", "there are too many filters", "send fewer");
            }
        }
    }

    private static void write(StreamConnection connection, OutputStream out)
            throws IOException, InterruptedException {
        comment(out, "subscribed");
        List<Event> written = new ArrayList<>();
        while (true) {
            Event event = connection.next(HEARTBEAT_MILLIS);
            if (event == null) {
                comment(out, "alive");
                continue;
            }
            while (event != null) {
                if (event.json() == null) {
                    out.close();
                    return;
                }
                out.write(("data: " + event.json() + "\n\n").getBytes(UTF_8));
                written.add(event);
                event = connection.next(0);
            }
            out.flush();
            connection.written(List.copyOf(written));
            written.clear();
        }
    }

    private static void comment(OutputStream out, String text) throws IOException {
        out.write((": " + text + "\n\n").getBytes(UTF_8));
        out.flush();
    }
}
