package io.signalbox.rules;

/**
 * What a part of a condition waits for, for the answer to why it does not hold. Belongs to the
 * fold's thread.
 */
interface Fill {
    /** What is missing, as it was when this row was looked at last; empty if nothing is. */
    String lack(int row);
}
