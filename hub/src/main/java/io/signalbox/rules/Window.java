package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.language.Operand;
import io.signalbox.language.Operand.Function;

import java.util.Arrays;

/**
 * What a point was like over a span of time: its mean, its limits, its samples, its change.
 *
 * <p>The span is cut into sixty panes, and it ends where the present pane begins: it slides pane by
 * pane, so its value changes at the ends of panes alone. The signal is held between samples, so
 * each value weighs as long as it was believed.
 *
 * <p>Sums are the same to the last bit however often somebody looks: a stretch in which a value is
 * held is added when it ends or its pane does, not before; and the panes are summed anew from the
 * oldest to the newest when one ends. Nothing is ever subtracted, so no error piles up.
 */
final class Window implements Memory, Fill {
    private static final int PANES = Operand.Window.STEPS;

    private final Operand.Window span;
    private final Function function;
    private final Signal signal;
    private final double nothing;

    /** The present pane; {@link PlantTime#NEVER} before the first look. */
    private long[] pane = new long[0];

    /** The value that is held; NaN while it is unknown. */
    private double[] held = new double[0];

    /** From when on the held value is not added yet. */
    private long[] from = new long[0];

    /** Until when the held value is believed. */
    private long[] until = new long[0];

    /** What the present pane has gathered. */
    private double[] gathered = new double[0];

    /** For so many milliseconds of the present pane the point was known. */
    private int[] known = new int[0];

    /** {@link Signal#taken} when last looked at. */
    private int[] taken = new int[0];

    /** What the last sixty panes have gathered, by row and by the pane's number modulo sixty. */
    private double[] panes = new double[0];

    private int[] panesKnown = new int[0];

    /** The value of the window; it follows from the panes. */
    private double[] result = new double[0];

    /** Beside the panes; used for the deviation alone. */
    private final Spread spread;

    Window(Operand.Window span, Signal signal) {
        this.span = span;
        this.function = span.function();
        this.signal = signal;
        this.spread = new Spread(function == Function.STDDEV);
        this.nothing = switch (function) {
            case AVG, SUM, COUNT, STDDEV, INTEGRAL, P95 -> 0;
            case MIN -> Double.POSITIVE_INFINITY;
            case MAX -> Double.NEGATIVE_INFINITY;
            case DELTA, RATE -> Double.NaN;
        };
    }

    /** The value now, or NaN while it is unknown. */
    double value(int row, Moment moment) {
        long now = moment.now;
        long step = span.step(now);
        double value = signal.number(row, moment);
        if (pane[row] == NEVER) {
            pane[row] = step;
            from[row] = now;
            held[row] = value;
        } else {
            boolean moved = pane[row] < step;
            if (!Double.isNaN(held[row]) && until[row] <= now) {
                add(row, until[row]);
                held[row] = Double.NaN;
            }
            if (moved) {
                add(row, span.start(step));
                result[row] = result(row);
            }
            if (Double.compare(value, held[row]) != 0) {
                add(row, now);
                held[row] = value;
            }
            count(row);
        }
        until[row] = signal.expiry(row);
        taken[row] = signal.taken(row);
        moment.wake(span.start(step + 1));
        return result[row];
    }

    private void count(int row) {
        int came = signal.taken(row) - taken[row];
        if (came > 0 && function == Function.SUM) {
            gathered[row] += came * signal.sample(row);
        } else if (came > 0 && function == Function.COUNT) {
            gathered[row] += came;
        }
    }

    /** Adds the held value up to an instant and closes the panes that end until then. */
    private void add(int row, long end) {
        long oldest = span.step(end) - PANES - 1;
        if (pane[row] < oldest) {
            pane[row] = oldest;
            from[row] = span.start(oldest);
            gathered[row] = nothing;
            spread.begin(row);
            known[row] = 0;
        }
        long boundary = span.start(pane[row] + 1);
        while (boundary <= end) {
            add(row, held[row], boundary - from[row]);
            from[row] = boundary;
            close(row, boundary);
            boundary = span.start(pane[row] + 1);
        }
        add(row, held[row], end - from[row]);
        from[row] = end;
    }

    private void add(int row, double value, long millis) {
        if (millis == 0 || Double.isNaN(value)) {
            return;
        }
        known[row] += (int) millis;
        switch (function) {
            case AVG, INTEGRAL -> gathered[row] += value * millis;
            case STDDEV -> spread.add(row, value, millis);
            case MIN -> gathered[row] = Math.min(gathered[row], value);
            case MAX -> gathered[row] = Math.max(gathered[row], value);
            case SUM, COUNT, DELTA, RATE, P95 -> {}
        }
    }

    private void close(int row, long boundary) {
        int at = row * PANES + slot(pane[row]);
        panes[at] = gathered[row];
        panesKnown[at] = known[row];
        spread.close(row, at, known[row]);
        pane[row]++;
        known[row] = 0;
        gathered[row] = switch (function) {
            case AVG, MIN, MAX, SUM, COUNT, STDDEV, INTEGRAL, P95 -> nothing;
            case DELTA, RATE -> boundary < until[row] ? held[row] : Double.NaN;
        };
    }

