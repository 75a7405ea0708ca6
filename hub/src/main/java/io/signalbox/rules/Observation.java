package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.StoredValue;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One statement of a condition as it stood at the moment of a decision.
 *
 * @param statement what the author wrote
 * @param truth a value of {@link Kleene}
 * @param value the number that was compared, in {@code unit}; NaN if there is none
 * @param limit what it was compared with; NaN if there is none
 * @param unit of both, and of the distance; {@code s} for durations
 * @param samples the points that were read
 */
public record Observation(
        String statement,
        int truth,
        double value,
        double limit,
        String unit,
        List<Sample> samples) {
    /**
     * What a point said.
     *
     * @param value nothing while the point is unknown
     * @param shown the value with its unit, or "unknown"
     * @param atMillis when the device says it was so; {@link PlantTime#NEVER} if it never reported
     */
    public record Sample(String point, Optional<Value> value, String shown, long atMillis) {}

    public Observation {
        statement = Trace.shortened(statement);
        samples = List.copyOf(samples);
    }

    /** How far the value is from the limit, at least 0; NaN if there is nothing to measure. */
    public double distance() {
        return Math.abs(value - limit);
    }

    /** The same of the opposite statement. */
    Observation negated() {
        return new Observation(statement, Kleene.not(truth), value, limit, unit, samples);
    }

    /** The same without its number. */
    Observation unmeasured() {
        return new Observation(statement, truth, Double.NaN, Double.NaN, "", samples);
    }

    void write(ByteWriter out) {
        out.string(statement).u8(truth).f64(value).f64(limit).string(unit);
        out.varint(samples.size());
        for (Sample sample : samples) {
            out.string(sample.point);
            out.u8(sample.value.isPresent() ? 1 : 0);
            sample.value.ifPresent(value -> StoredValue.write(out, value));
            out.string(sample.shown).zigzag(sample.atMillis);
        }
    }

    static Observation read(ByteReader in) {
        String statement = in.string();
        int truth = in.u8();
        double value = in.f64();
        double limit = in.f64();
        String unit = in.string();
        List<Sample> samples = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            String point = in.string();
            Optional<Value> said =
                    in.u8() == 0 ? Optional.empty() : Optional.of(StoredValue.read(in));
            samples.add(new Sample(point, said, in.string(), in.zigzag()));
        }
        return new Observation(statement, truth, value, limit, unit, samples);
    }
}
