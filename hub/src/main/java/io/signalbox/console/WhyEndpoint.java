package io.signalbox.console;

import io.signalbox.backtest.Backtests;
import io.signalbox.history.BadQuery;
import io.signalbox.history.CommandStep;
import io.signalbox.history.DecisionEvent;
import io.signalbox.history.HistoryPast;
import io.signalbox.history.HistoryUnavailable;
import io.signalbox.history.PastAnswer;
import io.signalbox.history.PastCommand;
import io.signalbox.history.PastQuery;
import io.signalbox.payload.JsonWriter;
import io.signalbox.rules.Decisions;
import io.signalbox.rules.Hindrance;
import io.signalbox.rules.Trace;
import io.signalbox.rules.TraceJson;
import io.signalbox.rules.Why;
import io.signalbox.rules.WhyNot;
import io.signalbox.time.Clock;
import io.signalbox.time.Times;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * {@code /api/v1/why} and {@code whynot}: which values led a rule to what it did to a device, or did
 * not; now, or at some time of the past.
 */
final class WhyEndpoint {
    private final Decisions decisions;
    private final HistoryPast past;
    private final Backtests backtests;
    private final Clock clock;

    WhyEndpoint(Api api) {
        this.decisions = api.decisions();
        this.past = new HistoryPast(api.history());
        this.backtests = api.backtests();
        this.clock = api.clock();
    }

    Answer why(ApiRequest request) {
        request.allow("rule", "device", "at");
        String rule = request.parameter("rule");
        String device = request.parameter("device");
        String at = request.optional("at");
        if (at != null) {
            return Answer.ok(then(rule, device, at));
        }
        return switch (decisions.why(rule, device)) {
            case Why.Unknown unknown -> throw unknown(unknown.reason());
            case Why.Explained explained -> Answer.ok(write(explained));
        };
    }

    Answer whyNot(ApiRequest request) {
        request.allow("rule", "device", "at");
        String rule = request.parameter("rule");
        String device = request.parameter("device");
        String at = request.optional("at");
        WhyNot found =
                at == null ? decisions.whyNot(rule, device) : notThen(request, rule, device, at);
        return switch (found) {
            case WhyNot.Unknown unknown -> throw unknown(unknown.reason());
            case WhyNot.Waits waits -> Answer.ok(write(waits));
        };
    }

    private WhyNot notThen(ApiRequest request, String rule, String device, String at) {
        long millis = instant(at, Map.of()).fromMillis();
        try (Departures.Watch _ = request.watch()) {
            WhyNot found =
                    backtests.whyNot(rule, device, millis).orElseThrow(BacktestsEndpoint::busy);
            return found instanceof WhyNot.Unknown then
                            && decisions.whyNot(rule, device) instanceof WhyNot.Waits
                    ? new WhyNot.Unknown(later(rule, device, millis, then))
                    : found;
        } catch (CancellationException e) {
            throw Changes.stopping();
        }
    }

    private static String later(String rule, String device, long millis, WhyNot.Unknown then) {
        return rule + " looks at " + device + " now, and did not yet at " + Times.of(millis)
                + "; what was asked then: " + then.reason()
                + "; 'signalbox rule backtest --from TIME FILE' tells what it would have done";
    }

    private static Problem unknown(String reason) {
        return Problem.notFound("why-unknown", reason, null);
    }

