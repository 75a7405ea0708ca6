package io.signalbox.language;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Times of the week in a time zone.
 *
 * <p>Each time of a day is one instant. If clocks show it twice, because they are put back, it is
 * the first time; if they never show it, because they are put forward, it is the instant at which
 * they are. So a time begins once a day at most, what ends where something else begins leaves no
 * gap and no overlap, and what lies in the hour that is left out does not take place.
 *
 * @param name empty for one that has none
 */
public record Schedule(String name, ZoneId zone, List<Slot> slots) {
    /** Minutes of a day: the greatest end of a slot. */
    public static final int DAY = 24 * 60;

    /** How far ahead the next change is looked for. */
    private static final int DAYS_AHEAD = 8;

    public Schedule {
        slots = List.copyOf(slots);
    }

    /**
     * A time of some days.
     *
     * @param days on which it begins
     * @param from minute of the day at which it begins
     * @param to minute at which it ends: of the day after if it is not greater than {@code from}
     */
    public record Slot(Set<DayOfWeek> days, int from, int to) {
        public Slot {
            days = Set.copyOf(days);
        }
    }

    private record Stretch(long from, long to) {}

    /** Whether the instant is in it. */
    public boolean contains(long millis) {
        return stretches(millis).stream().anyMatch(s -> s.from <= millis && millis < s.to);
    }

    /** The first instant after this one at which {@link #contains} may change. */
    public long next(long millis) {
        LocalDate today = Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
        long next = instant(today.plusDays(DAYS_AHEAD - 1), 0);
        for (Stretch stretch : stretches(millis)) {
            if (stretch.from > millis) {
                next = Math.min(next, stretch.from);
            }
            if (stretch.to > millis) {
                next = Math.min(next, stretch.to);
            }
        }
        return next;
    }

    private List<Stretch> stretches(long millis) {
        LocalDate today = Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
        List<Stretch> stretches = new ArrayList<>();
        for (int ahead = -1; ahead < DAYS_AHEAD; ahead++) {
            LocalDate day = today.plusDays(ahead);
            for (Slot slot : slots) {
                if (slot.days.contains(day.getDayOfWeek())) {
                    LocalDate last = slot.to > slot.from ? day : day.plusDays(1);
                    stretches.add(new Stretch(instant(day, slot.from), instant(last, slot.to)));
                }
            }
        }
        return stretches;
    }

    /** The one instant of a time of a day. */
    public long instant(LocalDate day, int minute) {
        LocalDateTime shown = minute == DAY
                ? day.plusDays(1).atStartOfDay()
                : day.atTime(LocalTime.of(minute / 60, minute % 60));
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition transition = rules.getTransition(shown);
        if (transition == null) {
            return shown.toInstant(rules.getOffset(shown)).toEpochMilli();
        }
        return transition.isGap()
                ? transition.getInstant().toEpochMilli()
                : shown.toInstant(transition.getOffsetBefore()).toEpochMilli();
    }
}
