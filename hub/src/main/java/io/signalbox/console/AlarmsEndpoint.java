package io.signalbox.console;

import io.signalbox.payload.JsonWriter;
import io.signalbox.rules.Alarm;
import io.signalbox.rules.Decisions;

import java.util.Locale;

/** {@code /api/v1/alarms}: what rules want people to know. */
final class AlarmsEndpoint {
    private final Decisions decisions;

    AlarmsEndpoint(Decisions decisions) {
        this.decisions = decisions;
    }

    /** The active ones, or with {@code state=all} also those lately cleared; the newest first. */
    Answer list(ApiRequest request) {
        request.allow("device", "state");
        String device = request.optional("device");
        String state = request.optional("state");
        if (state != null && !state.equals("active") && !state.equals("all")) {
            throw Problem.badRequest(
                    "parameter-invalid",
                    "expected active or all in 'state', found '" + ApiRequest.shortened(state)
                            + "'",
                    null);
        }
        boolean all = "all".equals(state);
        JsonWriter json = new JsonWriter().beginObject().name("alarms").beginArray();
        for (Alarm alarm : decisions.alarms().reversed()) {
            if ((all || alarm.active()) && (device == null || device.equals(alarm.device()))) {
                json.beginObject()
                        .field("rule", alarm.rule())
                        .field("device", alarm.device())
                        .field("severity", alarm.severity().name().toLowerCase(Locale.ROOT))
                        .field("text", alarm.text())
                        .field("active", alarm.active())
                        .field("raised", Times.of(alarm.raisedMillis()))
                        .field("cleared", Times.orNull(alarm.clearedMillis()))
                        .field("activation", alarm.activation())
                        .end();
            }
        }
        return Answer.ok(json.end().end());
    }
}
