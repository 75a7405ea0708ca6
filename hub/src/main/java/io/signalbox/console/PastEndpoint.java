package io.signalbox.console;

import io.signalbox.history.AlarmEvent;
import io.signalbox.history.BadQuery;
import io.signalbox.history.CommandStep;
import io.signalbox.history.DecisionEvent;
import io.signalbox.history.History;
import io.signalbox.history.HistoryPast;
import io.signalbox.history.HistoryUnavailable;
import io.signalbox.history.PastAnswer;
import io.signalbox.history.PastCommand;
import io.signalbox.history.PastQuery;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonWriter;
import io.signalbox.rules.TraceJson;
import io.signalbox.time.Clock;
import io.signalbox.time.Times;

import java.util.HashMap;
import java.util.Map;

/**
 * {@code /api/v1/alarms/history}, and {@code /api/v1/commands} of a time: what became of alarms and
 * commands that the memory has let go of.
 */
final class PastEndpoint {
    private static final String BY_RULE = "rule:";
    private static final String BY_PERSON = "person:";

    private final HistoryPast past;
    private final Clock clock;

    PastEndpoint(History history, Clock clock) {
        this.past = new HistoryPast(history);
        this.clock = clock;
    }

    /** Commands that entered a state in that time, the one that did last first. */
    Answer commands(ApiRequest request, int limit) {
        JsonWriter json = new JsonWriter().beginObject().name("commands").beginArray();
        return answer(request, limit, past::commands, json, PastEndpoint::write);
    }

    /** What happened to alarms, the newest first. */
    Answer alarms(ApiRequest request) {
        request.allow("device", "rule", "from", "to", "limit");
        request.parameter("from");
        int limit =
                request.integer("limit", 1, AlarmsEndpoint.MAX_LIMIT, AlarmsEndpoint.DEFAULT_LIMIT);
        JsonWriter json = new JsonWriter().beginObject().name("events").beginArray();
        return answer(request, limit, past::alarms, json, PastEndpoint::write);
    }

    /** What rules decided, the newest first. */
    Answer decisions(ApiRequest request) {
        request.allow("device", "rule", "from", "to", "limit");
        request.parameter("from");
        int limit =
                request.integer("limit", 1, AlarmsEndpoint.MAX_LIMIT, AlarmsEndpoint.DEFAULT_LIMIT);
        JsonWriter json = new JsonWriter().beginObject().name("decisions").beginArray();
        return answer(request, limit, past::decisions, json, PastEndpoint::write);
    }

    private interface Asked<T> {
        PastAnswer<T> with(PastQuery query) throws HistoryUnavailable, InterruptedException;
    }

    private interface Row<T> {
        void write(JsonWriter json, T row);
    }

    private <T> Answer answer(
            ApiRequest request, int limit, Asked<T> asked, JsonWriter json, Row<T> row) {
        Map<String, String> words = new HashMap<>();
        for (String name : new String[] {"device", "rule", "state", "from", "to"}) {
            String word = request.optional(name);
            if (word != null) {
                words.put(name, word);
            }
        }
        try {
            PastAnswer<T> answer = asked.with(PastQuery.parse(words, limit, clock.millis()));
            answer.rows().forEach(one -> row.write(json, one));
            return Answer.ok(json.end()
                    .field("more", answer.more())
                    .field("through", answer.through())
                    .field("behind", answer.behind())
                    .end());
        } catch (BadQuery e) {
            throw DataEndpoint.invalid(e);
        } catch (HistoryUnavailable e) {
            throw DataEndpoint.unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Changes.stopping();
        }
    }

    /** As {@link CommandsEndpoint#write} does, without what the history does not have. */
    static void write(JsonWriter json, PastCommand command) {
        CommandStep last = command.last();
        json.beginObject()
                .field("id", last.id())
                .field("device", last.device())
                .field("point", last.point())
                .field("value", last.value());
        String origin = last.origin();
        if (origin.startsWith(BY_RULE)) {
            String rule = origin.substring(BY_RULE.length());
            json.field("by", rule).field("rule", rule);
        } else if (origin.startsWith(BY_PERSON)) {
            json.field("by", origin.substring(BY_PERSON.length())).field("rule", (String) null);
        }
        json.field("state", last.state().id())
                .field("changed", Times.of(last.timeMillis()))
                .field("attempt", last.attempt())
                .name("steps")
                .beginArray();
        for (CommandStep step : command.steps()) {
            json.beginObject()
                    .field("state", step.state().id())
                    .field("time", Times.of(step.timeMillis()))
                    .field("attempt", step.attempt())
                    .field("sequence", step.sequence());
            perhaps(json, "reason", step.reason());
            json.end();
        }
        json.end().end();
    }

    private static void write(JsonWriter json, AlarmEvent event) {
        json.beginObject()
                .field("time", Times.of(event.timeMillis()))
                .field("event", event.event())
                .field("rule", event.key().rule())
                .field("device", event.key().device())
                .field("action", event.key().action());
        perhaps(json, "severity", event.severity());
        perhaps(json, "text", event.text());
        perhaps(json, "by", event.person());
        perhaps(json, "note", event.note());
        json.field("sequence", event.sequence()).end();
    }

    private static void write(JsonWriter json, DecisionEvent decision) {
        json.beginObject()
                .field("time", Times.of(decision.timeMillis()))
                .field("rule", decision.rule())
                .field("device", decision.device())
                .field("change", decision.change())
                .field("activation", decision.activation())
                .field("version", decision.version())
                .name("because")
                .value(JsonValue.parse(decision.because()))
                .name("actions");
        TraceJson.writeActions(json, decision.trace().actions());
        json.field("sequence", decision.sequence()).end();
    }

    private static void perhaps(JsonWriter json, String name, String word) {
        if (!word.isEmpty()) {
            json.field(name, word);
        }
    }
}
