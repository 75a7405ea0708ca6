package io.signalbox.history;

import io.signalbox.message.Reading;

import java.util.List;

/**
 * What a comparison of the history with the journal found.
 *
 * @param first the first record that was compared
 * @param through the last
 * @param equal readings that are in both, value for value
 * @param missing readings of the journal that the history does not have
 * @param extra rows of the history that the journal does not say, or not so often
 * @param differences the first of them
 */
public record Verdict(
        long first,
        long through,
        long equal,
        long missing,
        long extra,
        List<Difference> differences) {
    /** Differences that are named; all are counted. */
    public static final int MOST_DIFFERENCES = 20;

    public Verdict {
        differences = List.copyOf(differences);
    }

    /** One reading that is in one of them alone. */
    public record Difference(What what, Reading reading) {
        /** Seen from the history. */
        public enum What {
            MISSING,
            EXTRA
        }
    }

    public boolean isEqual() {
        return missing == 0 && extra == 0;
    }
}
