package io.signalbox.load;

/** Who speaks to whom in a run. */
public enum Shape {
    /** Publishers alone; what counts is the broker's acknowledgement. */
    PUB(50, 0),
    /** Subscribers alone; another run, or anybody, publishes. */
    SUB(0, 50),
    /** Every subscriber takes everything; usually many publishers and one subscriber. */
    FAN_IN(50, 1),
    /** Every subscriber takes everything; usually one publisher and many subscribers. */
    FAN_OUT(1, 50),
    /** Each publisher has one subscriber of its own. */
    PAIRS(50, 50),
    /** Connections that say nothing. */
    IDLE(0, 0),
    /** Clients that come, subscribe, and go, and leave a session behind. */
    SESSIONS(0, 0),
    /** Publishers of retained messages, each on a topic of its own, then one who reads them all. */
    RETAINED(10, 0),
    /** Devices, each with a sensor and an actuator, and rules in between. */
    RULE_LOOP(10, 0);

    private final int publishers;
    private final int subscribers;

    Shape(int publishers, int subscribers) {
        this.publishers = publishers;
        this.subscribers = subscribers;
    }

    /** How many there are unless somebody says otherwise; 0 if it has none. */
    public int usualPublishers() {
        return publishers;
    }

    /** How many there are unless somebody says otherwise; 0 if their number is not free. */
    public int usualSubscribers() {
        return subscribers;
    }

    /** Whether what counts is how many are there, and not what they say. */
    public boolean silent() {
        return this == IDLE || this == SESSIONS;
    }

    /** Whether the run both sends and receives at once, so that it knows what is missing. */
    boolean closed() {
        return this == FAN_IN || this == FAN_OUT || this == PAIRS;
    }
}
