package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.language.Operand;

import java.util.Arrays;

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
    private double[] first = new double[0];

    /** Milliseconds times the values, counted from the first one, and times their squares. */
    private double[] sum = new double[0];

    private double[] squares = new double[0];

    /** Of the last sixty panes, as {@link Window} numbers them. */
    private double[] means = new double[0];

    private double[] deviations = new double[0];

    /** @param used false for a window that does not ask: it then keeps nothing */
    Spread(boolean used) {
        this.used = used;
    }

    void add(int row, double value, long millis) {
        if (Double.isNaN(first[row])) {
            first[row] = value;
        }
        double apart = value - first[row];
        sum[row] += apart * millis;
        squares[row] += apart * apart * millis;
    }

    /** The present pane of the row ends; it was known for so many milliseconds. */
    void close(int row, int at, int known) {
        if (used) {
            means[at] = known == 0 ? 0 : first[row] + sum[row] / known;
            deviations[at] =
                    known == 0 ? 0 : Math.max(0, squares[row] - sum[row] * sum[row] / known);
            begin(row);
        }
    }

    /** A pane begins. */
    void begin(int row) {
        if (used) {
            first[row] = Double.NaN;
            sum[row] = 0;
            squares[row] = 0;
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
            mean += means[at] * known[at];
        }
        mean /= all;
        double squared = 0;
        for (int i = 0; i < PANES; i++) {
            int at = from + (oldest + i) % PANES;
            double apart = means[at] - mean;
            squared += deviations[at] + apart * apart * known[at];
        }
        return Math.sqrt(squared / all);
    }

    int rowBytes() {
        return used ? (3 + 2 * PANES) * Double.BYTES : 0;
    }

    void resize(int rows) {
        if (used) {
            first = Arrays.copyOf(first, rows);
            sum = Arrays.copyOf(sum, rows);
            squares = Arrays.copyOf(squares, rows);
            means = Arrays.copyOf(means, rows * PANES);
            deviations = Arrays.copyOf(deviations, rows * PANES);
        }
    }

    void reset(int row) {
        if (used) {
            begin(row);
            Arrays.fill(means, row * PANES, (row + 1) * PANES, 0);
            Arrays.fill(deviations, row * PANES, (row + 1) * PANES, 0);
        }
    }

    void copy(int row, Spread older) {
        if (used) {
            first[row] = older.first[row];
            sum[row] = older.sum[row];
            squares[row] = older.squares[row];
            System.arraycopy(older.means, row * PANES, means, row * PANES, PANES);
            System.arraycopy(older.deviations, row * PANES, deviations, row * PANES, PANES);
        }
    }

    void snapshot(ByteWriter out, int row) {
        if (used) {
            out.f64(first[row]).f64(sum[row]).f64(squares[row]);
            for (int at = row * PANES; at < (row + 1) * PANES; at++) {
                out.f64(means[at]).f64(deviations[at]);
            }
        }
    }

    void restore(ByteReader in, int row) {
        if (used) {
            first[row] = in.f64();
            sum[row] = in.f64();
            squares[row] = in.f64();
            for (int at = row * PANES; at < (row + 1) * PANES; at++) {
                means[at] = in.f64();
                deviations[at] = in.f64();
            }
        }
    }
}
