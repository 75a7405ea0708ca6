package io.signalbox.journal;

import io.signalbox.journal.SyncTimes.Bound;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long syncs take: counts in buckets, four to each power of two of nanoseconds, so a quantile
 * is at most a quarter too high. One thread records, any thread asks.
 */
final class SyncLatency {
    private static final int BUCKETS = 64 * 4;

    /** The powers of two of nanoseconds that are told: from 65 microseconds to 8.6 seconds. */
    private static final int FIRST_POWER = 16;

    private static final int LAST_POWER = 33;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final AtomicLong totalNanos = new AtomicLong();

    void record(long nanos) {
        int bucket = bucketOf(Math.max(4, nanos));
        totalNanos.lazySet(totalNanos.getPlain() + nanos);
        counts.lazySet(bucket, counts.getPlain(bucket) + 1);
    }

    private static int bucketOf(long nanos) {
        int power = 63 - Long.numberOfLeadingZeros(nanos);
        return power * 4 + (int) (nanos >>> (power - 2) & 3);
    }

    private static long upperEdge(int bucket) {
        return (5L + (bucket & 3)) << (bucket / 4 - 2);
    }

    long count() {
        long total = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            total += counts.get(bucket);
        }
        return total;
    }

    SyncTimes times() {
        List<Bound> bounds = new ArrayList<>();
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            int power = bucket / 4;
            if (bucket % 4 == 0 && power >= FIRST_POWER && power <= LAST_POWER) {
                bounds.add(new Bound(1L << power, seen));
            }
            seen += counts.get(bucket);
        }
        return new SyncTimes(bounds, seen, totalNanos.get());
    }

    /** Microseconds that this share of all syncs did not exceed; 0 before the first. */
    long micros(double share) {
        long wanted = (long) Math.ceil(count() * share);
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS && wanted > 0; bucket++) {
            seen += counts.get(bucket);
            if (seen >= wanted) {
                return upperEdge(bucket) / 1000;
            }
        }
        return 0;
    }
}
