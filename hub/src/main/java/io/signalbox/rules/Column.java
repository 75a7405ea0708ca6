package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;

/**
 * One point of all devices of a type: the newest sample of each, by row.
 *
 * <p>The signal is the newest sample by the device's own time, while it is younger than the
 * point's time to live and of good quality; otherwise it is unknown. A sample of bad quality is
 * kept as one that makes the point unknown.
 */
final class Column implements Signal {
    /** Answer of {@link #take}: older than the sample at hand, so it changes no value. */
    static final int LATE = 1;

    /** Answer of {@link #take}: what conditions say of the point may have changed. */
    static final int MOVED = 2;

    private final Point point;
    private final long timeToLive;
    private final boolean ofNumbers;
    private final boolean ofWords;
    private final boolean ofWhole;
    private Learners[] learners = new Learners[0];

    private final Samples samples = new Samples();

    /** The words themselves; used for points that have no codes: words, and positions as text. */
    private @Nullable String[] words = new @Nullable String[0];

    /** The whole numbers themselves; used for points of whole numbers alone. */
    private long[] exact = new long[0];

    /** How many good samples were taken; used for points over which windows look. */
    private int[] taken = new int[0];

    private boolean counts;

    /** The positions themselves; used for points of positions alone. */
    private final Whereabouts whereabouts = new Whereabouts();

    private final boolean ofPlaces;

    /** What conditions hold the number against, ascending. */
    private double[] limits = new double[0];

    /** The shortest silence that conditions speak of. */
    private long leastSilence = Long.MAX_VALUE;

    Column(Point point) {
        this.point = point;
        this.timeToLive = point.timeToLiveMillis();
        this.ofWords =
                point.kind() instanceof PointKind.Words || point.kind() instanceof PointKind.Place;
        this.ofPlaces = point.kind() instanceof PointKind.Place;
        this.ofNumbers = point.kind() instanceof PointKind.Quantity;
        this.ofWhole = point.kind() instanceof PointKind.Quantity quantity && quantity.whole();
    }

    Point point() {
        return point;
    }

    /** A condition holds the number against this one. */
    void limit(double limit) {
        int at = Arrays.binarySearch(limits, limit);
        if (at < 0) {
            int place = -1 - at;
            double[] more = Arrays.copyOf(limits, limits.length + 1);
            System.arraycopy(limits, place, more, place + 1, limits.length - place);
            more[place] = limit;
            limits = more;
        }
    }

    /** A window asks how many samples there were. */
    void count() {
        counts = true;
    }

    /** A condition speaks of so long a silence. */
    void silence(long millis) {
        leastSilence = Math.min(leastSilence, millis);
    }

    /** Lets an algorithm hear each good sample that is not late from now on. */
    void tell(Learners more) {
        learners = Arrays.copyOf(learners, learners.length + 1);
        learners[learners.length - 1] = more;
    }

    void resize(int rows) {
        samples.resize(rows);
        if (ofWords) {
            words = Arrays.copyOf(words, rows);
        }
        if (ofWhole) {
            exact = Arrays.copyOf(exact, rows);
        }
        if (counts) {
            taken = Arrays.copyOf(taken, rows);
        }
        if (ofPlaces) {
            whereabouts.resize(rows);
        }
    }

    void reset(int row) {
        samples.reset(row);
        if (counts) {
            taken[row] = 0;
        }
        if (ofWords) {
            words[row] = null;
        }
    }

    /** What algorithms learned of the point is of another device. */
    void unlearn(int row) {
        for (Learners learner : learners) {
            learner.reset(row);
        }
    }

    /** Takes over what another column of the same words knows of a device. */
    void copy(int row, Column from, int fromRow) {
        samples.copy(row, from.samples, fromRow);
        if (ofWords) {
            words[row] = from.words[fromRow];
        }
        if (ofWhole) {
            exact[row] = from.exact[fromRow];
        }
        if (counts) {
            taken[row] = from.taken(fromRow);
        }
        if (ofPlaces) {
            whereabouts.copy(row, from.whereabouts, fromRow);
        }
    }

    /**
     * Takes a sample.
     *
     * @param eventMillis not after {@code now}
     * @return {@link #LATE} and {@link #MOVED}, each if it is so
     */
    int take(int row, Value value, boolean good, long eventMillis, long now) {
        boolean wasSilent = now - samples.heard(row) >= leastSilence;
        samples.hear(row, now);
        int moved = wasSilent ? MOVED : 0;
        if (eventMillis < samples.sampled(row)) {
            return moved | LATE;
        }
        double told = good ? code(value) : Double.NaN;
        boolean known = known(row, now);
        boolean changes = samples.value(row) != told || isOther(row, value);
        if (known && changes && !Double.isNaN(told)) {
            samples.change(row);
        }
        if (changes && known && (!ofNumbers || isLimitBetween(samples.value(row), told))) {
            moved = MOVED;
        }
        keep(row, value, told, eventMillis);
        return known == known(row, now) ? moved : MOVED;
    }

    private void keep(int row, Value value, double told, long eventMillis) {
        samples.keep(row, told, eventMillis);
        if (!Double.isNaN(told)) {
            for (Learners learner : learners) {
                learner.take(row, eventMillis, told);
            }
            if (counts) {
                taken[row]++;
            }
        }
        if (ofWords) {
            words[row] = value.toString();
        }
        if (ofWhole) {
            exact[row] = exactly(value);
        }
        if (ofPlaces) {
            whereabouts.keep(row, value);
        }
    }

