package io.signalbox.analysis;

import io.signalbox.language.Condition;
import io.signalbox.language.Findings;
import io.signalbox.language.Interlock;
import io.signalbox.language.Parts;
import io.signalbox.language.Position;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;
import io.signalbox.language.Schedule;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds times of schedules that clocks show twice or never, when they are put back or forward.
 *
 * <p>No clock is asked: what counts is how the zone changes in the 28 years after which the days of
 * the week fall on the same dates again.
 */
final class ClockCheck {
    private static final int FIRST_YEAR = 2026;
    private static final int YEARS = 28;

    private final Findings findings;
    private final Set<Schedule> seen = new HashSet<>();
    private final Map<ZoneId, List<ZoneOffsetTransition>> changes = new HashMap<>();

    ClockCheck(Findings findings) {
        this.findings = findings;
    }

    void check(Program program) {
        for (Rule rule : program.rules()) {
            check(rule.when());
            rule.clear().ifPresent(this::check);
        }
        for (Interlock interlock : program.interlocks()) {
            check(interlock.condition());
        }
    }

    private void check(Condition condition) {
        Parts.all(condition).forEach(part -> {
            if (part instanceof Condition.TimeIn time && seen.add(time.schedule())) {
                check(time.schedule(), time.written().at());
            }
        });
    }

    private void check(Schedule schedule, Position at) {
        for (Schedule.Slot slot : schedule.slots()) {
            Set<DayOfWeek> ends = new HashSet<>(slot.days());
            if (slot.to() <= slot.from() || slot.to() == Schedule.DAY) {
                ends.clear();
                slot.days().forEach(day -> ends.add(day.plus(1)));
            }
            if (isToldOf(schedule, slot.days(), slot.from(), at)
                    || isToldOf(schedule, ends, slot.to() % Schedule.DAY, at)) {
                return;
            }
        }
    }

    private boolean isToldOf(Schedule schedule, Set<DayOfWeek> days, int minute, Position at) {
        Set<String> cases = new LinkedHashSet<>();
        for (ZoneOffsetTransition change : changes(schedule.zone())) {
            LocalDateTime before = change.getDateTimeBefore();
            LocalDateTime after = change.getDateTimeAfter();
            LocalDateTime low = change.isGap() ? before : after;
            LocalDateTime high = change.isGap() ? after : before;
            LocalDateTime shown = low.toLocalDate().atTime(minute / 60, minute % 60);
            boolean inside = !shown.isBefore(low) && shown.isBefore(high);
            boolean harmless = change.isGap() && shown.equals(low);
            if (inside && !harmless && days.contains(shown.getDayOfWeek())) {
                cases.add(change.isGap() ? "never" : "twice");
            }
        }
        if (cases.isEmpty()) {
            return false;
        }
        String time = String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
        findings.warning(
                "clock-change",
                at,
                "clocks in " + schedule.zone() + " show " + time + " " + String.join(" or ", cases)
                        + " on the day on which they are changed: it counts "
                        + (cases.contains("twice") ? "the first time" : "")
                        + (cases.size() > 1 ? ", or " : "")
                        + (cases.contains("never") ? "at the instant of the change" : ""),
                "choose a time outside the hour in which clocks are changed, or a 'zone' without"
                        + " such changes");
        return true;
    }

    private List<ZoneOffsetTransition> changes(ZoneId zone) {
        return changes.computeIfAbsent(zone, z -> {
            ZoneRules rules = z.getRules();
            List<ZoneOffsetTransition> all = new ArrayList<>();
            rules.getTransitions().stream()
                    .filter(change -> change.getDateTimeBefore().getYear() >= FIRST_YEAR)
                    .forEach(all::add);
            rules.getTransitionRules().forEach(rule -> {
                for (int year = FIRST_YEAR; year < FIRST_YEAR + YEARS; year++) {
                    all.add(rule.createTransition(year));
                }
            });
            return all;
        });
    }
}
