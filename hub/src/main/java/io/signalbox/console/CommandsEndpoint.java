package io.signalbox.console;

import io.signalbox.command.Claim;
import io.signalbox.command.CommandLedger;
import io.signalbox.command.CommandView;
import io.signalbox.payload.JsonWriter;

import java.util.List;

/** {@code /api/v1/commands}: what devices were told, and what became of it. */
final class CommandsEndpoint {
    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 10_000;

    private final CommandLedger ledger;

    CommandsEndpoint(CommandLedger ledger) {
        this.ledger = ledger;
    }

    /** The newest first. */
    Answer list(ApiRequest request) {
        request.allow("device", "limit");
        String device = request.optional("device");
        int limit = request.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        List<CommandView> commands = device == null ? ledger.commands() : ledger.commands(device);
        JsonWriter json = new JsonWriter().beginObject().name("commands").beginArray();
        commands.reversed().stream().limit(limit).forEach(command -> write(json, command));
        return Answer.ok(json.end().field("more", commands.size() > limit).end());
    }

    static void write(JsonWriter json, CommandView command) {
        Claim claim = command.claim();
        json.beginObject()
                .field("id", command.id())
                .field("device", claim.device())
                .field("point", claim.point())
                .field("value", claim.value())
                .field("state", command.state().id())
                .field("changed", Times.of(command.steps().getLast().timeMillis()))
                .field("rule", claim.origin().by())
                .field("level", claim.rank().level())
                .field("live", command.live())
                .field("attempt", command.attempt());
        if (claim.leaseEndMillis() != Claim.FOREVER) {
            json.field("expires", Times.of(claim.leaseEndMillis()));
        }
        json.name("steps").beginArray();
        for (CommandView.Step step : command.steps()) {
            json.beginObject()
                    .field("state", step.state().id())
                    .field("time", Times.of(step.timeMillis()))
                    .field("attempt", step.attempt())
                    .field("sequence", step.sequence());
            if (!step.reason().isEmpty()) {
                json.field("reason", step.reason());
            }
            json.end();
        }
        json.end().end();
    }
}
