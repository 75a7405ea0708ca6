package io.signalbox.load;

/**
 * What happened in the measured part of a run.
 *
 * @param seconds its length
 * @param brokerMicrosPerMessage processor time by the larger of acknowledged and received; of
 *     {@link Shape#SESSIONS} by sessions
 */
record Rates(
        double seconds,
        double acknowledgedPerSecond,
        double receivedPerSecond,
        double brokerMicrosPerMessage) {
    static final Rates NONE = new Rates(0, 0, 0, 0);
}
