package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.language.Operand;

import java.util.Arrays;

/**
 * The value that a signal does not exceed for 95 % of a window.
 *
 * <p>The signal is read at {@value #LOOKS} equally spaced instants of the window, and of these
 * readings the one of rank 95 % is the result: bounded whatever comes, exact for a signal that keeps
 * each value from one reading to the next, and never a value that the signal did not have. As
 * {@link Window}, it moves on when a pane begins, and it is the same however often somebody looks:
 * what is read at an instant is what was held when the instant had passed.
 */
final class Percentile extends RowMemory implements Fill {
    private static final int LOOKS = Operand.Window.STEPS * Operand.Window.LOOKS;

    /** How many of a hundred readings the result is not exceeded by. */
    private static final int SHARE = 95;

    private final Operand.Window span;
    private final Signal signal;

    /** The present pane; {@link PlantTime#NEVER} before the first look. */
    private final Longs pane = longs(NEVER);

    /** The number of the next reading. */
    private final Longs next = longs(0);

    /** The value that is held; NaN while it is unknown. */
    private final Doubles held = doubles(Double.NaN);

    /** Until when it is believed. */
    private final Longs until = longs(NEVER);

    private final Doubles result = doubles(Double.NaN);

    /** The last readings, by row and by their number modulo {@link #LOOKS}. */
    private final Doubles readings = doubles(Double.NaN, LOOKS);

    private final double[] sorted = new double[LOOKS];

    Percentile(Operand.Window span, Signal signal) {
        this.span = span;
        this.signal = signal;
    }

    /** The value now, or NaN while it is unknown. */
    double value(int row, Moment moment) {
        long now = moment.now;
        long step = span.step(now);
        double value = signal.number(row, moment);
        if (pane.at[row] == NEVER) {
            pane.at[row] = step;
            next.at[row] = step * Operand.Window.LOOKS;
            while (span.look(next.at[row]) < now) {
                next.at[row]++;
            }
        } else if (pane.at[row] < step) {
            pane.at[row] = step;
            read(row, span.start(step));
            result.at[row] = result(row);
        }
        if (Double.compare(value, held.at[row]) != 0 || until.at[row] != signal.expiry(row)) {
            read(row, now);
            held.at[row] = value;
            until.at[row] = signal.expiry(row);
        }
        moment.wake(span.start(step + 1));
        return result.at[row];
    }

    /** Notes what was held at the instants before {@code end}. */
    private void read(int row, long end) {
        next.at[row] = Math.max(next.at[row], span.step(end) * Operand.Window.LOOKS - LOOKS);
        for (long at = span.look(next.at[row]); at < end; at = span.look(next.at[row])) {
            readings.at[row * LOOKS + slot(next.at[row])] =
                    at < until.at[row] ? held.at[row] : Double.NaN;
            next.at[row]++;
        }
    }

    private static int slot(long look) {
        return (int) Math.floorMod(look, (long) LOOKS);
    }

    private double result(int row) {
        int count = 0;
        for (int i = 0; i < LOOKS; i++) {
            double reading = readings.at[row * LOOKS + i];
            if (!Double.isNaN(reading)) {
                sorted[count++] = reading;
            }
        }
        if (2 * count < LOOKS) {
            return Double.NaN;
        }
        Arrays.sort(sorted, 0, count);
        return sorted[(SHARE * count + 99) / 100 - 1];
    }

    @Override
    public String lack(int row) {
        if (!Double.isNaN(result.at[row])) {
            return "";
        }
        int count = 0;
        for (int at = row * LOOKS; at < (row + 1) * LOOKS; at++) {
            count += Double.isNaN(readings.at[at]) ? 0 : 1;
        }
        return span.call() + ": " + span.share(span.millis() * count / LOOKS)
                + " known, needs half";
    }

    @Override
    public long reachMillis() {
        return span.millis();
    }
}
