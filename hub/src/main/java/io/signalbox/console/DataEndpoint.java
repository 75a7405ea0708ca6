package io.signalbox.console;

import io.signalbox.history.BadQuery;
import io.signalbox.history.History;
import io.signalbox.history.HistoryAnswer;
import io.signalbox.history.HistoryQuery;
import io.signalbox.history.HistoryUnavailable;
import io.signalbox.message.Reading;
import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Clock;

import java.util.Locale;

/** {@code /api/v1/data}: the readings of a device, or what is made of them in parts of time. */
final class DataEndpoint {
    private final History history;
    private final Clock clock;

    DataEndpoint(History history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    /** Rows, oldest first; {@code more} if there are more than the limit. */
    Answer query(ApiRequest request) {
        request.allow("device", "point", "from", "to", "every", "fn", "limit");
        try {
            HistoryQuery query = HistoryQuery.parse(
                    request.parameter("device"),
                    request.optional("point"),
                    request.parameter("from"),
                    request.optional("to"),
                    request.optional("limit"),
                    request.optional("every"),
                    request.optional("fn"),
                    clock.millis());
            HistoryAnswer answer = history.query(query);
            JsonWriter json = new JsonWriter()
                    .beginObject()
                    .field("device", query.device())
                    .field("point", query.point())
                    .name("rows")
                    .beginArray();
            switch (answer.rows()) {
                case HistoryAnswer.Readings all ->
                    all.readings().forEach(reading -> write(json, reading));
                case HistoryAnswer.Buckets all ->
                    all.buckets().forEach(bucket -> write(json, bucket));
            }
            return Answer.ok(json.end()
                    .field("more", answer.more())
                    .field("through", answer.through())
                    .field("behind", answer.behind())
                    .end());
        } catch (BadQuery e) {
            throw Problem.badRequest("query-invalid", String.valueOf(e.getMessage()), null);
        } catch (HistoryUnavailable e) {
            throw new Problem(503, "history-unavailable", String.valueOf(e.getMessage()), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Changes.stopping();
        }
    }

    private static void write(JsonWriter json, Reading reading) {
        json.beginObject()
                .field("time", Times.of(reading.eventMillis()))
                .field("point", reading.point())
                .field("value", reading.value())
                .field("quality", reading.quality().name().toLowerCase(Locale.ROOT))
                .field("received", Times.of(reading.receivedMillis()))
                .field("sequence", reading.sequence())
                .end();
    }

    private static void write(JsonWriter json, HistoryAnswer.Bucket bucket) {
        json.beginObject()
                .field("time", Times.of(bucket.fromMillis()))
                .field("point", bucket.point());
        bucket.values().forEach((function, value) -> json.field(function.word(), value));
        json.end();
    }
}
