package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.language.Operand;
import io.signalbox.language.Operand.Function;

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
final class Window extends RowMemory implements Fill {
    private static final int PANES = Operand.Window.STEPS;

    private final Operand.Window span;
    private final Function function;
    private final Signal signal;
    private final double nothing;

    /** The present pane; {@link PlantTime#NEVER} before the first look. */
    private final Longs pane = longs(NEVER);

    /** The value that is held; NaN while it is unknown. */
    private final Doubles held = doubles(Double.NaN);

    /** From when on the held value is not added yet. */
    private final Longs from = longs(NEVER);

    /** Until when the held value is believed. */
    private final Longs until = longs(NEVER);

    /** What the present pane has gathered. */
    private final Doubles gathered;

    /** For so many milliseconds of the present pane the point was known. */
    private final Ints known;

    /** {@link Signal#taken} when last looked at. */
    private final Ints taken;

    /** The value of the window; it follows from the panes. */
    private final Doubles result;

    /** What the last sixty panes have gathered, by row and by the pane's number modulo sixty. */
    private final Doubles panes;

    private final Ints panesKnown;

    /** Beside the panes; used for the deviation alone. */
    private final Spread spread;

    Window(Operand.Window span, Signal signal) {
        this.span = span;
        this.function = span.function();
        this.signal = signal;
        this.nothing = switch (function) {
            case AVG, SUM, COUNT, STDDEV, INTEGRAL, P95 -> 0;
            case MIN -> Double.POSITIVE_INFINITY;
            case MAX -> Double.NEGATIVE_INFINITY;
            case DELTA, RATE -> Double.NaN;
        };
        this.gathered = doubles(nothing);
        this.known = ints(0);
        this.taken = ints(0);
        this.result = doubles(Double.NaN);
        this.panes = doubles(nothing, PANES);
        this.panesKnown = intsBeside(panes, 0);
        this.spread = new Spread(this, function == Function.STDDEV);
    }

    /** The value now, or NaN while it is unknown. */
    double value(int row, Moment moment) {
        long now = moment.now;
        long step = span.step(now);
        double value = signal.number(row, moment);
        if (pane.at[row] == NEVER) {
            pane.at[row] = step;
            from.at[row] = now;
            held.at[row] = value;
        } else {
            boolean moved = pane.at[row] < step;
            if (!Double.isNaN(held.at[row]) && until.at[row] <= now) {
                add(row, until.at[row]);
                held.at[row] = Double.NaN;
            }
            if (moved) {
                add(row, span.start(step));
                result.at[row] = result(row);
            }
            if (Double.compare(value, held.at[row]) != 0) {
                add(row, now);
                held.at[row] = value;
            }
            count(row);
        }
        until.at[row] = signal.expiry(row);
        taken.at[row] = signal.taken(row);
        moment.wake(span.start(step + 1));
        return result.at[row];
    }

    private void count(int row) {
        int came = signal.taken(row) - taken.at[row];
        if (came > 0 && function == Function.SUM) {
            gathered.at[row] += came * signal.sample(row);
        } else if (came > 0 && function == Function.COUNT) {
            gathered.at[row] += came;
        }
    }

    /** Adds the held value up to an instant and closes the panes that end until then. */
    private void add(int row, long end) {
        long oldest = span.step(end) - PANES - 1;
        if (pane.at[row] < oldest) {
            pane.at[row] = oldest;
            from.at[row] = span.start(oldest);
            gathered.at[row] = nothing;
            spread.begin(row);
            known.at[row] = 0;
        }
        long boundary = span.start(pane.at[row] + 1);
        while (boundary <= end) {
            add(row, held.at[row], boundary - from.at[row]);
            from.at[row] = boundary;
            close(row, boundary);
            boundary = span.start(pane.at[row] + 1);
        }
        add(row, held.at[row], end - from.at[row]);
        from.at[row] = end;
    }

    private void add(int row, double value, long millis) {
        if (millis == 0 || Double.isNaN(value)) {
            return;
        }
        known.at[row] += (int) millis;
        switch (function) {
            case AVG, INTEGRAL -> gathered.at[row] += value * millis;
            case STDDEV -> spread.add(row, value, millis);
            case MIN -> gathered.at[row] = Math.min(gathered.at[row], value);
            case MAX -> gathered.at[row] = Math.max(gathered.at[row], value);
            case SUM, COUNT, DELTA, RATE, P95 -> {}
        }
    }

    private void close(int row, long boundary) {
        int at = row * PANES + slot(pane.at[row]);
        panes.at[at] = gathered.at[row];
        panesKnown.at[at] = known.at[row];
        spread.close(row, at, known.at[row]);
        pane.at[row]++;
        known.at[row] = 0;
        gathered.at[row] = switch (function) {
            case AVG, MIN, MAX, SUM, COUNT, STDDEV, INTEGRAL, P95 -> nothing;
            case DELTA, RATE -> boundary < until.at[row] ? held.at[row] : Double.NaN;
        };
    }

    private static int slot(long pane) {
        return (int) Math.floorMod(pane, (long) PANES);
    }

    private double result(int row) {
        int first = row * PANES;
        int oldest = slot(pane.at[row]);
        long sure = 0;
        double all = nothing;
        for (int i = 0; i < PANES; i++) {
            int at = first + (oldest + i) % PANES;
            sure += panesKnown.at[at];
            all = switch (function) {
                case AVG, SUM, COUNT, INTEGRAL -> all + panes.at[at];
                case MIN -> Math.min(all, panes.at[at]);
                case MAX -> Math.max(all, panes.at[at]);
                case DELTA, RATE -> gathered.at[row] - panes.at[first + oldest];
                case STDDEV, P95 -> all;
            };
        }
        boolean enough = 2 * sure >= span.millis();
        return switch (function) {
            case AVG -> enough ? all / sure : Double.NaN;
            case MIN, MAX, SUM, COUNT, P95 -> enough ? all : Double.NaN;
            case STDDEV ->
                enough ? spread.deviation(panesKnown.at, first, oldest, sure) : Double.NaN;
            case INTEGRAL -> enough ? all / 1000 : Double.NaN;
            case DELTA -> all;
            case RATE -> all / (span.millis() / 1000.0);
        };
    }

    @Override
    public String lack(int row) {
        if (!Double.isNaN(result.at[row])) {
            return "";
        }
        return switch (function) {
            case DELTA, RATE -> span.call() + ": needs what was " + span.ago() + " ago, and is now";
            case AVG, MIN, MAX, SUM, COUNT, STDDEV, INTEGRAL, P95 -> {
                long sure = 0;
                for (int at = row * PANES; at < (row + 1) * PANES; at++) {
                    sure += panesKnown.at[at];
                }
                yield span.call() + ": " + span.share(sure) + " known, needs half";
            }
        };
    }

    @Override
    public long reachMillis() {
        return span.millis();
    }
}