    private static int slot(long pane) {
        return (int) Math.floorMod(pane, (long) PANES);
    }

    private double result(int row) {
        int first = row * PANES;
        int oldest = slot(pane[row]);
        long sure = 0;
        double all = nothing;
        for (int i = 0; i < PANES; i++) {
            int at = first + (oldest + i) % PANES;
            sure += panesKnown[at];
            all = switch (function) {
                case AVG, SUM, COUNT, INTEGRAL -> all + panes[at];
                case MIN -> Math.min(all, panes[at]);
                case MAX -> Math.max(all, panes[at]);
                case DELTA, RATE -> gathered[row] - panes[first + oldest];
                case STDDEV, P95 -> all;
            };
        }
        boolean enough = 2 * sure >= span.millis();
        return switch (function) {
            case AVG -> enough ? all / sure : Double.NaN;
            case MIN, MAX, SUM, COUNT, P95 -> enough ? all : Double.NaN;
            case STDDEV -> enough ? spread.deviation(panesKnown, first, oldest, sure) : Double.NaN;
            case INTEGRAL -> enough ? all / 1000 : Double.NaN;
            case DELTA -> all;
            case RATE -> all / (span.millis() / 1000.0);
        };
    }

    @Override
    public String lack(int row) {
        if (!Double.isNaN(result[row])) {
            return "";
        }
        return switch (function) {
            case DELTA, RATE -> span.call() + ": needs what was " + span.ago() + " ago, and is now";
            case AVG, MIN, MAX, SUM, COUNT, STDDEV, INTEGRAL, P95 -> {
                long sure = 0;
                for (int at = row * PANES; at < (row + 1) * PANES; at++) {
                    sure += panesKnown[at];
                }
                yield span.call() + ": " + span.share(sure) + " known, needs half";
            }
        };
    }

    @Override
    public int rowBytes() {
        return 3 * Long.BYTES
                + 3 * Double.BYTES
                + 2 * Integer.BYTES
                + PANES * (Double.BYTES + Integer.BYTES)
                + spread.rowBytes();
    }

    @Override
    public void resize(int rows) {
        int old = pane.length;
        pane = Arrays.copyOf(pane, rows);
        held = Arrays.copyOf(held, rows);
        from = Arrays.copyOf(from, rows);
        until = Arrays.copyOf(until, rows);
        gathered = Arrays.copyOf(gathered, rows);
        known = Arrays.copyOf(known, rows);
        taken = Arrays.copyOf(taken, rows);
        result = Arrays.copyOf(result, rows);
        panes = Arrays.copyOf(panes, rows * PANES);
        panesKnown = Arrays.copyOf(panesKnown, rows * PANES);
        spread.resize(rows);
        for (int row = old; row < rows; row++) {
            reset(row);
        }
    }

    @Override
    public void reset(int row) {
        pane[row] = NEVER;
        held[row] = Double.NaN;
        from[row] = NEVER;
        until[row] = NEVER;
        gathered[row] = nothing;
        known[row] = 0;
        taken[row] = 0;
        result[row] = Double.NaN;
        Arrays.fill(panes, row * PANES, (row + 1) * PANES, nothing);
        Arrays.fill(panesKnown, row * PANES, (row + 1) * PANES, 0);
        spread.reset(row);
    }

    @Override
    public void copy(int row, Memory other) {
        Window older = (Window) other;
        pane[row] = older.pane[row];
        held[row] = older.held[row];
        from[row] = older.from[row];
        until[row] = older.until[row];
        gathered[row] = older.gathered[row];
        known[row] = older.known[row];
        taken[row] = older.taken[row];
        result[row] = older.result[row];
        System.arraycopy(older.panes, row * PANES, panes, row * PANES, PANES);
        System.arraycopy(older.panesKnown, row * PANES, panesKnown, row * PANES, PANES);
        spread.copy(row, older.spread);
    }

    @Override
    public void snapshot(ByteWriter out, int row) {
        out.u64(pane[row]).f64(held[row]).u64(from[row]).u64(until[row]);
        out.f64(gathered[row]).u32(known[row]).u32(taken[row]).f64(result[row]);
        for (int at = row * PANES; at < (row + 1) * PANES; at++) {
            out.f64(panes[at]).u32(panesKnown[at]);
        }
        spread.snapshot(out, row);
    }

    @Override
    public void restore(ByteReader in, int row) {
        pane[row] = in.u64();
        held[row] = in.f64();
        from[row] = in.u64();
        until[row] = in.u64();
        gathered[row] = in.f64();
        known[row] = in.u32();
        taken[row] = in.u32();
        result[row] = in.f64();
        for (int at = row * PANES; at < (row + 1) * PANES; at++) {
            panes[at] = in.f64();
            panesKnown[at] = in.u32();
        }
        spread.restore(in, row);
    }

    @Override
    public long reachMillis() {
        return span.millis();
    }
}
