package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

/** Whether a calculation turned in this instant from one known number to another, and is known. */
final class Shift extends RowMemory implements Node {
    private final Reckoning of;

    /** What it was when last looked at; NaN if it was unknown. */
    private final Doubles last = doubles(Double.NaN);

    /** The instant of its last change from known to known. */
    private final Longs changed = longs(NEVER);

    Shift(Reckoning of) {
        this.of = of;
    }

    @Override
    public int truth(int row, Moment moment) {
        double value = of.at(row, moment);
        // false if one of both is unknown
        if (value < last.at[row] || value > last.at[row]) {
            changed.at[row] = moment.now;
        }
        last.at[row] = value;
        if (changed.at[row] != moment.now) {
            return Kleene.FALSE;
        }
        moment.wake(moment.now + 1);
        return Kleene.of(!Double.isNaN(value));
    }
}
