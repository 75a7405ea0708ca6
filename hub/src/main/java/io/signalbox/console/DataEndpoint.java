package io.signalbox.console;

import io.signalbox.history.BadQuery;
import io.signalbox.history.History;
import io.signalbox.history.HistoryAnswer;
import io.signalbox.history.HistoryQuery;
import io.signalbox.history.HistorySql;
import io.signalbox.history.HistoryUnavailable;
import io.signalbox.history.SqlAnswer;
import io.signalbox.history.SqlQuestion;
import io.signalbox.history.SqlStopped;
import io.signalbox.history.Verdict;
import io.signalbox.message.Reading;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.MalformedJson;
import io.signalbox.time.Clock;
import io.signalbox.time.Times;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** {@code /api/v1/data}: the readings of a device, or what is made of them in parts of time. */
final class DataEndpoint {
    private static final String[] QUERY_WORDS = {
        "device", "point", "from", "to", "every", "fn", "points", "versions", "limit"
    };

    private static final Set<String> MEMBERS = Set.of("sql", "limit");

    private final History history;
    private final HistorySql sql;
    private final Clock clock;
    private final Semaphore verifying = new Semaphore(1);

    DataEndpoint(History history, HistorySql sql, Clock clock) {
        this.history = history;
        this.sql = sql;
        this.clock = clock;
    }

    /** Rows, oldest first; {@code more} if there are more than the limit. */
    Answer query(ApiRequest request) {
        request.allow(QUERY_WORDS);
        Map<String, String> words = new HashMap<>();
        for (String name : QUERY_WORDS) {
            String word = name.equals("device") || name.equals("from")
                    ? request.parameter(name)
                    : request.optional(name);
            if (word != null) {
                words.put(name, word);
            }
        }
        try {
            HistoryQuery query = HistoryQuery.parse(words, clock.millis());
            HistoryAnswer answer;
            try (Departures.Watch _ = request.watch()) {
                answer = history.query(query);
            }
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
            throw invalid(e);
        } catch (HistoryUnavailable e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Changes.stopping();
        }
    }

    /** One SELECT on {@code readings}, {@code devices} and the views of the types. */
    Answer sql(ApiRequest request) {
        request.allow();
        JsonObject words = object(request.body(ApiServer.MAX_BODY_BYTES));
        try {
            SqlQuestion question = SqlQuestion.parse(
                    words.text("sql"), words.isAbsent("limit") ? null : words.integer("limit"));
            SqlAnswer answer;
            try (Departures.Watch _ = request.watch()) {
                answer = sql.ask(question);
            }
            JsonWriter json = new JsonWriter().beginObject().name("columns").beginArray();
            for (SqlAnswer.Column column : answer.columns()) {
                json.beginObject()
                        .field("name", column.name())
                        .field("type", column.type())
                        .end();
            }
            json.end().name("rows").beginArray();
            for (List<JsonValue> row : answer.rows()) {
                json.beginArray();
                row.forEach(json::value);
                json.end();
            }
            return Answer.ok(json.end()
                    .field("more", answer.more())
                    .field("through", answer.through())
                    .field("behind", answer.behind())
                    .end());
        } catch (MalformedJson e) {
            throw Problem.badRequest("query-invalid", String.valueOf(e.getMessage()), null);
        } catch (BadQuery e) {
            throw invalid(e);
        } catch (SqlStopped e) {
            throw stopped(e);
        } catch (HistoryUnavailable e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Changes.stopping();
        }
    }

    /** The history held against the journal; one at a time. */
    Answer verify(ApiRequest request) {
        request.allow();
        if (!verifying.tryAcquire()) {
            throw new Problem(
                    429,
                    "query-busy",
                    "expected one comparison at a time, found another one under way",
                    "ask again when it has ended");
        }
        try {
            Verdict verdict;
            try (Departures.Watch _ = request.watch()) {
                verdict = history.verify();
            }
            JsonWriter json = new JsonWriter()
                    .beginObject()
                    .field("equal", verdict.isEqual())
                    .field("first", verdict.first())
                    .field("through", verdict.through())
                    .field("readings", verdict.equal())
                    .field("missing", verdict.missing())
                    .field("extra", verdict.extra())
                    .name("differences")
                    .beginArray();
            for (Verdict.Difference difference : verdict.differences()) {
                Reading reading = difference.reading();
                json.beginObject()
                        .field("what", difference.what().name().toLowerCase(Locale.ROOT))
                        .field("device", reading.device())
                        .field("point", reading.point())
                        .field("time", Times.of(reading.eventMillis()))
                        .field("value", reading.value())
                        .field("sequence", reading.sequence())
                        .end();
            }
            return Answer.ok(json.end().end());
        } catch (HistoryUnavailable e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Changes.stopping();
        } finally {
            verifying.release();
        }
    }

    private static JsonObject object(JsonValue body) {
        try {
            JsonObject words = body.asObject();
            for (String name : words.members().keySet()) {
                if (!MEMBERS.contains(name)) {
                    throw Problem.badRequest(
                            "member-unknown",
                            "expected limit, sql, found '" + ApiRequest.shortened(name) + "'",
                            null);
                }
            }
            return words;
        } catch (MalformedJson e) {
            throw Problem.badRequest("query-invalid", String.valueOf(e.getMessage()), null);
        }
    }

    static Problem invalid(BadQuery e) {
        return Problem.badRequest("query-invalid", String.valueOf(e.getMessage()), null);
    }

    static Problem unavailable(HistoryUnavailable e) {
        return new Problem(503, "history-unavailable", String.valueOf(e.getMessage()), null);
    }

    static Problem stopped(SqlStopped e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e.limit()) {
            case TIME -> new Problem(422, "query-too-long", detail, "ask for less time or devices");
            case MEMORY -> new Problem(422, "query-too-large", detail, "ask for less at a time");
            case ROOM -> new Problem(507, "disk-full", detail, "export less, or as csv or json");
            case TURN -> new Problem(429, "query-busy", detail, "ask again when it has ended");
        };
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