    private static JsonWriter write(WhyNot.Waits waits) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("rule", waits.rule())
                .field("device", waits.device())
                .field("active", waits.active())
                .field("at", Times.of(waits.atMillis()))
                .name("hindrances")
                .beginArray();
        for (Hindrance one : waits.hindrances()) {
            json.beginObject();
            TraceJson.write(json, one.seen());
            json.field("wanted", one.wanted()).field("farness", one.farness());
            if (!one.lacks().isEmpty()) {
                json.name("lacks").beginArray();
                one.lacks().forEach(json::value);
                json.end();
            }
            json.end();
        }
        json.end().name("lines").beginArray();
        waits.lines().forEach(json::value);
        return json.end().end();
    }

    /** Every decision up to that time and one behind it, as the history has them. */
    private JsonWriter then(String rule, String device, String at) {
        Map<String, String> words = new HashMap<>(Map.of("rule", rule, "device", device));
        try {
            long millis = instant(at, words).fromMillis();
            PastAnswer<DecisionEvent> before =
                    past.decisions(new PastQuery(device, rule, "", 0, millis + 1, 1));
            List<DecisionEvent> events = new ArrayList<>(before.rows());
            events.addAll(past.firstDecisions(instant(at, words).after(1)).rows());
            JsonWriter json = new JsonWriter()
                    .beginObject()
                    .field("rule", rule)
                    .field("device", device)
                    .field("at", Times.of(millis))
                    .field(
                            "active",
                            !before.rows().isEmpty() && active(before.rows().getFirst()))
                    .name("decisions")
                    .beginArray();
            List<String> lines = new ArrayList<>();
            lines.add(rule + " on " + device + " at " + Times.of(millis) + ": "
                    + (before.rows().isEmpty()
                            ? "nothing is recorded that it decided before"
                            : active(before.rows().getFirst()) ? "active" : "idle"));
            for (DecisionEvent event : events) {
                write(json, event, lines);
            }
            json.end().name("lines").beginArray();
            lines.forEach(json::value);
            return json.end()
                    .field("through", before.through())
                    .field("behind", before.behind())
                    .end();
        } catch (HistoryUnavailable e) {
            throw DataEndpoint.unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Changes.stopping();
        }
    }

    private PastQuery instant(String at, Map<String, String> more) {
        Map<String, String> words = new HashMap<>(more);
        words.put("from", at);
        try {
            return PastQuery.parse(words, 1, clock.millis());
        } catch (BadQuery e) {
            throw DataEndpoint.invalid(e);
        }
    }

    private static boolean active(DecisionEvent event) {
        return event.change().equals("activated") || event.change().equals("gave_up");
    }

    private void write(JsonWriter json, DecisionEvent event, List<String> lines)
            throws HistoryUnavailable, InterruptedException {
        Trace trace = event.trace();
        List<String> ids = trace.actions().stream()
                .map(Trace.Done::commandId)
                .filter(id -> !id.isEmpty())
                .toList();
        List<PastCommand> commands = past.commands(event.device(), ids);
        lines.addAll(Why.lines(trace));
        commands.forEach(command -> describe(command, lines));
        head(json, trace);
        commands.forEach(command -> PastEndpoint.write(json, command));
        json.end().end();
    }

    private static void describe(PastCommand command, List<String> lines) {
        CommandStep last = command.last();
        lines.add("    command " + last.id() + ": " + last.point() + " = " + last.value() + ", "
                + last.state().id());
        for (CommandStep step : command.steps()) {
            lines.add(
                    "      " + Times.of(step.timeMillis()) + " " + step.state().id()
                            + (step.reason().isEmpty() ? "" : " (" + step.reason() + ")"));
        }
    }

    private static JsonWriter write(Why.Explained why) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("rule", why.rule())
                .field("title", why.title())
                .field("device", why.device())
                .field("active", why.active())
                .name("now");
        TraceJson.writeObservations(json, why.now());
        json.name("pending").beginArray();
        for (Why.Later later : why.pending()) {
            json.beginObject()
                    .field("time", Times.of(later.atMillis()))
                    .field("action", later.statement())
                    .end();
        }
        json.end().name("decisions").beginArray();
        for (Why.Decision decision : why.decisions()) {
            head(json, decision.trace());
            decision.commands().forEach(command -> CommandsEndpoint.write(json, command));
            json.end().end();
        }
        json.end().name("lines").beginArray();
        why.lines().forEach(json::value);
        return json.end().end();
    }

    /** A decision up to its commands. */
    private static void head(JsonWriter json, Trace trace) {
        json.beginObject()
                .field("change", trace.change().name().toLowerCase(Locale.ROOT))
                .field("time", Times.of(trace.atMillis()))
                .field("version", trace.version())
                .field("activation", trace.activation())
                .name("because");
        TraceJson.writeObservations(json, trace.observations());
        json.name("actions").beginArray();
        trace.actions().forEach(done -> json.value(done.statement()));
        json.end().name("commands").beginArray();
    }
}
