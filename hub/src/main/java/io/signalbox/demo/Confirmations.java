package io.signalbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.MalformedJson;

import java.util.Set;

/** What became of the commands that machines obeyed, as the hub says when it is asked. */
final class Confirmations {
    /** States of a command that may still be confirmed. */
    private static final Set<String> UNDER_WAY = Set.of("queued", "sent", "delivered");

    private final Demo.Commands commands;

    Confirmations(Demo.Commands commands) {
        this.commands = commands;
    }

    /** Tells what is new of them. */
    void look(Narrator narrator) {
        for (String device : narrator.awaited()) {
            String answer = commands.answer("command", "list", "--device", device, "--json");
            if (!answer.isBlank()) { // The hub may be away.
                tell(answer, narrator);
            }
        }
    }

    private static void tell(String answer, Narrator narrator) {
        try {
            JsonObject told = JsonValue.parse(answer.getBytes(UTF_8)).asObject();
            for (JsonValue item : told.items("commands")) {
                String state = item.asObject().text("state");
                if (!UNDER_WAY.contains(state)) {
                    narrator.ended(item.asObject().text("id"), state.equals("confirmed"));
                }
            }
        } catch (MalformedJson e) {
            throw new IllegalStateException("expected a list of commands, found " + answer, e);
        }
    }
}
