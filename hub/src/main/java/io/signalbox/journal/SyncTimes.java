package io.signalbox.journal;

import java.util.List;

/**
 * How long the syncs since the start took, for whoever wants rates and quantiles of a time between.
 *
 * @param bounds in rising order
 * @param count all syncs, also those above the last bound
 * @param totalNanos that all of them took together
 */
public record SyncTimes(List<Bound> bounds, long count, long totalNanos) {
    public SyncTimes {
        bounds = List.copyOf(bounds);
    }

    /** So many syncs took less than this. */
    public record Bound(long nanos, long count) {}
}
