package io.signalbox.rules;

import io.signalbox.language.Operand;

/**
 * How far the values of a {@link Window} lie apart: mean and squared deviations of each pane.
 *
 * <p>Within a pane values are counted from the first one, and panes are brought together by their
 * means; so nothing cancels out that a meter with a large number shows.
 */
final class Spread {
    private static final int PANES = Operand.Window.STEPS;

    private final boolean used;

    /** The first value of the present pane; NaN before it. */
    private final RowMemory.Doubles first;

    /** Milliseconds times the values, counted from the first one, and times their squares. */
    private final RowMemory.Doubles sum;

    private final RowMemory.Doubles squares;

    /** Of the last sixty panes, as {@link Window} numbers them. */
    private final RowMemory.Doubles means;

    private final RowMemory.Doubles deviations;

    /**
     * @param keeper whose arrays these are
     * @param used false for a window that does not ask: it then keeps nothing
     */
    Spread(RowMemory keeper, boolean used) {
        this.used = used;
        this.first = keeper.doubles(Double.NaN, used ? 1 : 0);
        this.sum = keeper.doubles(0, used ? 1 : 0);
        this.squares = keeper.doubles(0, used ? 1 : 0);
        this.means = keeper.doubles(0, used ? PANES : 0);
        this.deviations = keeper.doublesBeside(means, 0);
    }

    void add(int row, double value, long millis) {
        if (Double.isNaN(first.at[row])) {
            first.at[row] = value;
        }
        double apart = value - first.at[row];
        sum.at[row] += apart * millis;
        squares.at[row] += apart * apart * millis;
    }

    /** The present pane of the row ends; it was known for so many milliseconds. */
    void close(int row, int at, int known) {
        if (used) {
            means.at[at] = known == 0 ? 0 : first.at[row] + sum.at[row] / known;
            deviations.at[at] = known == 0
                    ? 0
                    : Math.max(0, squares.at[row] - sum.at[row] * sum.at[row] / known);
            begin(row);
        }
    }

    /** A pane begins. */
    void begin(int row) {
        if (used) {
            first.at[row] = Double.NaN;
            sum.at[row] = 0;
            squares.at[row] = 0;
        }
    }

    /**
     * The standard deviation over all panes.
     *
     * @param known milliseconds of each pane
     * @param from where the panes of the row begin
     * @param oldest the pane that is added first
     * @param all the sum of {@code known}, above zero
     */
    double deviation(int[] known, int from, int oldest, long all) {
        double mean = 0;
        for (int i = 0; i < PANES; i++) {
            int at = from + (oldest + i) % PANES;
            mean += means.at[at] * known[at];
        }
        mean /= all;
        double squared = 0;
        for (int i = 0; i < PANES; i++) {
            int at = from + (oldest + i) % PANES;
            double apart = means.at[at] - mean;
            squared += deviations.at[at] + apart * apart * known[at];
        }
        return Math.sqrt(squared / all);
    }
}
