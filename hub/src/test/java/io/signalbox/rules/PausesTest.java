package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.alarm.Alarm;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** A rule that floods, loops or divides by zero is contained and named, and the others go on. */
class PausesTest {
    private static final long START = 1_790_000_080_000L;
    private static final String PLANT = """
            type Door {
              open   : boolean
              level  : m
              lock   : boolean  writable
            }
            rule flutters for each Door d
              when d.open is true
              then alarm minor "open"
            rule full for each Door d
              when d.level > 5 m
              then alarm major "full"
            rule nonsense for each Door d
              when d.level / (d.level - d.level) > 1
              then alarm major "nonsense"
            interlock guard for each Door d
              never d.lock = true while d.open is true
              force d.lock = false
            """;

    private final Rehearsal rehearsal = new Rehearsal(Language::check, START);
    private long millis = START;

    PausesTest() {
        rehearsal.tick();
        rehearsal.declare(new Declaration(List.of(new Source("plant.rules", PLANT))));
        register("d1");
        register("d2");
        rehearsal.device(new DeviceChange.Paced(5));
    }

    private void register(String device) {
        rehearsal.device(new DeviceChange.Registered(device, "Door", null, new TreeMap<>()));
    }

    private void report(String device, String point, String value) {
        byte[] payload = value.getBytes(StandardCharsets.UTF_8);
        rehearsal.publish("d/" + device + "/up/" + point, payload, device);
    }

    private void flutter(int times) {
        for (int i = 0; i < times; i++) {
            report("d1", "open", "true");
            report("d1", "open", "false");
        }
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            millis += 1_000;
            rehearsal.moveTo(millis);
            rehearsal.tick();
        }
    }

    private long activations(String rule) {
        return rehearsal.journal().stream()
                .filter(e -> e.type() == RecordType.TRACE)
                .map(Trace::read)
                .filter(t -> t.rule().equals(rule) && t.change() == Trace.Change.ACTIVATED)
                .count();
    }

    private List<Alarm> named() {
        return rehearsal.decisions().alarms().stream()
                .filter(alarm -> alarm.active() && alarm.text().contains("is paused on"))
                .toList();
    }

    @Test
    void aRuleThatFloodsIsPausedAndNamedAndTheOthersGoOn() {
        flutter(50);
        assertThat(activations("flutters")).isEqualTo(5);
        assertThat(named())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.text())
                        .isEqualTo(
                                "rule 'flutters' is paused on d1: it became active more than 5 times"
                                        + " within a minute (limits.rule_activations)"));
        Why.Explained why = (Why.Explained) rehearsal.decisions().why("flutters", "d1");
        assertThat(why.decisions().getFirst().trace().change()).isEqualTo(Trace.Change.PAUSED);
        assertThat(why.lines()).anyMatch(line -> line.contains("paused: active too often"));
        assertThat(rehearsal.decisions().paused()).isEqualTo(1);
        assertThat(rehearsal.decisions().counters().paused()).isEqualTo(45);
        report("d2", "open", "true");
        report("d1", "level", "6");
        assertThat(activations("flutters")).isEqualTo(6);
        assertThat(activations("full")).isEqualTo(1);
    }

    @Test
    void anInterlockIsNeverPaused() {
        flutter(1);
        long before = activations("guard");
        flutter(50);
        assertThat(activations("guard")).isEqualTo(before + 50);
    }

    @Test
    void whatIsStillTrueActsInTheNextMinuteAndTheAlarmEndsAfterAQuietOne() {
        flutter(5);
        report("d1", "open", "true");
        assertThat(activations("flutters")).isEqualTo(5);
        pass(20);
        assertThat(activations("flutters")).isEqualTo(6);
        assertThat(named()).hasSize(1);
        pass(60);
        assertThat(named()).isEmpty();
        assertThat(rehearsal.decisions().paused()).isZero();
        assertThat(activations("flutters")).isEqualTo(6);
    }

    @Test
    void aPauseSurvivesARestart() {
        flutter(5);
        rehearsal.restart();
        report("d1", "open", "true");
        rehearsal.restart();
        assertThat(activations("flutters")).isEqualTo(5);
        assertThat(rehearsal.decisions().activationsPerMinute()).isEqualTo(5);
        pass(20);
        assertThat(activations("flutters")).isEqualTo(6);
        rehearsal.restart();
        pass(60);
        assertThat(named()).isEmpty();
    }

    @Test
    void theAlarmGoesWithItsDevice() {
        flutter(6);
        rehearsal.device(new DeviceChange.Removed("d1"));
        assertThat(named()).isEmpty();
    }

    @Test
    void withoutALimitNothingIsPaused() {
        rehearsal.device(new DeviceChange.Paced(0));
        flutter(50);
        assertThat(activations("flutters")).isEqualTo(50);
    }

    @Test
    void aDivisionByZeroIsUnknownAndNothingElse() {
        report("d1", "level", "6");
        assertThat(activations("nonsense")).isZero();
        assertThat(activations("full")).isEqualTo(1);
        Why.Explained why = (Why.Explained) rehearsal.decisions().why("nonsense", "d1");
        assertThat(why.now().getFirst().truth()).isEqualTo(Kleene.UNKNOWN);
    }
}
