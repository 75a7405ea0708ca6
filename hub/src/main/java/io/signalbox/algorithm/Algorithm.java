package io.signalbox.algorithm;

import java.util.Optional;

/** The algorithms that rules can call, with what they cost. */
public enum Algorithm {
    /** How unusual the last sample is for this device: 0 to 1. */
    ANOMALY("anomaly", "1", Anomaly.BYTES, 2_000, false),
    /** What the point will be, so long after the last sample. */
    FORECAST("forecast", "", Forecast.BYTES, 1_000, true);

    private final String function;
    private final String unit;
    private final int bytes;
    private final int nanos;
    private final boolean ahead;

    Algorithm(String function, String unit, int bytes, int nanos, boolean ahead) {
        this.function = function;
        this.unit = unit;
        this.bytes = bytes;
        this.nanos = nanos;
        this.ahead = ahead;
    }

    /** The name by which rules call it. */
    public String function() {
        return function;
    }

    /** The unit of what it says; empty for that of the point. */
    public String unit() {
        return unit;
    }

    /** The most memory that it takes for each device and point. */
    public int bytes() {
        return bytes;
    }

    /** What a sample costs at most, on a core of today. */
    public int nanos() {
        return nanos;
    }

    /** Whether it speaks of an instant so far ahead. */
    public boolean isAhead() {
        return ahead;
    }

    /**
     * A learner that knows nothing yet.
     *
     * @param aheadMillis how far it looks ahead; 0 if it does not
     */
    public Learner learner(long aheadMillis) {
        return switch (this) {
            case ANOMALY -> new Anomaly();
            case FORECAST -> new Forecast(aheadMillis);
        };
    }

    /** The algorithm that rules call by this name. */
    public static Optional<Algorithm> named(String function) {
        for (Algorithm algorithm : values()) {
            if (algorithm.function.equals(function)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
