package io.signalbox.rules;

import io.signalbox.time.Times;

import java.util.List;

/**
 * A statement of a condition that is not as it would have to be.
 *
 * @param seen the statement as it stands
 * @param wanted whether it would have to be true, or false
 * @param lacks what windows lack that it looks at, such as "avg(level, 15 min): 4 of 15 min known,
 *     needs half"
 */
public record Hindrance(Observation seen, boolean wanted, List<String> lacks) {
    public Hindrance {
        lacks = List.copyOf(lacks);
    }

    /** Statements without a number come behind those with one, unknown ones last. */
    private static final double NO_NUMBER = 2;

    private static final double NOTHING_KNOWN = 3;

    /**
     * How far it is from the other way, as a part of the greater of value and limit: 0 is at the
     * limit, 1 as far as can be; more for what has no measure.
     */
    public double farness() {
        if (seen.truth() == Kleene.UNKNOWN && Double.isNaN(seen.distance())) {
            return NOTHING_KNOWN;
        }
        if (Double.isNaN(seen.distance())) {
            return NO_NUMBER;
        }
        double scale = Math.max(Math.abs(seen.value()), Math.abs(seen.limit()));
        return scale == 0 ? 0 : Math.min(1, seen.distance() / scale);
    }

    /** It in words. */
    public String words() {
        StringBuilder words = new StringBuilder()
                .append('\'')
                .append(seen.statement())
                .append("' is ")
                .append(Kleene.name(seen.truth()))
                .append(", has to be ")
                .append(wanted);
        if (!Double.isNaN(seen.distance())) {
            words.append(": ")
                    .append(Why.number(seen.distance(), seen.unit()))
                    .append(" away (")
                    .append(Why.number(seen.value(), seen.unit()))
                    .append(", limit ")
                    .append(Why.number(seen.limit(), seen.unit()))
                    .append(')');
        }
        lacks.forEach(lack -> words.append("; ").append(lack));
        for (Observation.Sample sample : seen.samples()) {
            words.append("; ").append(sample.point()).append(" = ").append(sample.shown());
            words.append(
                    sample.atMillis() == PlantTime.NEVER
                            ? ", never reported"
                            : " of " + Times.of(sample.atMillis()));
        }
        return words.toString();
    }
}
