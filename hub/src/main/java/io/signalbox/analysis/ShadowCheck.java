package io.signalbox.analysis;

import io.signalbox.analysis.Actuator.Use;
import io.signalbox.language.Action;
import io.signalbox.language.Findings;
import io.signalbox.language.Regions.Case;
import io.signalbox.language.Rule;
import io.signalbox.language.Truth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds claims that never come to their turn, because a weightier rule holds the actuator whenever
 * their own is active.
 *
 * <p>That is certain of a claim without an end, and of one that begins and ends with the same words
 * and lasts as long; a lease that may run out leaves a turn to others.
 */
final class ShadowCheck {
    /** Most claims without an end that each rule of an actuator is held against. */
    static final int MAX_ENDLESS = 64;

    private final Phases.Table phases;
    private final Findings findings;

    ShadowCheck(Phases.Table phases, Findings findings) {
        this.phases = phases;
        this.findings = findings;
    }

    void check(List<Actuator> actuators) {
        for (Actuator actuator : actuators) {
            List<Use> endless = actuator.uses().stream()
                    .filter(use -> use.atOnce().stream().anyMatch(ShadowCheck::isEndless))
                    .limit(MAX_ENDLESS)
                    .toList();
            Map<String, List<Use>> alike = new HashMap<>();
            actuator.uses().stream()
                    .filter(use -> !use.atOnce().isEmpty())
                    .forEach(use -> alike.computeIfAbsent(words(use.rule()), w -> new ArrayList<>())
                            .add(use));
            for (Use use : actuator.uses()) {
                if (!use.then().isEmpty()) {
                    List<Use> same = alike.getOrDefault(words(use.rule()), List.of());
                    shadow(actuator, use, endless, same);
                }
            }
        }
    }

    private static boolean isEndless(Action.Claim claim) {
        return claim.expiresMillis() == 0;
    }

    private static String words(Rule rule) {
        return rule.when().written().text() + "\n"
                + rule.clear().map(clear -> clear.written().text()).orElse("");
    }

    private void shadow(Actuator actuator, Use use, List<Use> endless, List<Use> same) {
        for (Use other : endless) {
            if (isHeavier(other.rule(), use.rule()) && holdsThroughout(other.rule(), use.rule())) {
                report(actuator, use, other);
                return;
            }
        }
        long lasting = lease(use.then());
        for (Use other : same.subList(0, Math.min(MAX_ENDLESS, same.size()))) {
            if (isHeavier(other.rule(), use.rule())
                    && other.rule().variable().equals(use.rule().variable())
                    && lease(other.atOnce()) >= lasting) {
                report(actuator, use, other);
                return;
            }
        }
    }

    private static long lease(List<Action.Claim> claims) {
        long millis = claims.getLast().expiresMillis();
        return millis == 0 ? Long.MAX_VALUE : millis;
    }

    private static boolean isHeavier(Rule a, Rule b) {
        int levels = Integer.compare(a.level().number(), b.level().number());
        return levels < 0 || (levels == 0 && a.priority() > b.priority());
    }

    /** Whether a rule is active for certain whenever another one is: it begins no later, ends no sooner. */
    private boolean holdsThroughout(Rule rule, Rule other) {
        Phases own = phases.of(other);
        List<Case> end = phases.of(rule).end();
        List<Case> idle = phases.regions().cases(rule.when(), Truth.NOT_TRUE);
        return phases.regions().first(own.start(), idle).isEmpty()
                && phases.regions().first(own.start(), end).isEmpty()
                && phases.regions().first(own.stay(), end).isEmpty();
    }

    private void report(Actuator actuator, Use use, Use by) {
        Action.Claim claim = use.then().getLast();
        findings.warning(
                "shadowed",
                claim.written().at(),
                "'" + use.rule().name() + "' never comes to set " + actuator.name() + " = "
                        + actuator.show(claim) + ": whenever it is active '"
                        + by.rule().name()
                        + "' sets it to " + actuator.show(by.atOnce().getLast())
                        + ", and weighs more",
                "give it a higher level or 'priority', or take this action away");
    }
}
