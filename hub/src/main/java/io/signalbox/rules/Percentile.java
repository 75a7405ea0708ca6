package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
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
final class Percentile implements Memory, Fill {
    private static final int LOOKS = Operand.Window.STEPS * Operand.Window.LOOKS;

    /** How many of a hundred readings the result is not exceeded by. */
    private static final int SHARE = 95;

    private final Operand.Window span;
    private final Signal signal;

    /** The present pane; {@link PlantTime#NEVER} before the first look. */
    private long[] pane = new long[0];

    /** The number of the next reading. */
    private long[] next = new long[0];

    /** The value that is held; NaN while it is unknown. */
    private double[] held = new double[0];

    /** Until when it is believed. */
    private long[] until = new long[0];

    /** The last readings, by row and by their number modulo {@link #LOOKS}. */
    private double[] readings = new double[0];

    private double[] result = new double[0];
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
        if (pane[row] == NEVER) {
            pane[row] = step;
            next[row] = step * Operand.Window.LOOKS;
            while (span.look(next[row]) < now) {
                next[row]++;
            }
        } else if (pane[row] < step) {
            pane[row] = step;
            read(row, span.start(step));
            result[row] = result(row);
        }
        if (Double.compare(value, held[row]) != 0 || until[row] != signal.expiry(row)) {
            read(row, now);
            held[row] = value;
            until[row] = signal.expiry(row);
        }
        moment.wake(span.start(step + 1));
        return result[row];
    }

    /** Notes what was held at the instants before {@code end}. */
    private void read(int row, long end) {
        next[row] = Math.max(next[row], span.step(end) * Operand.Window.LOOKS - LOOKS);
        for (long at = span.look(next[row]); at < end; at = span.look(next[row])) {
            readings[row * LOOKS + slot(next[row])] = at < until[row] ? held[row] : Double.NaN;
            next[row]++;
        }
    }

    private static int slot(long look) {
        return (int) Math.floorMod(look, (long) LOOKS);
    }

    private double result(int row) {
        int count = 0;
        for (int i = 0; i < LOOKS; i++) {
            double reading = readings[row * LOOKS + i];
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
        if (!Double.isNaN(result[row])) {
            return "";
        }
        int count = 0;
        for (int at = row * LOOKS; at < (row + 1) * LOOKS; at++) {
            count += Double.isNaN(readings[at]) ? 0 : 1;
        }
        return span.call() + ": " + span.share(span.millis() * count / LOOKS)
                + " known, needs half";
    }

    @Override
    public int rowBytes() {
        return 3 * Long.BYTES + (2 + LOOKS) * Double.BYTES;
    }

    @Override
    public void resize(int rows) {
        int old = pane.length;
        pane = Arrays.copyOf(pane, rows);
        next = Arrays.copyOf(next, rows);
        held = Arrays.copyOf(held, rows);
        until = Arrays.copyOf(until, rows);
        result = Arrays.copyOf(result, rows);
        readings = Arrays.copyOf(readings, rows * LOOKS);
        for (int row = old; row < rows; row++) {
            reset(row);
        }
    }

    @Override
    public void reset(int row) {
        pane[row] = NEVER;
        next[row] = 0;
        held[row] = Double.NaN;
        until[row] = NEVER;
        result[row] = Double.NaN;
        Arrays.fill(readings, row * LOOKS, (row + 1) * LOOKS, Double.NaN);
    }

    @Override
    public void copy(int row, Memory other) {
        Percentile older = (Percentile) other;
        pane[row] = older.pane[row];
        next[row] = older.next[row];
        held[row] = older.held[row];
        until[row] = older.until[row];
        result[row] = older.result[row];
        System.arraycopy(older.readings, row * LOOKS, readings, row * LOOKS, LOOKS);
    }

    @Override
    public void snapshot(ByteWriter out, int row) {
        out.u64(pane[row]).u64(next[row]).f64(held[row]).u64(until[row]).f64(result[row]);
        for (int at = row * LOOKS; at < (row + 1) * LOOKS; at++) {
            out.f64(readings[at]);
        }
    }

    @Override
    public void restore(ByteReader in, int row) {
        pane[row] = in.u64();
        next[row] = in.u64();
        held[row] = in.f64();
        until[row] = in.u64();
        result[row] = in.f64();
        for (int at = row * LOOKS; at < (row + 1) * LOOKS; at++) {
            readings[at] = in.f64();
        }
    }

    @Override
    public long reachMillis() {
        return span.millis();
    }
}
