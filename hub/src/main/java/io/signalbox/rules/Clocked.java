package io.signalbox.rules;

import io.signalbox.language.Schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Whether the plant's time is in a schedule. It follows from the time alone, so what was worked out
 * for one device serves all others until the next change.
 */
final class Clocked implements Node {
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("EEE HH:mm:ss", Locale.ROOT);

    private final Schedule schedule;
    private long from = Long.MAX_VALUE;
    private long until = Long.MIN_VALUE;
    private int truth;

    Clocked(Schedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public int truth(int row, Moment moment) {
        if (moment.now < from || moment.now >= until) {
            from = moment.now;
            until = schedule.next(moment.now);
            truth = Kleene.of(schedule.contains(moment.now));
        }
        moment.wake(until);
        return truth;
    }

    /** What clocks show: "Thu 22:13:20 Europe/Berlin". */
    String shown(long millis) {
        ZoneId zone = schedule.zone();
        return SHOWN.format(Instant.ofEpochMilli(millis).atZone(zone)) + " " + zone.getId();
    }
}
