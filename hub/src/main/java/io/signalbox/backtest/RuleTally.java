package io.signalbox.backtest;

import io.signalbox.backtest.BacktestReport.Day;
import io.signalbox.backtest.BacktestReport.Longest;
import io.signalbox.backtest.BacktestReport.Rule;
import io.signalbox.rules.Trace;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the activations of one rule, by device and day. */
final class RuleTally {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    /** What holds for an instant alone ends a millisecond later: that is no flapping. */
    private static final long INSTANT = 1;

    private record Key(String device, long dayMillis) {}

    private static final class Cell {
        private long activations;
        private long activeMillis;
        private long brief;
    }

    private static final class Instance {
        private long sinceMillis = -1;
        private boolean counts;
        private long hour;
        private long inHour;
        private long activations;
    }

    private final String name;
    private final BacktestQuestion.Flaps flaps;
    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private final Map<Key, Cell> days = new LinkedHashMap<>();
    private long activations;
    private long activeMillis;
    private long brief;
    private long restlessHours;
    private long gaveUp;
    private long cut;
    private long moreDays;
    private @Nullable Longest longest;

    RuleTally(String name, BacktestQuestion.Flaps flaps) {
        this.name = name;
        this.flaps = flaps;
    }

    /**
     * Takes the next decision.
     *
     * @param counts false while the rules are warmed up
     */
    void add(Trace trace, boolean counts) {
        Instance of = instances.computeIfAbsent(trace.device(), _ -> new Instance());
        switch (trace.change()) {
            case ACTIVATED -> begin(of, trace, counts);
            case CLEARED, ENDED -> end(of, trace.device(), trace.atMillis(), false);
            case GAVE_UP -> gaveUp += counts ? 1 : 0;
            case PAUSED, STEP, SPARED, REPEATED -> {}
            case CUT -> cut += counts ? 1 : 0;
        }
    }

    private void begin(Instance of, Trace trace, boolean counts) {
        of.sinceMillis = trace.atMillis();
        of.counts = counts;
        if (!counts) {
            return;
        }
        activations++;
        of.activations++;
        Cell day = day(trace.device(), trace.atMillis());
        if (day != null) {
            day.activations++;
        }
        long hour = Math.floorDiv(trace.atMillis(), HOUR);
        if (hour != of.hour) {
            of.hour = hour;
            of.inHour = 0;
        }
        if (++of.inHour == flaps.perHour() + 1) {
            restlessHours++;
        }
    }

    private void end(Instance of, String device, long atMillis, boolean lasting) {
        long since = of.sinceMillis;
        of.sinceMillis = -1;
        if (since < 0 || !of.counts) {
            return;
        }
        long millis = atMillis - since;
        activeMillis += millis;
        boolean isBrief = !lasting && millis > INSTANT && millis < flaps.briefMillis();
        brief += isBrief ? 1 : 0;
        Cell day = day(device, since);
        if (day != null) {
            day.activeMillis += millis;
            day.brief += isBrief ? 1 : 0;
        }
        Longest before = longest;
        if (before == null || millis > before.millis()) {
            longest = new Longest(device, since, millis, lasting);
        }
    }

    private @Nullable Cell day(String device, long atMillis) {
        Key key = new Key(device, Math.floorDiv(atMillis, DAY) * DAY);
        Cell cell = days.get(key);
        if (cell == null && days.size() < BacktestReport.MAX_ROWS) {
            cell = new Cell();
            days.put(key, cell);
        } else if (cell == null) {
            moreDays++;
        }
        return cell;
    }

    /** Ends the span: what is active still lasts. */
    void close(long toMillis) {
        instances.forEach((device, of) -> end(of, device, toMillis, true));
    }

    Rule rule() {
        long devices =
                instances.values().stream().filter(of -> of.activations > 0).count();
        return new Rule(
                name,
                activations,
                devices,
                activeMillis,
                brief,
                restlessHours,
                gaveUp,
                cut,
                Optional.ofNullable(longest));
    }

    /** Adds its days as far as there is room; how many there was none for. */
    long days(List<Day> found) {
        long left = moreDays;
        for (Map.Entry<Key, Cell> entry : days.entrySet()) {
            Cell cell = entry.getValue();
            if (found.size() < BacktestReport.MAX_ROWS) {
                found.add(new Day(
                        name,
                        entry.getKey().device(),
                        entry.getKey().dayMillis(),
                        cell.activations,
                        cell.activeMillis,
                        cell.brief));
            } else {
                left++;
            }
        }
        return left;
    }
}
