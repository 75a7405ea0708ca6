package io.signalbox.console;

import io.signalbox.payload.JsonWriter;
import io.signalbox.rules.Decisions;
import io.signalbox.rules.Kleene;
import io.signalbox.rules.Observation;
import io.signalbox.rules.Trace;
import io.signalbox.rules.Why;

import java.util.List;
import java.util.Locale;

/** {@code /api/v1/why}: which values led a rule to what it did to a device, or did not. */
final class WhyEndpoint {

    private final Decisions decisions;

    WhyEndpoint(Decisions decisions) {
        this.decisions = decisions;
    }

    Answer why(ApiRequest request) {
        request.allow("rule", "device");
        Why why = decisions.why(request.parameter("rule"), request.parameter("device"));
        return switch (why) {
            case Why.Unknown unknown ->
                throw Problem.notFound(
                        "why-unknown", unknown.reason(), "'signalbox device list' names devices");
            case Why.Explained explained -> Answer.ok(write(explained));
        };
    }

    private static JsonWriter write(Why.Explained why) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("rule", why.rule())
                .field("title", why.title())
                .field("device", why.device())
                .field("active", why.active())
                .name("now");
        observations(json, why.now());
        json.name("decisions").beginArray();
        for (Why.Decision decision : why.decisions()) {
            Trace trace = decision.trace();
            json.beginObject()
                    .field("change", trace.change().name().toLowerCase(Locale.ROOT))
                    .field("time", Times.of(trace.atMillis()))
                    .field("version", trace.version())
                    .field("activation", trace.activation())
                    .name("because");
            observations(json, trace.observations());
            json.name("actions").beginArray();
            trace.actions().forEach(done -> json.value(done.statement()));
            json.end().name("commands").beginArray();
            decision.commands().forEach(command -> CommandsEndpoint.write(json, command));
            json.end().end();
        }
        json.end().name("lines").beginArray();
        why.lines().forEach(json::value);
        return json.end().end();
    }

    private static void observations(JsonWriter json, List<Observation> observations) {
        json.beginArray();
        for (Observation seen : observations) {
            json.beginObject()
                    .field("statement", seen.statement())
                    .field("truth", Kleene.name(seen.truth()));
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
                if (sample.value().isPresent()) {
                    json.field("time", Times.of(sample.atMillis()));
                }
                json.end();
            }
            json.end().end();
        }
        json.end();
    }
}
