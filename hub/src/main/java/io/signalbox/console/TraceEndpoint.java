package io.signalbox.console;

import io.signalbox.device.DeviceRegistry;
import io.signalbox.history.History;
import io.signalbox.history.HistoryUnavailable;
import io.signalbox.journal.Journal;
import io.signalbox.message.Reading;
import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Span;
import io.signalbox.time.Times;
import io.signalbox.trail.Step;
import io.signalbox.trail.Trail;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;

/** {@code /api/v1/trace}: what became of one journal record, or of the newest message of a device. */
final class TraceEndpoint {
    private static final long DEFAULT_MILLIS = Duration.ofMinutes(10).toMillis();
    private static final long MOST_MILLIS = Duration.ofDays(7).toMillis();

    private final Journal journal;
    private final DeviceRegistry registry;
    private final History history;
    private final Semaphore reading = new Semaphore(1);

    TraceEndpoint(Api api) {
        this.journal = api.journal();
        this.registry = api.decisions().registry();
        this.history = api.history();
    }

    Answer trace(ApiRequest request) {
        request.allow("record", "device", "for");
        String device = request.optional("device");
        long sequence =
                device == null ? record(request.parameter("record")) : newest(device, request);
        long millis = millis(request.optional("for"));
        if (!reading.tryAcquire()) {
            throw new Problem(
                    409,
                    "trace-busy",
                    "expected one trace at a time, found another one",
                    "ask again");
        }
        try {
            Trail trail = Trail.of(journal, sequence, millis)
                    .orElseThrow(() -> Problem.notFound(
                            "record-gone",
                            "expected a record from " + journal.firstSequence() + " to "
                                    + journal.committed() + ", found " + sequence,
                            "journal.keep says how much of the journal is kept"));
            return Answer.ok(write(trail, readings(sequence)));
        } finally {
            reading.release();
        }
    }

    private static long record(String text) {
        if (!text.matches("[1-9]\\d{0,17}")) {
            throw Problem.badRequest(
                    "record-invalid",
                    "expected the number of a journal record, found '" + ApiRequest.shortened(text)
                            + "'",
                    "'signalbox data query' shows it as seq");
        }
        return Long.parseLong(text);
    }

    private long newest(String device, ApiRequest request) {
        if (request.optional("record") != null) {
            throw Problem.badRequest(
                    "record-and-device", "expected a record or a device, found both", "name one");
        }
        OptionalLong newest = registry
                .view(device)
                .orElseThrow(() -> Problem.notFound(
                        "device-unknown",
                        "there is no device '" + ApiRequest.shortened(device) + "'",
                        "'signalbox device list' names devices"))
                .readings()
                .stream()
                .mapToLong(Reading::sequence)
                .max();
        return newest.orElseThrow(() -> Problem.notFound(
                "device-silent",
                "expected a device that has reported something, found that "
                        + ApiRequest.shortened(device) + " has not",
                "'signalbox device get' shows what it sent, and why that was no reading"));
    }

    private static long millis(@Nullable String text) {
        OptionalLong span = text == null ? OptionalLong.of(DEFAULT_MILLIS) : Span.parse(text);
        if (span.isEmpty() || span.getAsLong() > MOST_MILLIS) {
            throw Problem.badRequest(
                    "for-invalid",
                    "expected a duration up to 7d, found '" + ApiRequest.shortened("" + text) + "'",
                    "such as for=10m");
        }
        return span.getAsLong();
    }

    /** The readings that came in the record; none while the history cannot tell. */
    private List<Reading> readings(long sequence) {
        try {
            return history.readingsOf(sequence);
        } catch (HistoryUnavailable e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Changes.stopping();
        }
    }

    private static JsonWriter write(Trail trail, List<Reading> readings) {
        JsonWriter json = new JsonWriter().beginObject();
        write(json.name("record").beginObject(), trail.origin());
        json.end().name("readings").beginArray();
        for (Reading one : readings) {
            json.beginObject()
                    .field("device", one.device())
                    .field("point", one.point())
                    .field("value", one.value())
                    .field("quality", one.quality().name().toLowerCase(Locale.ROOT))
                    .field("at", Times.of(one.eventMillis()))
                    .end();
        }
        write(json.end(), "because", trail.because());
        write(json, "steps", trail.steps());
        return json.field("whole", trail.whole()).end();
    }

    private static void write(JsonWriter json, String name, List<Step> steps) {
        json.name(name).beginArray();
        for (Step step : steps) {
            write(json.beginObject(), step);
            json.end();
        }
        json.end();
    }

    private static void write(JsonWriter json, Step step) {
        json.field("sequence", step.sequence()).field("at", Times.of(step.timeMillis()));
        if (step.cause() != 0) {
            json.field("cause", step.cause());
        }
        json.field("kind", step.kind());
        if (!step.device().isEmpty()) {
            json.field("device", step.device());
        }
        json.field("text", step.text());
    }
}
