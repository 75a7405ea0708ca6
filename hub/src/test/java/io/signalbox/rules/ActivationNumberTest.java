package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.command.ClaimChange;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.effect.Cause;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Language;
import io.signalbox.language.Source;
import io.signalbox.rules.Rehearsal.Stored;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

class ActivationNumberTest {
    private static final long START = 1_767_225_600_000L;
    private static final String TYPE = """
            type Light {
              motion : yes | no
              power  : on | off   writable
            }
            """;
    private static final String RULE = """
            rule lit for each Light l
              when l.motion becomes yes
              then set l.power = on expires in 1 min
            """;
    private static final String PLACES = """
            place Room in Hall
            """;
    private static final String OVER_PLACES = """
            rule busy for each Room r
              when any Light in r has (motion is yes)
              then set Light.power in r = on
            """;

    private final Rehearsal rehearsal = new Rehearsal(Language::check, START);

    ActivationNumberTest() {
        rehearsal.tick();
        declare(TYPE + RULE);
        register("l1");
    }

    private void declare(String text) {
        rehearsal.declare(new Declaration(List.of(new Source("plant.rules", text))));
    }

    private void register(String device) {
        rehearsal.device(new DeviceChange.Registered(device, "Light", "hall/a", new TreeMap<>()));
    }

    private void remove(String device) {
        rehearsal.device(new DeviceChange.Removed(device));
    }

    private void motion() {
        for (String value : List.of("no", "yes")) {
            rehearsal.publish("d/l1/up/motion", value.getBytes(StandardCharsets.UTF_8), "l1");
        }
    }

    private List<String> commandIds() {
        List<String> ids = new ArrayList<>();
        for (Stored record : rehearsal.journal()) {
            if (record.type() == RecordType.CLAIM) {
                ByteReader body = record.body();
                Cause.read(body);
                if (ClaimChange.read(body) instanceof ClaimChange.Made made) {
                    ids.add(made.claim().id());
                }
            }
        }
        return ids;
    }

    @Test
    void aDeviceThatComesBackAtOnceHasNewCommands() {
        motion();
        remove("l1");
        register("l1");
        motion();
        assertThat(commandIds()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void oneThatComesBackWhileItsNumbersRunAheadOfTimeHasNewCommands() {
        for (int i = 0; i < 5; i++) {
            motion();
        }
        remove("l1");
        rehearsal.moveTo(START + 2);
        rehearsal.tick();
        register("l1");
        for (int i = 0; i < 5; i++) {
            motion();
        }
        assertThat(commandIds()).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void aRestartInBetweenForgetsNoNumber() {
        motion();
        remove("l1");
        rehearsal.restart();
        register("l1");
        motion();
        assertThat(commandIds()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aRuleThatComesBackAtOnceHasNewCommands() {
        motion();
        declare(TYPE);
        declare(TYPE + RULE);
        motion();
        assertThat(commandIds()).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    }

    @Test
    void aSettledRuleThatComesBackAtOnceHasNewCommands() {
        String settled = RULE.replace("Light l", "Light l  settle 2 s");
        declare(TYPE + settled);
        motion();
        for (int i = 1; i <= 4; i++) {
            rehearsal.moveTo(START + i * 1_000L);
            rehearsal.tick();
        }
        int first = commandIds().size();
        declare(TYPE);
        declare(TYPE + settled);
        assertThat(first).isPositive();
        assertThat(commandIds()).doesNotHaveDuplicates();
    }

    @Test
    void aPlaceThatComesBackAtOnceHasNewCommands() {
        declare(TYPE + PLACES + OVER_PLACES);
        motion();
        remove("l1");
        register("l1");
        motion();
        assertThat(commandIds()).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    }

    @Test
    void timeThatPassedANumberForgetsIt() {
        RetiredNumbers numbers = new RetiredNumbers();
        Pauses.Key lit = new Pauses.Key("lit", "l1");
        numbers.keep(lit, START);
        numbers.keep(lit, START - 1);
        numbers.forgetBefore(START);
        assertThat(numbers.last(lit)).isEqualTo(START);
        numbers.forgetBefore(START + 1);
        assertThat(numbers.last(lit)).isEqualTo(PlantTime.NEVER);
    }

    @Test
    void beyondTheMostThatAreKeptEverybodyBeginsBehindTheOldest() {
        RetiredNumbers numbers = new RetiredNumbers();
        for (int i = 0; i <= RetiredNumbers.MAX_KEPT; i++) {
            numbers.keep(new Pauses.Key("lit", "l" + i), START + i);
        }
        assertThat(numbers.last(new Pauses.Key("lit", "l0"))).isEqualTo(START);
        assertThat(numbers.last(new Pauses.Key("lit", "new"))).isEqualTo(START);
        assertThat(numbers.last(new Pauses.Key("lit", "l7"))).isEqualTo(START + 7);
        ByteWriter out = new ByteWriter();
        numbers.snapshot(out);
        RetiredNumbers again = new RetiredNumbers();
        again.restore(new ByteReader(out.toByteArray()));
        assertThat(again.last(new Pauses.Key("lit", "l0"))).isEqualTo(START);
        assertThat(again.last(new Pauses.Key("lit", "l7"))).isEqualTo(START + 7);
    }
}
