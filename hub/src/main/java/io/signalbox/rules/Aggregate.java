package io.signalbox.rules;

import io.signalbox.language.Operand;
import io.signalbox.language.Operand.Function;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * What the numbers of the devices in a place come to. It follows from the numbers alone, not from
 * the order in which they came: sums are exact ({@link Totals}), and of others the numbers are kept
 * in order.
 */
final class Aggregate extends RowMemory implements Lookout.Tally {
    /** The device takes no part. */
    private static final byte APART = 0;

    /** Whether it does, or with which number, is unknown. */
    private static final byte UNKNOWN = 1;

    private static final byte IN = 2;

    private final Function function;
    private final Members members;
    private final Reckoning of;
    private final @Nullable Node where;
    private final @Nullable Totals totals;
    private final @Nullable Ranking ranking;

    /** By device: how it takes part, and with which number. */
    private final Bytes parts = bytes(UNKNOWN);

    private final Doubles numbers = doubles(0);

    /** By place: of how many devices the number is known, and of how many it is not. */
    private int[] known = new int[0];

    private int[] unknown = new int[0];

    /** By place: what it all comes to; NaN while that is unknown. */
    private double[] results = new double[0];

    /** @param where what those fulfil that take part; null for all */
    Aggregate(Operand.Gathered gathered, Members members, Reckoning of, @Nullable Node where) {
        this.function = gathered.function();
        this.members = members;
        this.of = of;
        this.where = where;
        boolean summed = function == Function.SUM || function == Function.AVG;
        this.totals = summed ? new Totals() : null;
        this.ranking = summed || function == Function.COUNT ? null : new Ranking();
    }

    /** What it comes to in a place, or NaN. */
    double at(int place) {
        return results[place];
    }

    /** How many devices there take part, as far as that is known. */
    int count(int place) {
        return known[place];
    }

    /** Whether the device takes part with a number that is known. */
    boolean isIn(int row) {
        return parts.at[row] == IN;
    }

    /** Whether nobody knows it of this device. */
    boolean isUnknown(int row) {
        return parts.at[row] == UNKNOWN;
    }

    /** The number with which the device takes part; means something while it {@link #isIn}. */
    double number(int row) {
        return numbers.at[row];
    }

    @Override
    public boolean look(int row, Moment moment) {
        double number = of.at(row, moment) + 0.0;
        int takesPart = where == null ? Kleene.TRUE : where.truth(row, moment);
        byte part = takesPart == Kleene.FALSE
                ? APART
                : takesPart == Kleene.UNKNOWN || !Double.isFinite(number) ? UNKNOWN : IN;
        double now = part == IN ? number : 0;
        if (part == parts.at[row] && Double.compare(now, numbers.at[row]) == 0) {
            return false;
        }
        int place = members.place(row);
        boolean stays = part == IN && parts.at[row] == IN;
        if (place != Members.NOWHERE && !stays) {
            take(row, place);
        }
        double before = numbers.at[row];
        parts.at[row] = part;
        numbers.at[row] = now;
        if (place == Members.NOWHERE) {
            return false;
        }
        if (stays) {
            change(place, before, now);
        } else {
            put(row, place);
        }
        return settle(place);
    }

    private void put(int row, int place) {
        unknown[place] += parts.at[row] == UNKNOWN ? 1 : 0;
        if (parts.at[row] == IN) {
            known[place]++;
            if (totals != null) {
                totals.add(place, numbers.at[row]);
            } else if (ranking != null) {
                ranking.add(place, numbers.at[row]);
            }
        }
    }

    private void take(int row, int place) {
        unknown[place] -= parts.at[row] == UNKNOWN ? 1 : 0;
        if (parts.at[row] == IN) {
            known[place]--;
            if (totals != null) {
                totals.take(place, numbers.at[row]);
            } else if (ranking != null) {
                ranking.take(place, numbers.at[row]);
            }
        }
    }

    private void change(int place, double before, double now) {
        if (totals != null) {
            totals.take(place, before);
            totals.add(place, now);
        } else if (ranking != null) {
            ranking.change(place, before, now);
        }
    }

    /** Works out what it comes to; true if that is another number. */
    private boolean settle(int place) {
        double before = results[place];
        double result = unknown[place] > 0 ? Double.NaN : result(place, known[place]);
        results[place] = Double.isFinite(result) ? result : Double.NaN;
        return Double.compare(before, results[place]) != 0;
    }

    private double result(int place, int count) {
        if (totals != null) {
            return count == 0
                    ? Double.NaN
                    : totals.over(place, function == Function.AVG ? count : 1);
        }
        if (ranking == null) {
            return count;
        }
        return count == 0 ? Double.NaN : ranking.at(place, rank(count));
    }

    private int rank(int count) {
        return switch (function) {
            case MIN -> 0;
            case MAX -> count - 1;
            case P95 -> (int) ((count * 95L + 99) / 100) - 1;
            case AVG, SUM, COUNT, DELTA, RATE, STDDEV, INTEGRAL ->
                throw new IllegalStateException(function + " has no rank");
        };
    }

    @Override
    public void enter(int row, int place) {
        put(row, place);
        settle(place);
    }

    @Override
    public void leave(int row, int place) {
        take(row, place);
        settle(place);
    }

    @Override
    public void resizePlaces(int places) {
        int old = known.length;
        known = Arrays.copyOf(known, places);
        unknown = Arrays.copyOf(unknown, places);
        results = Arrays.copyOf(results, places);
        if (totals != null) {
            totals.resize(places);
        }
        if (ranking != null) {
            ranking.resize(places);
        }
        for (int place = old; place < places; place++) {
            settle(place);
        }
    }

    @Override
    public int rowBytes() {
        return super.rowBytes() + (ranking == null ? 0 : Double.BYTES);
    }

    @Override
    public int placeBytes() {
        int own = 2 * Integer.BYTES + Double.BYTES;
        return own
                + (totals == null ? 0 : Totals.bytes())
                + (ranking == null ? 0 : Long.BYTES + Integer.BYTES);
    }
}
