package io.signalbox.load;

/** Who speaks to whom in a run. */
public enum Shape {
    /** Publishers alone; what counts is the broker's acknowledgement. */
    PUB,
    /** Subscribers alone; another run, or anybody, publishes. */
    SUB,
    /** Every subscriber takes everything; usually many publishers and one subscriber. */
    FAN_IN,
    /** Every subscriber takes everything; usually one publisher and many subscribers. */
    FAN_OUT,
    /** Each publisher has one subscriber of its own. */
    PAIRS,
    /** Connections that say nothing. */
    IDLE;

    /** Whether the run both sends and receives, so that it knows what is missing. */
    boolean closed() {
        return this == FAN_IN || this == FAN_OUT || this == PAIRS;
    }
}
