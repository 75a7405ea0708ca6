package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** Which instants a time of day is, also on the two days on which clocks are changed. */
class ScheduleTest {
    private static final String TYPE = "type Lamp { on : boolean }\n";

    private static List<String> find(String text) {
        return Language.check(List.of(new Source("f", TYPE + text))).findings().stream()
                .map(f -> f.toString().substring(2))
                .toList();
    }

    private static Condition.TimeIn timeIn(String before, String condition) {
        return (Condition.TimeIn) rule(before, condition).when();
    }

    private static Rule rule(String before, String condition) {
        Checked checked = Language.check(List.of(new Source(
                "f",
                TYPE + before + "\nrule r for each Lamp l when " + condition
                        + " then alarm info \"x\"")));
        assertThat(checked.findings()).isEmpty();
        return checked.program().orElseThrow().rules().getFirst();
    }

    private static Schedule berlin(String times) {
        return timeIn("zone \"Europe/Berlin\"", "time in " + times).schedule();
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    @ParameterizedTest
    @CsvSource({
        // an ordinary night: summer time, two hours before UTC
        "22:00..06:00, 2026-07-01T20:00:00Z, 2026-07-02T04:00:00Z",
        // 2026-03-29: 02:00 to 03:00 is left out
        "22:00..06:00, 2026-03-28T21:00:00Z, 2026-03-29T04:00:00Z",
        "01:30..03:30, 2026-03-29T00:30:00Z, 2026-03-29T01:30:00Z",
        "01:30..02:30, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z",
        "02:30..03:15, 2026-03-29T01:00:00Z, 2026-03-29T01:15:00Z",
        // 2026-10-25: 02:00 to 03:00 is shown twice
        "22:00..06:00, 2026-10-24T20:00:00Z, 2026-10-25T05:00:00Z",
        "01:30..02:30, 2026-10-24T23:30:00Z, 2026-10-25T00:30:00Z",
        "02:15..02:45, 2026-10-25T00:15:00Z, 2026-10-25T00:45:00Z",
        "02:30..03:15, 2026-10-25T00:30:00Z, 2026-10-25T02:15:00Z",
    })
    void beginsAndEndsOnceANight(String times, String begin, String end) {
        Schedule schedule = berlin(times);
        long from = at(begin);
        long to = at(end);
        assertThat(schedule.next(from - 3_600_000)).isEqualTo(from);
        assertThat(schedule.contains(from - 1)).isFalse();
        assertThat(schedule.contains(from)).isTrue();
        assertThat(schedule.next(from)).isEqualTo(to);
        assertThat(schedule.contains(to - 1)).isTrue();
        assertThat(schedule.contains(to)).isFalse();
        assertThat(schedule.next(to)).isGreaterThan(to + 15 * 3_600_000L);
    }

    @Test
    void whatLiesInTheHourThatIsLeftOutDoesNotTakePlace() {
        Schedule schedule = berlin("02:15..02:45");
        assertThat(schedule.next(at("2026-03-28T12:00:00Z"))).isEqualTo(at("2026-03-29T01:00:00Z"));
        assertThat(schedule.contains(at("2026-03-29T01:00:00Z"))).isFalse();
        assertThat(schedule.next(at("2026-03-29T01:00:00Z"))).isEqualTo(at("2026-03-30T00:15:00Z"));
    }

    @Test
    void aNightBelongsToTheDayOnWhichItBegins() {
        Schedule schedule = berlin("22:00..06:00 on mon..fri");
        assertThat(schedule.contains(at("2026-07-03T21:00:00Z"))).isTrue();
        assertThat(schedule.contains(at("2026-07-04T03:00:00Z"))).isTrue();
        assertThat(schedule.contains(at("2026-07-04T21:00:00Z"))).isFalse();
        assertThat(schedule.contains(at("2026-07-06T03:00:00Z"))).isFalse();
    }

    @Test
    void daysAreNamedSinglyInARowAndByTheirKind() {
        assertThat(days("weekdays"))
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
        assertThat(days("weekends, wed"))
                .containsExactlyInAnyOrder(
                        DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.WEDNESDAY);
        assertThat(days("fri..mon")).hasSize(4).doesNotContain(DayOfWeek.TUESDAY);
        assertThat(berlin("08:00..09:00").slots().getFirst().days()).hasSize(7);
    }

    private static java.util.Set<DayOfWeek> days(String days) {
        return berlin("08:00..09:00 on " + days).slots().getFirst().days();
    }

    @Test
    void aScheduleHasTimesAndAZoneOfItsOwn() {
        Schedule schedule = timeIn("""
                        schedule open "Opening hours" zone "America/New_York" {
                          mon..fri 08:00..12:00, 13:00..17:00
                          sat 09:00..12:00 ; sun 00:00..24:00
                        }
                        """, "time in open").schedule();
        assertThat(schedule.zone()).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(schedule.slots()).hasSize(4);
        assertThat(schedule.contains(at("2026-07-01T12:00:00Z"))).isTrue();
        assertThat(schedule.contains(at("2026-07-01T16:30:00Z"))).isFalse();
        assertThat(schedule.contains(at("2026-07-06T03:59:59Z"))).isTrue();
    }

    /** Whatever clocks do, three shifts share out each day without gap and overlap. */
    @Test
    void whatEndsWhereSomethingElseBeginsLeavesNoGap() {
        Random random = new Random(11);
        for (String zone : List.of("Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe")) {
            List<Schedule> shifts = new ArrayList<>();
            for (int[] shift : new int[][] {{0, 150}, {150, 1320}, {1320, Schedule.DAY}}) {
                Schedule.Slot slot =
                        new Schedule.Slot(EnumSet.allOf(DayOfWeek.class), shift[0], shift[1]);
                shifts.add(new Schedule("", ZoneId.of(zone), List.of(slot)));
            }
            long start = at("2015-01-01T00:00:00Z");
            for (int i = 0; i < 1_000; i++) {
                long now = start + random.nextLong(4 * 365 * 86_400_000L);
                assertThat(shifts.stream().filter(s -> s.contains(now)))
                        .as(zone + " " + Instant.ofEpochMilli(now))
                        .hasSize(1);
                Schedule one = shifts.get(random.nextInt(3));
                long next = one.next(now);
                long between = now + random.nextLong(next - now);
                assertThat(one.contains(between)).isEqualTo(one.contains(now));
            }
        }
    }

    @Test
    void theVersionOfARuleDependsOnWhatItNames() {
        String night = "schedule night { 22:00..06:00 }";
        String hash = rule(night, "time in night").hash();
        assertThat(rule("schedule night \"Night\" { 22:00 .. 06:00 }", "time in night")
                        .hash())
                .isEqualTo(hash);
        assertThat(rule("schedule night { 22:00..07:00 }", "time in night").hash())
                .isNotEqualTo(hash);
        assertThat(rule("zone \"Europe/Berlin\" " + night, "time in night").hash())
                .isNotEqualTo(hash);
        assertThat(rule("zone \"Europe/Berlin\" " + night, "l.on is true").hash())
                .isEqualTo(rule("", "l.on is true").hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "time in 25:00..06:00 | 9 | '25:00' is no time of day (a time begins from 00:00 to"
                        + " 23:59)",
                "time in 22:00..24:30 | 16 | '24:30' is no time of day (a time ends at 24:00 at"
                        + " the latest)",
                "time in 22..06 | 9 | a time of day such as 22:00 was expected, but found '22'",
                "time in 22:00..22:00 | 9 | this time ends when it begins (a whole day is"
                        + " 00:00..24:00)",
                "time in 22:00 | 0 | '..' and the end of the time, such as 22:00..06:00 was"
                        + " expected, but found 'then'",
                "time in nigth | 9 | there is no schedule 'nigth' (did you mean 'night'?)",
                "time in 08:00..09:00 on mon..weekdays | 30 | a day (mon, tue, wed, thu, fri, sat,"
                        + " sun) was expected, but found 'weekdays'",
                "time in night and not time in night | 1 | 'when' can never be true: no values of"
                        + " the points fulfil it",
                "time in night or not time in night | 1 | 'when' is always true: all values of"
                        + " the points fulfil it",
            })
    void slipsAreExplained(String condition, int column, String message) {
        String place = column == 0 ? "5:1: " : "4:" + (column + 5) + ": ";
        assertThat(find(
                        "zone \"UTC\" schedule night { 22:00..06:00 }\nrule r for each Lamp l\nwhen "
                                + condition + "\nthen alarm info \"x\""))
                .containsExactly(place + "error: " + message);
    }

    @Test
    void zonesAreOfTheTzDatabase() {
        assertThat(find("zone \"Europe/Berlni\""))
                .containsExactly("2:6: error: 'Europe/Berlni' is no time zone of the tz database"
                        + " (did you mean 'Europe/Berlin'?)");
        assertThat(find("zone \"Europe/Berlin\"\nzone \"Europe/Paris\""))
                .containsExactly("3:6: error: the program has a time zone: 'Europe/Berlin' of f:2:6"
                        + " (name another one in a schedule: schedule late zone \"Europe/Paris\""
                        + " { … })");
        assertThat(find("schedule s zone \"here\" { mon 08:00..09:00 }")).hasSize(1);
        assertThat(find("schedule s { }"))
                .containsExactly("2:14: error: a time such as mon..fri 22:00..06:00 was expected,"
                        + " but found '}'");
        assertThat(find("rule r for each Lamp l when time in 08:00..09:00 then alarm info \"x\""))
                .containsExactly(
                        "2:29: warning: no time zone is declared, so 'time in 08:00..09:00'"
                                + " is in UTC (declare one: zone \"Europe/Berlin\")");
    }
}
