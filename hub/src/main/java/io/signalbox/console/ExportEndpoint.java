package io.signalbox.console;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.signalbox.history.BadQuery;
import io.signalbox.history.ExportQuestion;
import io.signalbox.history.HistoryExport;
import io.signalbox.history.HistoryUnavailable;
import io.signalbox.history.SqlStopped;
import io.signalbox.time.Clock;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/**
 * {@code /api/v1/data/export}: readings as a file. A body that is not whole ends without its last
 * chunk, so that no client takes it for one.
 */
final class ExportEndpoint implements Handler {
    /** Tells a client how many readings follow. */
    private static final String ROWS_HEADER = "Signalbox-Rows";

    private final HistoryExport history;
    private final Clock clock;
    private final Departures departures;

    ExportEndpoint(HistoryExport history, Clock clock, Departures departures) {
        this.history = history;
        this.clock = clock;
        this.departures = departures;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        ApiRequest asked = new ApiRequest(request, departures)
                .allow("format", "device", "point", "from", "to");
        try {
            ExportQuestion question = ExportQuestion.parse(
                    asked.optional("format"),
                    asked.optional("device"),
                    asked.optional("point"),
                    asked.optional("from"),
                    asked.optional("to"),
                    clock.millis());
            try (Departures.Watch _ = asked.watch();
                    HistoryExport.Export export = history.begin(question)) {
                send(export, question.format(), response);
            }
        } catch (BadQuery e) {
            throw DataEndpoint.invalid(e);
        } catch (SqlStopped e) {
            throw DataEndpoint.stopped(e);
        } catch (HistoryUnavailable e) {
            throw DataEndpoint.unavailable(e);
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("the client is gone", e);
        } catch (InterruptedException e) {
            if (asked.abandoned()) {
                throw new CloseConnectionException("the client is gone", e);
            }
            Thread.currentThread().interrupt();
            throw Changes.stopping();
        }
        throw new CloseConnectionException("the export has ended");
    }

    private static void send(
            HistoryExport.Export export, ExportQuestion.Format format, ServerResponse response)
            throws IOException {
        response.header(HeaderNames.CONTENT_TYPE, format.mediaType())
                .header(
                        HeaderNames.CONTENT_DISPOSITION,
                        "attachment; filename=\"readings." + format.word() + '"')
                .header(
                        HeaderNames.create("Content-Security-Policy"),
                        "default-src 'none'; sandbox")
                .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
                .header(HeaderNames.create(ROWS_HEADER), Long.toString(export.rows()))
                .header(HeaderNames.CONNECTION, "close");
        OptionalLong bytes = export.bytes();
        if (bytes.isPresent()) {
            response.header(HeaderNames.CONTENT_LENGTH, Long.toString(bytes.getAsLong()));
        }
        OutputStream out = response.outputStream();
        try {
            export.writeTo(out);
        } catch (HistoryUnavailable e) {
            throw new CloseConnectionException("the history failed within an export", e);
        }
        out.close();
        if (response instanceof RoutingResponse whole) {
            whole.commit();
        }
    }
}
