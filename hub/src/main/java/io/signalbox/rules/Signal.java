package io.signalbox.rules;

/** What a window looks at: a point, or a calculation with points. */
interface Signal {
    /** The value, or NaN while it is unknown. */
    double number(int row, Moment moment);

    /** When the value at hand is unknown by itself; {@link Long#MAX_VALUE} if that never happens. */
    long expiry(int row);

    /** How many good samples were taken; only its changes mean something. */
    int taken(int row);

    /** The newest sample, however old it is; NaN if it is not good. */
    double sample(int row);
}
