package io.signalbox.language;

import java.util.List;
import java.util.stream.Stream;

/** What rules wait for that happens to their devices, or to those in a place. */
public final class Events {
    private Events() {}

    /** The events that a rule waits for, each as often as it does. */
    public static List<Condition.Emits> awaited(Rule rule) {
        Stream<Condition> later = Stream.concat(rule.then().stream(), rule.onClear().stream())
                .flatMap(action -> action instanceof Action.After after
                        ? after.unless().stream()
                        : Stream.empty());
        return Stream.of(Stream.of(rule.when()), rule.clear().stream(), later)
                .flatMap(conditions -> conditions)
                .flatMap(Events::in)
                .toList();
    }

    /** The events that an interlock waits for. */
    public static List<Condition.Emits> awaited(Interlock interlock) {
        return in(interlock.condition()).toList();
    }

    /** The events on which a number rests. */
    public static List<Condition.Emits> awaited(Operand number) {
        return Parts.inside(number).flatMap(Events::in).toList();
    }

    private static Stream<Condition.Emits> in(Condition condition) {
        return Parts.all(condition)
                .filter(Condition.Emits.class::isInstance)
                .map(Condition.Emits.class::cast);
    }
}
