package io.signalbox.broker;

/** What a client's answer to a delivery was for. */
public enum Acknowledged {
    /** A delivery that waited for it. */
    OPEN,
    /** None with that packet id is open: it expired, or was answered before. */
    UNKNOWN,
    /** A delivery of another quality of service, which waits for another answer. */
    WRONG
}
