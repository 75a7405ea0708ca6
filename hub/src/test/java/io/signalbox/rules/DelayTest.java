package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.alarm.Alarm;
import io.signalbox.alarm.AlarmChange;
import io.signalbox.command.Claim;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** What rules do later in their activation, and again. */
class DelayTest {
    private static final long START = 1_767_225_600_000L;
    private static final String PLANT = """
            type Boiler {
              water : %
              pump  : on | off   writable
            }
            rule dry "Low water" for each Boiler b
              when b.water < 20 %
              clear when b.water > 30 %
              then alarm major "{b}: {b.water}"
                   after 15 min unless acknowledged: notify "shift lead"
                   after 20 min unless b.water < 5 %: set b.pump = on expires in 1 h
                   after 30 min unless acknowledged: notify manager
              on clear after 2 min: set b.pump = off expires in 1 h
            rule nag for each Boiler b  repeat every 10 min
              when b.water < 10 %
              then alarm minor "{b} is nearly dry"
                   set b.pump = on expires in 15 min
                   emit dry
            """;

    private final Rehearsal rehearsal = new Rehearsal(Language::check, START);
    private long millis = START;

    private void begin() {
        rehearsal.tick();
        rehearsal.declare(new Declaration(List.of(new Source("plant.rules", PLANT))));
        rehearsal.device(new DeviceChange.Registered("b1", "Boiler", null, new TreeMap<>()));
    }

    private void water(int percent) {
        byte[] payload = Integer.toString(percent).getBytes(StandardCharsets.UTF_8);
        rehearsal.publish("d/b1/up/water", payload, "b1");
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            millis += 1_000;
            rehearsal.moveTo(millis);
            rehearsal.tick();
        }
    }

    private long count(RecordType type) {
        return rehearsal.journal().stream().filter(e -> e.type() == type).count();
    }

    private static void passes(String test) {
        Checked checked = Language.check(List.of(new Source("plant.rules", PLANT + test)));
        List<RuleTest.Report> reports = RuleTest.runAll(checked.program().orElseThrow());
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().failures()).isEmpty();
    }

    @Test
    void escalatesUntilSomebodyKnows() {
        passes("""
                test "nobody knows"
                  b1 : Boiler
                  at 10 s  b1.water = 15 %
                  at 14 min  restart
                  at 16 min  restart
                  expect no notify "shift lead" before 910 s
                  expect notify "shift lead" on b1 at 910 s by dry
                  expect no notify "shift lead" after 910 s
                  expect set b1.pump = on at 1210 s by dry
                  expect notify manager at 1810 s
                """);
        passes("""
                test "somebody knows"
                  b1 : Boiler
                  at 10 s  b1.water = 15 %
                  at 16 min  acknowledge dry on b1
                  at 17 min  restart
                  expect notify "shift lead" on b1 at 910 s by dry
                  expect no notify manager from 0 s to 3600 s
                """);
    }

    @Test
    void whatIsPutOffEndsWithTheActivation() {
        passes("""
                test "clears in time"
                  b1 : Boiler
                  at 10 s  b1.water = 15 %
                  at 14 min  b1.water = 40 %
                  expect no notify "shift lead" from 0 s to 1200 s
                  expect set b1.pump = off at 960 s
                """);
        passes("""
                test "active again before what comes after the end"
                  b1 : Boiler
                  at 10 s   b1.water = 15 %
                  at 20 s   b1.water = 40 %
                  at 1 min  b1.water = 15 %
                  expect no set b1.pump = off from 0 s to 600 s
                """);
        passes("""
                test "unless a condition"
                  b1 : Boiler
                  at 10 s   b1.water = 15 %
                  at 5 min  b1.water = 4 %
                  expect no set b1.pump = on by dry
                  expect set b1.pump = on at 300 s by nag
                """);
    }

    @Test
    void tellsWhatIsDueAndWhyAStepWasNotNeeded() {
        begin();
        water(15);
        Why.Explained why = (Why.Explained) rehearsal.decisions().why("dry", "b1");
        assertThat(why.pending())
                .extracting(later -> later.atMillis() - START)
                .containsExactly(900_000L, 1_200_000L, 1_800_000L);
        assertThat(why.lines().get(2)).isEqualTo("    water = 15 % of 2026-01-01T00:00:00.000Z");
        assertThat(why.lines())
                .contains("  due 2026-01-01T00:15:00.000Z: after 15 min unless acknowledged: notify"
                        + " \"shift lead\"");
        Alarm alarm = rehearsal.decisions().alarms().getFirst();
        rehearsal.alarm(
                new AlarmChange.Acknowledged(alarm.key(), millis, alarm.sequence(), "kim", ""));
        pass(901);
        why = (Why.Explained) rehearsal.decisions().why("dry", "b1");
        assertThat(why.decisions().getFirst().trace().change()).isEqualTo(Trace.Change.SPARED);
        assertThat(why.lines()).contains("  acknowledged -> true");
    }

    @Test
    void repeatsItsActionsAndRenewsItsClaims() {
        begin();
        water(8);
        pass(1);
        Claim first = claim();
        assertThat(first.leaseEndMillis()).isEqualTo(START + 900_000);
        pass(1_250);
        Claim renewed = claim();
        assertThat(renewed.leaseEndMillis()).isEqualTo(START + 1_200_000 + 900_000);
        assertThat(renewed.id()).isNotEqualTo(first.id());
        assertThat(alarm("nag").occurrences()).isEqualTo(3);
        Alarm seen = alarm("nag");
        rehearsal.alarm(
                new AlarmChange.Acknowledged(seen.key(), millis, seen.sequence(), "kim", ""));
        long events = count(RecordType.TRACE);
        rehearsal.restart();
        pass(600);
        assertThat(count(RecordType.TRACE)).isGreaterThan(events);
        assertThat(alarm("nag").occurrences()).isEqualTo(3);
        assertThat(claim().leaseEndMillis()).isEqualTo(START + 1_800_000 + 900_000);
        water(50);
        pass(2_000);
        assertThat(rehearsal.decisions().ledger().claims("b1"))
                .allMatch(claim -> claim.origin().by().equals("dry"));
    }

    private Claim claim() {
        return rehearsal.decisions().ledger().claims("b1").stream()
                .filter(claim -> claim.origin().by().equals("nag"))
                .findFirst()
                .orElseThrow();
    }

    private Alarm alarm(String rule) {
        return rehearsal.decisions().alarms().stream()
                .filter(alarm -> alarm.rule().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRuleWhoseWordsStayKeepsWhatIsDueThroughAnotherDeclaration() {
        begin();
        water(15);
        rehearsal.declare(
                new Declaration(List.of(new Source("plant.rules", "# a comment\n" + PLANT))));
        Why.Explained why = (Why.Explained) rehearsal.decisions().why("dry", "b1");
        assertThat(why.pending()).hasSize(3);
        rehearsal.declare(new Declaration(
                List.of(new Source("plant.rules", PLANT.replace("after 15 min", "after 16 min")))));
        why = (Why.Explained) rehearsal.decisions().why("dry", "b1");
        assertThat(why.pending().getFirst().atMillis()).isEqualTo(START + 960_000);
    }
}
