package io.signalbox.rules;

import java.util.ArrayList;
import java.util.List;

/** What numbers are computed from, for an explanation. */
record Grounds(List<Column> points, List<Learners> learned, List<Gathering> gathered) {
    List<Observation.Sample> samples(int row, long now) {
        List<Observation.Sample> samples = new ArrayList<>(Probe.samples(points, row, now));
        learned.forEach(l -> samples.add(l.sample(row, now)));
        gathered.forEach(g -> samples.addAll(g.samples(row, now)));
        return samples;
    }
}
