package io.signalbox.analysis;

import io.signalbox.language.Condition;
import io.signalbox.language.Events;
import io.signalbox.language.Findings;
import io.signalbox.language.Interlock;
import io.signalbox.language.Language;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;
import io.signalbox.language.Scenario;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds events that somebody waits for under a name that nothing has, while something else has one
 * that is nearly the same. Of types that declare their events there is nothing to find: names of
 * others are refused.
 */
final class EventCheck {
    private final Findings findings;

    /** By type: what rules say to have happened, and what does in tests. */
    private final Map<String, Set<String>> emitted = new TreeMap<>();

    EventCheck(Findings findings) {
        this.findings = findings;
    }

    void check(Program program) {
        for (Rule rule : program.rules()) {
            Stream.concat(rule.then().stream(), rule.onClear().stream())
                    .flatMap(Activation::emits)
                    .forEach(emit -> add(rule.type().name(), emit.event()));
        }
        program.scenarios().forEach(this::collect);
        program.types().stream()
                .filter(type -> !type.events().isEmpty())
                .forEach(type -> emitted.remove(type.name()));
        program.rules().forEach(rule -> check(Events.awaited(rule)));
        for (Interlock interlock : program.interlocks()) {
            check(Events.awaited(interlock));
        }
    }

    private void collect(Scenario test) {
        for (Scenario.Step step : test.steps()) {
            if (step instanceof Scenario.Step.Emit emit) {
                test.devices().stream()
                        .filter(device -> device.name().equals(emit.device()))
                        .forEach(device -> add(device.type().name(), emit.event()));
            }
        }
    }

    private void add(String type, String event) {
        emitted.computeIfAbsent(type, t -> new TreeSet<>()).add(event);
    }

    private void check(List<Condition.Emits> awaited) {
        for (Condition.Emits event : awaited) {
            Set<String> known = emitted.getOrDefault(event.type(), Set.of());
            String meant =
                    known.contains(event.event()) ? "" : Language.didYouMean(event.event(), known);
            if (!meant.isEmpty()) {
                findings.warning(
                        "event-name",
                        event.written().at(),
                        "no rule and no test emits '" + event.event() + "' of a '" + event.type()
                                + "'",
                        meant + " If its devices say so, declare it: event " + event.event());
            }
        }
    }
}
