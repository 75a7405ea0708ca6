package io.signalbox.rules;

import io.signalbox.algorithm.Evidence;
import io.signalbox.algorithm.Learner;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.language.Operand;
import io.signalbox.language.PointKind;
import io.signalbox.language.Unit;
import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What an algorithm has learned of a point, for all devices of a type. It takes each good sample that
 * is not late once, however many rules call it, and begins with the first rule that does.
 */
final class Learners implements Memory {
    private final Operand.Learned called;
    private final Column column;

    /** By row; null before the first sample. */
    private @Nullable Learner[] learners = new @Nullable Learner[0];

    Learners(Operand.Learned called, Column column) {
        this.called = called;
        this.column = column;
    }

    Operand.Learned called() {
        return called;
    }

    /** Whether the same algorithm learned of the same point under an older declaration. */
    boolean continues(Learners older) {
        return called.algorithm() == older.called.algorithm()
                && called.millis() == older.called.millis()
                && called.point().name().equals(older.called.point().name())
                && called.point().kind().equals(older.called.point().kind());
    }

    void take(int row, long eventMillis, double value) {
        Learner learner = learners[row];
        if (learner == null) {
            learner = called.algorithm().learner(called.millis());
            learners[row] = learner;
        }
        learner.take(eventMillis, value);
    }

    /** What the algorithm says; NaN while it is unknown. */
    double value(int row, Moment moment) {
        Learner learner = learners[row];
        return column.known(row, moment) && learner != null ? learner.value() : Double.NaN;
    }

    /** What it says and what that rests on, for an {@link Observation}. */
    Observation.Sample sample(int row, long now) {
        Learner learner = learners[row];
        String name = called.call();
        if (learner == null) {
            return new Observation.Sample(name, Optional.empty(), "unknown", column.sampled(row));
        }
        boolean known = column.known(row, now) && !Double.isNaN(learner.value());
        Optional<Value> value =
                known ? Optional.of(new Value.Numeric(learner.value())) : Optional.empty();
        String said =
                known ? Figures.of(learner.value()) + unit(called.algorithm().unit()) : "unknown";
        String shown = said + ": " + shown(learner.evidence());
        return new Observation.Sample(name, value, shown, column.sampled(row));
    }

    private String unit(String own) {
        return own.isEmpty() ? unit(Evidence.Measure.VALUE) : own.equals("1") ? "" : " " + own;
    }

    private String shown(Evidence evidence) {
        String points = String.format(Locale.ROOT, "%,d points", evidence.points());
        return switch (evidence) {
            case Evidence.Usual usual -> shown(usual) + points;
            case Evidence.Foretold foretold -> shown(foretold) + points;
        };
    }

    private String shown(Evidence.Usual usual) {
        if (Double.isNaN(usual.expected())) {
            return "";
        }
        String unit = unit(usual.measure());
        return Figures.of(usual.seen()) + unit + ", expected " + Figures.of(usual.expected())
                + " ± " + Figures.of(usual.spread()) + unit + " (" + usual.basis() + "), ";
    }

    private String shown(Evidence.Foretold foretold) {
        if (foretold.checks() == 0) {
            return "";
        }
        String unit = unit(Evidence.Measure.VALUE);
        String apart = unit(Evidence.Measure.DIFFERENCE);
        return Figures.of(foretold.smoothed()) + unit + " by trend and seasons (off by "
                + Figures.of(foretold.error()) + apart + " of late), "
                + Figures.of(foretold.plain()) + unit
                + " as it was before (off by " + Figures.of(foretold.plainError()) + apart + "), ";
    }

    private String unit(Evidence.Measure measure) {
        if (!(called.point().kind() instanceof PointKind.Quantity quantity)
                || quantity.unit().equals(Unit.ONE)) {
            return "";
        }
        boolean isKelvin =
                measure == Evidence.Measure.DIFFERENCE && quantity.unit().isScale();
        return " " + (isKelvin ? "K" : quantity.unit().symbol());
    }

    /** What was learned a year ago tells in what is said today, as much as there is of it. */
    @Override
    public long reachMillis() {
        return 366L * 86_400_000;
    }

    @Override
    public int rowBytes() {
        return Long.BYTES + called.algorithm().bytes();
    }

    @Override
    public void resize(int rows) {
        learners = Arrays.copyOf(learners, rows);
    }

    @Override
    public void reset(int row) {
        learners[row] = null;
    }

    @Override
    public void copy(int row, Memory older) {
        learners[row] = ((Learners) older).learners[row];
    }

    @Override
    public void snapshot(ByteWriter out, int row) {
        Learner learner = learners[row];
        out.u8(learner == null ? 0 : 1);
        if (learner != null) {
            learner.snapshot(out);
        }
    }

    @Override
    public void restore(ByteReader in, int row) {
        if (in.u8() == 1) {
            Learner learner = called.algorithm().learner(called.millis());
            learner.restore(in);
            learners[row] = learner;
        }
    }
}
