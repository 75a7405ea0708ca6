package io.signalbox.analysis;

import io.signalbox.analysis.Actuator.Use;
import io.signalbox.language.Action;
import io.signalbox.language.Findings;
import io.signalbox.language.Interlock;
import io.signalbox.language.Program;
import io.signalbox.language.Regions.Case;
import io.signalbox.language.Truth;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds commands that an interlock forbids for as long as their rule is active. */
final class VetoCheck {
    private final Phases.Table phases;
    private final Findings findings;

    VetoCheck(Phases.Table phases, Findings findings) {
        this.phases = phases;
        this.findings = findings;
    }

    private record Forbidden(String type, int point, Value value) {}

    /** The interlocks on one value, and where none of them forbids it. */
    private record Guard(List<String> names, List<Case> free) {}

    void check(Program program, List<Actuator> actuators) {
        Map<Forbidden, Guard> guards = new HashMap<>();
        for (Interlock interlock : program.interlocks()) {
            Forbidden forbidden = new Forbidden(
                    interlock.type().name(), interlock.point().index(), interlock.value());
            List<Case> free = phases.regions().cases(interlock.condition(), Truth.FALSE);
            guards.merge(forbidden, new Guard(List.of(interlock.name()), free), this::both);
        }
        for (Actuator actuator : actuators) {
            for (Use use : actuator.uses()) {
                Phases own = phases.ofDevices(use);
                List<Case> active = new ArrayList<>(own.start());
                active.addAll(own.stay());
                use.then()
                        .forEach(claim -> check(guards, actuator, use, claim, active, "is active"));
                use.onClear()
                        .forEach(claim -> check(guards, actuator, use, claim, own.end(), "clears"));
            }
        }
    }

    private Guard both(Guard a, Guard b) {
        List<String> names = new ArrayList<>(a.names);
        names.addAll(b.names);
        return new Guard(names, phases.regions().both(a.free, b.free));
    }

    private void check(
            Map<Forbidden, Guard> guards,
            Actuator actuator,
            Use use,
            Action.Claim claim,
            List<Case> active,
            String when) {
        Guard guard = claim.value()
                .map(value -> new Forbidden(actuator.type(), actuator.point().index(), value))
                .map(guards::get)
                .orElse(null);
        if (guard == null || phases.regions().first(active, guard.free).isPresent()) {
            return;
        }
        String names = guard.names.stream().collect(Collectors.joining("' or '", "'", "'"));
        findings.warning(
                "vetoed",
                claim.written().at(),
                "'" + use.rule().name() + "' sets " + actuator.name() + " = "
                        + actuator.show(claim) + ", which " + names
                        + " forbids whenever the rule " + when,
                "change one of the conditions, or take this action away");
    }
}
