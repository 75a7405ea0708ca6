package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

/**
 * Whether something turned from known to be false to known to be true in this instant, or the other
 * way round: from what it was before the first such change of the instant to what it is now.
 */
final class Passage extends RowMemory implements Node {
    private final Node of;
    private final int wanted;

    /** What it was when last looked at. */
    private final Bytes last = bytes(Kleene.UNKNOWN);

    /** The instant of the last change from known to known, and what it was before. */
    private final Longs changed = longs(NEVER);

    private final Bytes before = bytes(Kleene.UNKNOWN);

    /** @param entering true for the change to true, else the one to false */
    Passage(Node of, boolean entering) {
        this.of = of;
        this.wanted = Kleene.of(entering);
    }

    @Override
    public int truth(int row, Moment moment) {
        int truth = of.truth(row, moment);
        long now = moment.now;
        boolean known = truth != Kleene.UNKNOWN && last.at[row] != Kleene.UNKNOWN;
        if (known && truth != last.at[row] && changed.at[row] != now) {
            changed.at[row] = now;
            before.at[row] = last.at[row];
        }
        last.at[row] = (byte) truth;
        if (changed.at[row] != now) {
            return Kleene.FALSE;
        }
        moment.wake(now + 1);
        return Kleene.of(truth == wanted && before.at[row] != truth);
    }
}
