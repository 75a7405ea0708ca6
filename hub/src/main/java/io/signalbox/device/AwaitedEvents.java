package io.signalbox.device;

import io.signalbox.language.Condition;
import io.signalbox.language.Events;
import io.signalbox.language.Interlock;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The events that rules wait for, by the type of their devices. All others say nothing to anybody
 * here: not even time passes by them.
 */
final class AwaitedEvents {
    static final AwaitedEvents NONE = new AwaitedEvents(Program.EMPTY);

    private final Map<String, Set<String>> byType = new HashMap<>();

    AwaitedEvents(Program program) {
        for (Rule rule : program.rules()) {
            add(Events.awaited(rule));
        }
        for (Interlock interlock : program.interlocks()) {
            add(Events.awaited(interlock));
        }
    }

    private void add(List<Condition.Emits> events) {
        for (Condition.Emits event : events) {
            byType.computeIfAbsent(event.type(), t -> new HashSet<>()).add(event.event());
        }
    }

    boolean has(Optional<String> type, String event) {
        return type.map(byType::get).filter(events -> events.contains(event)).isPresent();
    }
}
