package io.signalbox.history;

import io.signalbox.message.Reading;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the history answers, oldest first.
 *
 * @param more true if there were more rows than the limit
 * @param through the journal record up to which all readings are in the answer
 * @param behind committed records that it did not wait for any longer; 0 unless the history lags
 */
public record HistoryAnswer(Rows rows, boolean more, long through, long behind) {
    /** Either the readings or what was made of them. */
    public sealed interface Rows {
        int size();

        /** At most so many of them, from the first on. */
        default Rows first(int limit) {
            if (size() <= limit) {
                return this;
            }
            return switch (this) {
                case Readings all -> new Readings(all.readings().subList(0, limit));
                case Buckets all -> new Buckets(all.buckets().subList(0, limit));
            };
        }
    }

    /** The readings themselves. */
    public record Readings(List<Reading> readings) implements Rows {
        public Readings {
            readings = List.copyOf(readings);
        }

        @Override
        public int size() {
            return readings.size();
        }
    }

    /** What was made of each part of time in which there were readings: gaps stay gaps. */
    public record Buckets(List<Bucket> buckets) implements Rows {
        public Buckets {
            buckets = List.copyOf(buckets);
        }

        @Override
        public int size() {
            return buckets.size();
        }
    }

    /**
     * One part of time of one point.
     *
     * @param fromMillis its first instant, a multiple of its length since 1970
     * @param values those that were asked for; without a number in it, the count alone
     */
    public record Bucket(String point, long fromMillis, Map<BucketFunction, Double> values) {
        public Bucket {
            Map<BucketFunction, Double> sorted = new EnumMap<>(BucketFunction.class);
            sorted.putAll(values);
            values = Collections.unmodifiableMap(sorted);
        }
    }
}
