package io.signalbox.rules;

/**
 * A condition in the form in which it is evaluated: a closure over the columns it reads. Belongs
 * to the fold's thread.
 */
interface Node {
    /** A value of {@link Kleene} for the device in this row; allocates nothing. */
    int truth(int row, Moment moment);
}
