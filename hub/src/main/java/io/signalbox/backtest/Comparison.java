package io.signalbox.backtest;

import io.signalbox.backtest.BacktestReport.Against;
import io.signalbox.backtest.BacktestReport.Difference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened beside what would have happened, decision by decision: the same rule, device, change
 * and instant make one. Of each side {@link #MAX_OPEN} are held that the other has not; more are
 * counted alone.
 */
final class Comparison {
    static final int MAX_OPEN = 100_000;

    /** Differences that are listed, of each side. */
    static final int MAX_LISTED = 1_000;

    /** One side's decisions that the other has not, and how often. */
    private static final class Side {
        private final Map<Difference, Integer> open = new LinkedHashMap<>();
        private long count;
        private long beyond;

        boolean take(Difference decision) {
            Integer times = open.get(decision);
            if (times == null) {
                return false;
            }
            count--;
            if (times == 1) {
                open.remove(decision);
            } else {
                open.put(decision, times - 1);
            }
            return true;
        }

        void add(Difference decision) {
            if (open.size() >= MAX_OPEN && !open.containsKey(decision)) {
                beyond++;
            } else {
                count++;
                open.merge(decision, 1, Integer::sum);
            }
        }

        List<Difference> listed() {
            List<Difference> all = new ArrayList<>();
            open.forEach((decision, times) -> {
                for (int i = 0; i < times && all.size() <= MAX_OPEN; i++) {
                    all.add(decision);
                }
            });
            all.sort(Comparator.comparingLong(Difference::atMillis)
                    .thenComparing(Difference::rule)
                    .thenComparing(Difference::device));
            return all.subList(0, Math.min(MAX_LISTED, all.size()));
        }
    }

    private final String what;
    private final Side live = new Side();
    private final Side own = new Side();
    private long same;
    private long identical;

    /** @param what what is compared, in a word */
    Comparison(String what) {
        this.what = what;
    }

    void happened(Difference decision) {
        if (own.take(decision)) {
            same++;
        } else {
            live.add(decision);
        }
    }

    void wouldHave(Difference decision) {
        if (live.take(decision)) {
            same++;
        } else {
            own.add(decision);
        }
    }

    void both() {
        same++;
    }

    void identical() {
        identical++;
    }

    Against against() {
        List<Difference> liveOnly = live.listed();
        List<Difference> backtestOnly = own.listed();
        return new Against(
                what,
                same,
                identical,
                liveOnly,
                backtestOnly,
                live.count + live.beyond - liveOnly.size(),
                own.count + own.beyond - backtestOnly.size());
    }
}
