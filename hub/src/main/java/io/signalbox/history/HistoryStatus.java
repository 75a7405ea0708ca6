package io.signalbox.history;

import java.time.Duration;
import java.util.Optional;

/**
 * How the history stands at one moment.
 *
 * @param appliedThrough last journal record that it has taken in
 * @param storedThrough last journal record whose readings are safe in its file
 * @param behind journal records that are committed and not yet taken in
 * @param rows readings added since the hub started
 * @param size of its file, a while ago; empty if it was not looked at yet, or is not here
 * @param retention how long a reading is kept
 * @param remark what an operator should know, such as why it stands still or where it begins; empty
 *     if there is nothing
 */
public record HistoryStatus(
        State state,
        long appliedThrough,
        long storedThrough,
        long behind,
        long rows,
        Optional<HistorySize> size,
        Duration retention,
        String remark) {

    /** What the history is doing. */
    public enum State {
        OPENING,
        SERVING,
        /** Something failed; it tries again by itself, and loses nothing meanwhile. */
        FAILED,
        CLOSED
    }
}
