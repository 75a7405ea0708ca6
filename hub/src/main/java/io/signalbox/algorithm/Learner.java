package io.signalbox.algorithm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

/**
 * What an algorithm has learned of one point of one device. It is a function of the samples alone,
 * in their order: the same ones give the same numbers, bit for bit, on every machine. Belongs to
 * one thread.
 */
public sealed interface Learner permits Anomaly, Forecast {
    /**
     * Learns from the next sample.
     *
     * @param millis the device's time of it; not before that of the last one
     * @param value a finite number
     */
    void take(long millis, double value);

    /** What the algorithm says after the last sample; NaN until it has seen enough. */
    double value();

    /** What {@link #value} rests on. */
    Evidence evidence();

    void snapshot(ByteWriter out);

    /** Takes up what {@link #snapshot} of a learner made alike wrote. */
    void restore(ByteReader in);
}
