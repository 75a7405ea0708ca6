package io.signalbox.history;

import java.util.List;

/**
 * A command of the past.
 *
 * @param steps the states that it entered in the span that was asked for, oldest first; at least one
 */
public record PastCommand(List<CommandStep> steps) {
    public PastCommand {
        steps = List.copyOf(steps);
    }

    /** The last of them. */
    public CommandStep last() {
        return steps.getLast();
    }
}
