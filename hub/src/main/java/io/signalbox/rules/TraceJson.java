package io.signalbox.rules;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonArray;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Times;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parts of a {@link Trace} as JSON, for answers and for the history. */
public final class TraceJson {
    private TraceJson() {}

    /** An array of what was seen. */
    public static void writeObservations(JsonWriter json, List<Observation> observations) {
        json.beginArray();
        observations.forEach(seen -> {
            json.beginObject();
            write(json, seen);
            json.end();
        });
        json.end();
    }

    /** The members of one observation. */
    public static void write(JsonWriter json, Observation seen) {
        json.field("statement", seen.statement()).field("truth", Kleene.name(seen.truth()));
        if (!Double.isNaN(seen.distance())) {
            json.field("value", seen.value())
                    .field("limit", seen.limit())
                    .field("distance", seen.distance())
                    .field("unit", seen.unit());
        }
        json.name("samples").beginArray();
        for (Observation.Sample sample : seen.samples()) {
            json.beginObject().field("point", sample.point()).name("value");
            sample.value().ifPresentOrElse(json::value, () -> json.value((String) null));
            json.field("shown", sample.shown());
            if (sample.atMillis() != PlantTime.NEVER) {
                json.field("time", Times.of(sample.atMillis()));
            }
            json.end();
        }
        json.end();
    }

    /** An array of what was done. */
    public static void writeActions(JsonWriter json, List<Trace.Done> actions) {
        json.beginArray();
        for (Trace.Done done : actions) {
            json.beginObject().field("statement", done.statement());
            if (!done.commandId().isEmpty()) {
                json.field("command", done.commandId());
            }
            if (!done.device().isEmpty()) {
                json.field("device", done.device());
            }
            json.end();
        }
        json.end();
    }

    /** What {@link #writeObservations} wrote; of a sample what is shown. */
    public static List<Observation> readObservations(JsonArray array) {
        List<Observation> observations = new ArrayList<>();
        for (JsonValue item : array.items()) {
            JsonObject seen = item.asObject();
            List<Observation.Sample> samples = new ArrayList<>();
            for (JsonValue one : seen.items("samples")) {
                JsonObject sample = one.asObject();
                String time = sample.optionalText("time");
                samples.add(new Observation.Sample(
                        sample.text("point"),
                        Optional.empty(),
                        sample.text("shown"),
                        time == null ? PlantTime.NEVER : Instant.parse(time).toEpochMilli()));
            }
            boolean measured = !seen.isAbsent("value") && !seen.isAbsent("limit");
            observations.add(new Observation(
                    seen.text("statement"),
                    Kleene.named(seen.text("truth")),
                    measured ? seen.number("value") : Double.NaN,
                    measured ? seen.number("limit") : Double.NaN,
                    measured ? seen.text("unit") : "",
                    samples));
        }
        return observations;
    }

    /** What {@link #writeActions} wrote. */
    public static List<Trace.Done> readActions(JsonArray array) {
        List<Trace.Done> actions = new ArrayList<>();
        for (JsonValue item : array.items()) {
            JsonObject done = item.asObject();
            String command = done.optionalText("command");
            String device = done.optionalText("device");
            actions.add(new Trace.Done(
                    done.text("statement"),
                    command == null ? "" : command,
                    device == null ? "" : device));
        }
        return actions;
    }
}
