package io.signalbox.rules;

/** A number that conditions compute; NaN while it is unknown. Belongs to the fold's thread. */
interface Reckoning {
    double at(int row, Moment moment);
}
