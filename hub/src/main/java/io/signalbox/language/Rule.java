package io.signalbox.language;

import java.util.List;
import java.util.Optional;

/**
 * What is done on each device of a type while something is true of it.
 *
 * @param title what people call it; its name if none was written
 * @param priority 0 to 99; between claims of equal level the greater wins
 * @param clear ends the activation; without it, {@code when} turning false does
 * @param hash sixteen hexadecimal digits: the version of the rule, which changes with its words and
 *     with the declarations of the points it uses, not with layout, comments or its title
 */
public record Rule(
        String name,
        String title,
        DeviceType type,
        String variable,
        Level level,
        int priority,
        Condition when,
        Optional<Condition> clear,
        List<Action> then,
        List<Action> onClear,
        String text,
        String hash,
        Position at,
        Pace pace) {
    /** A rule of the usual pace. */
    public Rule(
            String name,
            String title,
            DeviceType type,
            String variable,
            Level level,
            int priority,
            Condition when,
            Optional<Condition> clear,
            List<Action> then,
            List<Action> onClear,
            String text,
            String hash,
            Position at) {
        this(
                name,
                title,
                type,
                variable,
                level,
                priority,
                when,
                clear,
                then,
                onClear,
                text,
                hash,
                at,
                Pace.USUAL);
    }

    public Rule {
        then = List.copyOf(then);
        onClear = List.copyOf(onClear);
    }
}
