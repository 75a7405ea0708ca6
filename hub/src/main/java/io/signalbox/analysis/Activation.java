package io.signalbox.analysis;

import io.signalbox.language.Action;
import io.signalbox.language.Regions.Case;
import io.signalbox.language.Rule;

import java.util.List;
import java.util.stream.Stream;

/**
 * An instant in which a rule acts: it becomes active, or it clears.
 *
 * @param claims what it sets
 * @param emits what it says to have happened
 * @param when where the values are at that instant
 */
record Activation(
        Rule rule,
        boolean onClear,
        List<Action.Claim> claims,
        List<Action.Emit> emits,
        List<Case> when) {
    Activation(Rule rule, boolean onClear, List<Action> actions, List<Case> when) {
        this(rule, onClear, Actuator.claims(actions), emits(actions.stream()), when);
    }

    private static List<Action.Emit> emits(Stream<Action> actions) {
        return actions.flatMap(Activation::emits).toList();
    }

    /** What an action says to have happened, at once or later. */
    static Stream<Action.Emit> emits(Action action) {
        return switch (action) {
            case Action.Emit emit -> Stream.of(emit);
            case Action.After after -> emits(after.action());
            case Action.Claim claim -> claim.otherwise().stream().flatMap(Activation::emits);
            case Action.Alarm alarm -> Stream.of();
            case Action.Notify notify -> Stream.of();
            case Action.Publish publish -> Stream.of();
        };
    }

    boolean causesNothing() {
        return claims.isEmpty() && emits.isEmpty();
    }
}
