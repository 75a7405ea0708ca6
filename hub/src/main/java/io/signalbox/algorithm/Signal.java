package io.signalbox.algorithm;

import io.signalbox.algorithm.Evidence.Measure;

/** A way in which a sample can be unusual. */
enum Signal {
    LEVEL("the level of late", Measure.VALUE),
    STEP("the step from the sample before", Measure.DIFFERENCE),
    DAY("same time of the day", Measure.VALUE),
    WEEK("same hour of the week", Measure.VALUE),
    SLOW("the slow level", Measure.VALUE),
    LASTING("how far it is off the same time of other days", Measure.DIFFERENCE),
    RESTLESS("how much it varies from sample to sample", Measure.DIFFERENCE),
    RANGE("the range so far", Measure.VALUE);

    static final int COUNT = values().length;

    private final String basis;
    private final Measure measure;

    Signal(String basis, Measure measure) {
        this.basis = basis;
        this.measure = measure;
    }

    String basis() {
        return basis;
    }

    Measure measure() {
        return measure;
    }
}
