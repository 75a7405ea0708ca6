package io.signalbox.rules;

import io.signalbox.language.Action;
import io.signalbox.language.Interlock;
import io.signalbox.language.Level;
import io.signalbox.language.Point;
import io.signalbox.language.Rule;
import io.signalbox.language.Setting;
import io.signalbox.language.Written;
import io.signalbox.message.Value;

import java.util.List;
import java.util.Optional;

/** What an interlock is to the engine: a rule that is active while it forbids, and sets what it forces. */
final class InterlockRule {
    private InterlockRule() {}

    static Rule of(Interlock interlock) {
        List<Action> force = interlock
                .force()
                .<Action>map(value -> new Action.Claim(
                        interlock.point(),
                        new Setting.Fixed(value),
                        0,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        forced(interlock, value)))
                .stream()
                .toList();
        return new Rule(
                interlock.name(),
                interlock.title(),
                interlock.type(),
                interlock.variable(),
                Level.INTERLOCK,
                0,
                interlock.condition(),
                Optional.empty(),
                force,
                List.of(),
                interlock.text(),
                interlock.hash(),
                interlock.at());
    }

    /** What it does, as its author wrote it. */
    private static Written forced(Interlock interlock, Value value) {
        Point point = interlock.point();
        return new Written(
                "force " + interlock.variable() + "." + point.name() + " = "
                        + point.kind().show(value),
                interlock.condition().written().at());
    }
}
