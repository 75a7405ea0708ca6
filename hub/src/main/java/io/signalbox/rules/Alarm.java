package io.signalbox.rules;

import io.signalbox.language.Severity;

/**
 * An alarm of a rule on a device, as the journal left it.
 *
 * @param action number of the action within its rule
 * @param clearedMillis plant time of its end; 0 while it is active
 */
public record Alarm(
        String rule,
        String device,
        int action,
        long activation,
        Severity severity,
        String text,
        long raisedMillis,
        long clearedMillis) {
    public boolean active() {
        return clearedMillis == 0;
    }
}
