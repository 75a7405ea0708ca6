package io.signalbox.rules;

import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at one statement of a condition when a decision is written down. */
interface Probe {
    Observation observe(int row, Moment moment);

    /** Whether its number tells how far the statement is from being so. */
    default boolean measures(boolean wanted) {
        return true;
    }

    /**
     * A statement about how long something has been so, or how long ago it was: that number tells how
     * far the statement is only where waiting makes it true, and never where it has to end.
     */
    record OfTime(Probe of, boolean comesByWaiting) implements Probe {
        @Override
        public Observation observe(int row, Moment moment) {
            return of.observe(row, moment);
        }

        @Override
        public boolean measures(boolean wanted) {
            return wanted && comesByWaiting;
        }
    }

    static List<Observation.Sample> samples(List<Column> columns, int row, long now) {
        List<Observation.Sample> samples = new ArrayList<>(columns.size());
        for (Column column : columns) {
            Optional<Value> value = column.value(row, now);
            samples.add(new Observation.Sample(
                    column.point().name(),
                    value,
                    value.map(column.point().kind()::show).orElse("unknown"),
                    column.sampled(row)));
        }
        return samples;
    }
}
