package io.signalbox.backtest;

import io.signalbox.language.Program;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a backtest is asked for.
 *
 * @param program the rules to run; nothing for those that were in force at each time
 * @param fromMillis the first instant that counts
 * @param toMillis the first that does not count any more
 * @param warmUpMillis what the rules are shown before; without it as much as they look back
 * @param devices those that are reported; empty for all. All of them are replayed
 * @param againstLive whether to hold it against what happened
 */
public record BacktestQuestion(
        Optional<Program> program,
        long fromMillis,
        long toMillis,
        OptionalLong warmUpMillis,
        Set<String> devices,
        Flaps flaps,
        boolean againstLive) {
    /**
     * What counts as flapping.
     *
     * @param briefMillis activations shorter than this
     * @param perHour more activations of one device in one hour than this
     */
    public record Flaps(long briefMillis, int perHour) {
        public static final Flaps DEFAULT = new Flaps(30_000, 6);
    }

    /** {@link #warmUpMillis} for everything that was recorded. */
    public static final long ALL = Long.MAX_VALUE;

    public BacktestQuestion {
        devices = Set.copyOf(devices);
    }
}
