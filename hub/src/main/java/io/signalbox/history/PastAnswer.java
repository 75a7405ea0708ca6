package io.signalbox.history;

import java.util.List;

/**
 * What became of commands or alarms, the newest first.
 *
 * @param rows commands, each with its steps; or events of alarms
 * @param more true if there were more than the limit
 * @param through the journal record up to which all is in the answer
 * @param behind committed records that it did not wait for any longer; 0 unless the history lags
 */
public record PastAnswer<T>(List<T> rows, boolean more, long through, long behind) {
    public PastAnswer {
        rows = List.copyOf(rows);
    }
}
