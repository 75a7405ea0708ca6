package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Lexer.Token;
import io.signalbox.language.Syntax.Head;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.Statement;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads schedules, time zones, and {@code time in …} in a condition. */
final class ScheduleParser {
    private static final List<String> DAYS =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun", "weekdays", "weekends");

    /** Most times of one schedule. */
    private static final int MAX_SLOTS = 100;

    private final Cursor cursor;

    ScheduleParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** {@code zone "Europe/Berlin"}, whose first word has been read. */
    Syntax.Declaration zone(int from) {
        Name zone = zoneName();
        Head head = new Head(zone, "", cursor.text(from), cursor.words(from, -1), true);
        return new Syntax.ZoneDeclaration(head);
    }

    private Name zoneName() {
        Position at = cursor.position();
        return new Name(cursor.string("a time zone such as \"Europe/Berlin\""), at);
    }

    /** A schedule whose first word, at {@code from}, has been read. */
    Syntax.Declaration schedule(int from) {
        Name name = cursor.name("the name of the schedule");
        int titleAt = cursor.peek().kind() == Kind.STRING ? cursor.index() : -1;
        String title = cursor.optionalString();
        Optional<Name> zone = cursor.take("zone") ? Optional.of(zoneName()) : Optional.empty();
        cursor.expect("{", "before the times of '" + name.text() + "'");
        List<Schedule.Slot> slots = new ArrayList<>();
        while (!cursor.at("}")) {
            slots.addAll(line());
            while (cursor.take(";")) {}
        }
        if (slots.isEmpty()) {
            throw cursor.failExpected("a time such as mon..fri 22:00..06:00");
        }
        if (slots.size() > MAX_SLOTS) {
            throw cursor.fail(
                    cursor.peek(),
                    "a schedule has at most " + MAX_SLOTS + " times, but found " + slots.size(),
                    "make two of it");
        }
        cursor.next();
        Head head = new Head(name, title, cursor.text(from), cursor.words(from, titleAt), true);
        return new Syntax.ScheduleDeclaration(head, zone, slots);
    }

    /** Days, if they are named, and times of them. */
    private List<Schedule.Slot> line() {
        Set<DayOfWeek> days = atDay() ? days() : EnumSet.allOf(DayOfWeek.class);
        List<Schedule.Slot> slots = new ArrayList<>();
        do {
            slots.add(slot(days));
        } while (cursor.take(","));
        return slots;
    }

    /** {@code time in …}, of which the first two words have been read. */
    Statement timeIn(int from) {
        if (cursor.peek().kind() == Kind.WORD) {
            Name schedule = cursor.name("the name of a schedule");
            return new Statement.TimeIn(Optional.of(schedule), List.of(), cursor.written(from));
        }
        Schedule.Slot slot = slot(EnumSet.allOf(DayOfWeek.class));
        if (cursor.at("on") && isDay(cursor.peek(1))) {
            cursor.next();
            slot = new Schedule.Slot(days(), slot.from(), slot.to());
        }
        return new Statement.TimeIn(Optional.empty(), List.of(slot), cursor.written(from));
    }

    private Schedule.Slot slot(Set<DayOfWeek> days) {
        Token first = cursor.peek();
        int start = minute(Schedule.DAY - 1);
        cursor.expect("..", "and the end of the time, such as 22:00..06:00");
        int end = minute(Schedule.DAY);
        if (start == end) {
            throw cursor.fail(
                    first, "this time ends when it begins", "a whole day is 00:00..24:00");
        }
        return new Schedule.Slot(days, start, end);
    }

    private int minute(int most) {
        Token first = cursor.peek();
        Optional<Integer> hours = digits(first);
        Optional<Integer> minutes = digits(cursor.peek(2));
        if (hours.isEmpty() || !cursor.peek(1).is(":") || minutes.isEmpty()) {
            throw cursor.failExpected("a time of day such as 22:00");
        }
        int minute = hours.get() * 60 + minutes.get();
        if (minutes.get() > 59 || minute > most) {
            throw cursor.fail(
                    first,
                    "'" + first.text() + ":" + cursor.peek(2).text() + "' is no time of day",
                    most == Schedule.DAY
                            ? "a time ends at 24:00 at the latest"
                            : "a time begins from 00:00 to 23:59");
        }
        cursor.next();
        cursor.next();
        cursor.next();
        return minute;
    }

    private static Optional<Integer> digits(Token token) {
        return token.kind() == Kind.NUMBER && token.text().length() <= 2
                ? Optional.of(Integer.valueOf(token.text()))
                : Optional.empty();
    }

    private boolean atDay() {
        return cursor.peek().kind() == Kind.WORD;
    }

    private static boolean isDay(Token token) {
        return token.kind() == Kind.WORD && DAYS.contains(token.text());
    }

    private Set<DayOfWeek> days() {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        do {
            days.addAll(someDays());
        } while (cursor.at(",") && isDay(cursor.peek(1)) && cursor.take(","));
        return days;
    }

    private Set<DayOfWeek> someDays() {
        int first = day(DAYS);
        if (first >= DayOfWeek.values().length) {
            return DAYS.get(first).equals("weekends")
                    ? EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)
                    : EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
        }
        int last = cursor.take("..") ? day(DAYS.subList(0, 7)) : first;
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (int day = first; day != last; day = (day + 1) % DayOfWeek.values().length) {
            days.add(DayOfWeek.of(day + 1));
        }
        days.add(DayOfWeek.of(last + 1));
        return days;
    }

    private int day(List<String> known) {
        Token token = cursor.peek();
        if (token.kind() != Kind.WORD || !known.contains(token.text())) {
            throw cursor.fail(
                    token,
                    "a day (" + String.join(", ", known) + ") was expected, but found "
                            + token.shown(),
                    Nearest.hint(token.text(), known));
        }
        return DAYS.indexOf(cursor.next().text());
    }
}