    /** Whether one of two numbers is beyond a limit that the other one is not, or at it. */
    private boolean isLimitBetween(double one, double other) {
        double low = Math.min(one, other);
        double high = Math.max(one, other);
        int from = 0;
        int to = limits.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (limits[middle] < low) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from < limits.length && limits[from] <= high;
    }

    /** Whether two values of one code differ. */
    private boolean isOther(int row, Value value) {
        return (ofWords && !value.toString().equals(words[row]))
                || (ofWhole && exact[row] != exactly(value));
    }

    private static long exactly(Value value) {
        return switch (value) {
            case Value.Whole whole -> whole.value();
            case Value.Numeric number -> (long) number.value();
            case Value.Text text -> 0;
            case Value.Bool bool -> 0;
            case Value.Position place -> 0;
        };
    }

    /** Whether {@link #exact} has the numbers of this point. */
    boolean isOfWhole() {
        return ofWhole;
    }

    /** The whole number at hand; means something while it is known. */
    long exact(int row) {
        return exact[row];
    }

    private double code(Value value) {
        if (ofNumbers && value instanceof Value.Numeric number) {
            return number.value();
        }
        if (ofWords) {
            return point.kind().allows(value) ? 0 : Double.NaN;
        }
        return point.kind().code(value);
    }

    /** True if a value grows too old. */
    boolean ages() {
        return timeToLive != 0;
    }

    boolean known(int row, long now) {
        return !Double.isNaN(samples.value(row))
                && (timeToLive == 0 || now - samples.sampled(row) < timeToLive);
    }

    /** As {@link #known}. When the value grows too old, {@link Freshness} says. */
    boolean known(int row, Moment moment) {
        return known(row, moment.now);
    }

    /** The code of the value, or NaN while it is unknown. */
    @Override
    public double number(int row, Moment moment) {
        return known(row, moment) ? samples.value(row) : Double.NaN;
    }

    /** Whether the sample at hand says this, however old it is. */
    boolean says(int row, double code, @Nullable String word) {
        return ofWords ? word != null && word.equals(words[row]) : samples.value(row) == code;
    }

    /** The latitude of the sample at hand; means something while it is known. */
    double latitude(int row) {
        return whereabouts.latitude(row);
    }

    double longitude(int row) {
        return whereabouts.longitude(row);
    }

    boolean changedAt(int row, long now) {
        return samples.heard(row) == now && !Double.isNaN(samples.before(row));
    }

    /** Whether the number came beyond the limit in the instant of its last change. */
    boolean crossed(int row, boolean rising, double limit) {
        return rising
                ? samples.before(row) <= limit && samples.value(row) > limit
                : samples.before(row) >= limit && samples.value(row) < limit;
    }

    /** When the value at hand grows too old; {@link Long#MAX_VALUE} if it never does. */
    @Override
    public long expiry(int row) {
        return timeToLive == 0 ? Long.MAX_VALUE : samples.sampled(row) + timeToLive;
    }

    /** The code of the sample at hand, however old it is; NaN if it is not good. */
    @Override
    public double sample(int row) {
        return samples.value(row);
    }

    @Override
    public int taken(int row) {
        return counts ? taken[row] : 0;
    }

    /** When a sample last came, or {@link PlantTime#NEVER}. */
    long heard(int row) {
        return samples.heard(row);
    }

    /** Corrects when a sample last came, if it is told after the fact. */
    void heardAt(int row, long millis) {
        samples.heardAt(row, millis);
    }

    long sampled(int row) {
        return samples.sampled(row);
    }

    Optional<Value> value(int row, long now) {
        if (!known(row, now)) {
            return Optional.empty();
        }
        double code = samples.value(row);
        return Optional.of(
                switch (point.kind()) {
                    case PointKind.Quantity q ->
                        ofWhole ? Value.whole(exact[row]) : new Value.Numeric(code);
                    case PointKind.Enumeration e -> new Value.Text(e.values().get((int) code));
                    case PointKind.Truth t -> new Value.Bool(code != 0);
                    case PointKind.Words w -> new Value.Text(String.valueOf(words[row]));
                    case PointKind.Place p ->
                        Value.Position.parse(String.valueOf(words[row])).orElseThrow();
                });
    }

    void snapshot(ByteWriter out, int row) {
        samples.snapshot(out, row);
        out.u32(taken(row));
        if (ofWords) {
            out.string(String.valueOf(words[row]));
        }
        if (ofWhole) {
            out.u64(exact[row]);
        }
    }

    void restore(ByteReader in, int row) {
        samples.restore(in, row);
        int told = in.u32();
        if (counts) {
            taken[row] = told;
        }
        if (ofWords) {
            words[row] = in.string();
        }
        if (ofWhole) {
            exact[row] = in.u64();
        }
        if (ofPlaces) {
            Value.Position.parse(String.valueOf(words[row]))
                    .ifPresent(place -> whereabouts.keep(row, place));
        }
    }

    /** The words by which {@link #says} knows a value; null for one that has a code. */
    static @Nullable String word(Value value) {
        return switch (value) {
            case Value.Text text -> text.value();
            case Value.Position place -> place.toString();
            case Value.Numeric number -> null;
            case Value.Whole number -> null;
            case Value.Bool bool -> null;
        };
    }
}
