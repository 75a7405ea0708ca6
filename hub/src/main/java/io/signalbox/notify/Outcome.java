package io.signalbox.notify;

/** What became of an attempt to send a notice. */
sealed interface Outcome {
    /** The receiver has it. */
    record Arrived() implements Outcome {}

    /**
     * It may arrive later.
     *
     * @param waitMillis how long the receiver wants to be left alone; 0 if it did not say
     */
    record Later(String reason, long waitMillis) implements Outcome {}

    /** It will never arrive this way. */
    record Never(String reason) implements Outcome {}
}
