package io.signalbox.history;

import io.signalbox.command.CommandChange;
import io.signalbox.command.CommandState;
import io.signalbox.journal.Entry;
import io.signalbox.message.Value;

/**
 * A row of the table {@code commands}: a command entered a state.
 *
 * @param origin {@code rule:NAME} or {@code person:NAME}; empty where the journal does not say
 * @param attempt which sending this was, or follows on; 0 before the first
 * @param reason for people; empty if the state says it all
 * @param timeMillis of the record
 */
public record CommandStep(
        String id,
        String device,
        String point,
        Value value,
        String origin,
        CommandState state,
        int attempt,
        String reason,
        long timeMillis,
        long sequence) {

    /** The row of a COMMAND record. */
    static CommandStep of(Entry entry) {
        CommandChange change = CommandChange.read(entry);
        return new CommandStep(
                change.id(),
                change.device(),
                change.point(),
                change.value(),
                change.origin(),
                change.state(),
                change.attempt(),
                change.reason(),
                entry.timeMillis(),
                entry.sequence());
    }
}
