package io.signalbox.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When values of a device grow too old: one timer for each row, for all points that rules read. It
 * comes when the oldest one may have, and looks whether it has; so samples need not move it.
 */
final class Freshness implements Timed {
    private final TypeRules rules;
    private final List<Column> aging = new ArrayList<>();
    private int[] timers = new int[0];

    Freshness(TypeRules rules) {
        this.rules = rules;
    }

    /** The rules are set. */
    void index() {
        for (Column column : rules.table().columns()) {
            int point = column.point().index();
            if (column.ages() && rules.readers(point).length + rules.lookersAt(point).length > 0) {
                aging.add(column);
            }
        }
    }

    /** Makes room for so many rows. */
    void resize(int rows) {
        int old = timers.length;
        if (rows == old) {
            return;
        }
        timers = Arrays.copyOf(timers, rows);
        Arrays.fill(timers, old, rows, NONE);
    }

    /** When the next value of the device grows too old, or {@link TimerWheel#NONE}. */
    long next(int row, long now) {
        long next = TimerWheel.NONE;
        for (Column column : aging) {
            long end = column.expiry(row);
            if (end > now && end < next) {
                next = end;
            }
        }
        return next;
    }

    @Override
    public int timer(int row) {
        return timers[row];
    }

    @Override
    public void setTimer(int row, int timer) {
        timers[row] = timer;
    }

    @Override
    public void due(int row, long now, Agenda agenda) {
        for (Column column : aging) {
            if (column.expiry(row) == now) {
                for (Lookout looker : rules.lookersAt(column.point().index())) {
                    agenda.note(~looker.index(), row);
                }
                for (Instances reader : rules.readers(column.point().index())) {
                    agenda.note(reader, row);
                }
            }
        }
        agenda.wake(this, row, next(row, now));
    }
}
