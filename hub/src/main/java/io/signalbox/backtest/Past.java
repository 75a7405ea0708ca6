package io.signalbox.backtest;

import org.jspecify.annotations.Nullable;

/** What was recorded, record by record. */
interface Past {
    /** The next record; null when there is no more. */
    @Nullable
    Recorded next();
}
