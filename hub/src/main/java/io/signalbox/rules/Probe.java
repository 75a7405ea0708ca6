package io.signalbox.rules;

import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at one statement of a condition when a decision is written down. */
interface Probe {
    Observation observe(int row, Moment moment);

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
