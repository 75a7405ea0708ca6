package io.signalbox.command;

import java.util.List;

/**
 * A command as it was at one moment.
 *
 * @param id what the device knows it by
 * @param claim whose value the device is told
 * @param attempt how often it was sent
 * @param live true while its claim is in place, even if the command is confirmed already
 * @param steps the states it entered, oldest first; of very many those in the middle are left out
 */
public record CommandView(
        String id, Claim claim, CommandState state, int attempt, boolean live, List<Step> steps) {
    public CommandView {
        steps = List.copyOf(steps);
    }

    /**
     * A command entered a state.
     *
     * @param attempt which sending this was, or follows on; 0 before the first
     * @param timeMillis wall time of the record
     * @param sequence the journal record
     * @param reason for people; empty if the state says it all
     */
    public record Step(
            CommandState state, int attempt, long timeMillis, long sequence, String reason) {}
}
