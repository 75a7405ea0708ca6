package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

/**
 * {@code c for d}: whether {@code c} held on all of [now - d, now].
 *
 * <p>"All of" in Kleene's logic: true if it was true throughout; false if it was false at any
 * moment; otherwise unknown. So a gap in the data starts the waiting anew, but it does not look
 * like an end: the dwell is unknown until {@code d} after the gap, not false.
 *
 * <p>Two instants are enough: since when {@code c} is true, and until when it was last false.
 * Evaluation must take place at each instant at which {@code c} changes; evaluating more often
 * changes nothing.
 */
final class Dwell extends RowMemory implements Node {
    private final Node of;
    private final long millis;

    private final Bytes last = bytes(Kleene.UNKNOWN);
    private final Longs trueSince = longs(NEVER);
    private final Longs falseUntil = longs(NEVER);

    Dwell(Node of, long millis) {
        this.of = of;
        this.millis = millis;
    }

    @Override
    public int truth(int row, Moment moment) {
        int truth = of.truth(row, moment);
        long now = moment.now;
        if (truth != last.at[row]) {
            if (last.at[row] == Kleene.FALSE) {
                falseUntil.at[row] = now;
            }
            if (truth == Kleene.TRUE) {
                trueSince.at[row] = now;
            }
            last.at[row] = (byte) truth;
        }
        if (truth == Kleene.FALSE) {
            return Kleene.FALSE;
        }
        if (truth == Kleene.TRUE) {
            long end = trueSince.at[row] + millis;
            if (end <= now) {
                return Kleene.TRUE;
            }
            moment.wake(end);
        }
        long forgotten = falseUntil.at[row] + millis;
        moment.wake(forgotten);
        return now < forgotten ? Kleene.FALSE : Kleene.UNKNOWN;
    }

    /** How long the condition has held at {@code now}, in milliseconds; 0 if it does not. */
    long heldMillis(int row, long now) {
        return last.at[row] == Kleene.TRUE ? now - trueSince.at[row] : 0;
    }

    @Override
    public long reachMillis() {
        return millis;
    }
}
