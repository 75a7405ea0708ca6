package io.signalbox.rules;

/** What a part of a condition waits for, for the answer to why it does not hold; the fold's thread. */
interface Fill {
    /** What is missing, as it was when last looked at; empty if nothing is. */
    String lack(int row);
}
