package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Checked;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Language;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;
import io.signalbox.language.Source;
import io.signalbox.message.Value;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/** Rules that wait for what is late. */
class SettleTest {
    private static final long START = 1_790_000_000_000L;
    private static final long SETTLE = 5_000;
    private static final int CASES = Integer.getInteger("signalbox.settle.cases", 60);

    /** A sample; {@code arrives} is when the hub gets it. */
    private record Sent(long event, long arrives, String device, String point, Value value) {}

    /** One run of a hub whose rules are those of a program. */
    private static final class Run {
        private final Rehearsal rehearsal;
        private long wall = START;

        Run(Function<List<Source>, Checked> check, String text) {
            rehearsal = new Rehearsal(check, START);
            rehearsal.tick();
            rehearsal.declare(new Declaration(List.of(new Source("settle.rules", text))));
        }

        Run(Program program) {
            this(
                    sources -> new Checked(
                            Optional.of(sources.isEmpty() ? Program.EMPTY : program), List.of()),
                    "by chance");
        }

        void register(String device, String type) {
            rehearsal.device(new DeviceChange.Registered(device, type, null, new TreeMap<>()));
        }

        /** Lets time pass, a tick each second. */
        void passTo(long millis) {
            while (wall / 1_000 < millis / 1_000) {
                wall = (wall / 1_000 + 1) * 1_000;
                rehearsal.moveTo(wall);
                rehearsal.tick();
            }
            wall = millis;
            rehearsal.moveTo(wall);
        }

        void send(List<Sent> together) {
            passTo(together.getFirst().arrives);
            StringBuilder json = new StringBuilder("{\"ts\":").append(together.getFirst().event);
            for (Sent one : together) {
                json.append(",\"").append(one.point).append("\":");
                json.append(one.value instanceof Value.Text ? "\"" + one.value + "\"" : one.value);
            }
            String device = together.getFirst().device;
            byte[] payload = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
            rehearsal.publish("d/" + device + "/up/all", payload, device);
        }

        /** What was decided until then, at the instants of the samples. */
        List<String> decided(long until, long lagMillis) {
            List<String> decided = new ArrayList<>();
            rehearsal.journal().stream()
                    .filter(entry -> entry.type() == RecordType.TRACE)
                    .map(Trace::read)
                    .filter(trace -> trace.change() != Trace.Change.GAVE_UP)
                    .filter(trace -> trace.atMillis() - lagMillis <= until)
                    .forEach(trace -> decided.add((trace.atMillis() - lagMillis) + " "
                            + trace.rule() + " " + trace.device() + " " + trace.change() + " "
                            + trace.activation()));
            decided.sort(Comparator.comparing(line -> {
                String[] words = line.split(" ", -1);
                return words[0] + " " + words[1] + " " + words[2];
            }));
            return decided;
        }
    }

    /** The program with rules that settle, and that repeat as slowly as the language lets them. */
    private static Program paced(DeviceType type, Program program, long settleMillis) {
        List<Rule> rules = program.rules().stream()
                .map(r -> SettledCase.settled(r, settleMillis))
                .toList();
        return RandomRules.program(type, rules);
    }

    private static List<List<Sent>> samples(DeviceType type, RandomRules rules, Random random) {
        List<List<Sent>> messages = new ArrayList<>();
        for (long at = START + 500; at < START + 40_000; at += 500) {
            for (String device : List.of("d0", "d1")) {
                TreeMap<String, Sent> values = new TreeMap<>();
                for (int left = random.nextInt(4); left > 0; left--) {
                    var point = type.points().get(random.nextInt(5));
                    values.put(
                            point.name(),
                            new Sent(at, at, device, point.name(), rules.value(point)));
                }
                if (!values.isEmpty()) {
                    messages.add(List.copyOf(values.values()));
                }
            }
        }
        return messages;
    }

    /** Each sample by itself, late by less than the rules wait. */
    private static List<List<Sent>> late(List<List<Sent>> messages, Random random) {
        List<List<Sent>> late = new ArrayList<>();
        for (List<Sent> message : messages) {
            for (Sent one : message) {
                long arrives = one.event + random.nextInt((int) SETTLE);
                late.add(List.of(new Sent(one.event, arrives, one.device, one.point, one.value)));
            }
        }
        late.sort(Comparator.comparingLong(message -> message.getFirst().arrives));
        return late;
    }

    @Test
    void decideAsIfEverySampleHadComeInOrder() {
        int decisions = 0;
        for (long seed = 1; seed <= CASES; seed++) {
            Random random = new Random(seed * 0x9E3779B97F4A7C15L);
            RandomRules rules = new RandomRules(random, false);
            DeviceType type = rules.type();
            Program program = rules.program(type, 3);
            List<List<Sent>> messages = samples(type, rules, random);
            long end = START + 60_000;

            Run eager = new Run(paced(type, program, 0));
            eager.register("d0", type.name());
            eager.register("d1", type.name());
            messages.forEach(eager::send);
            eager.passTo(end);

            Run settling = new Run(paced(type, program, SETTLE));
            settling.register("d0", type.name());
            settling.register("d1", type.name());
            for (List<Sent> message : late(messages, random)) {
                settling.send(message);
                if (random.nextInt(40) == 0) {
                    settling.rehearsal.restart();
                }
            }
            settling.passTo(end + SETTLE);

            List<String> expected = eager.decided(end, 0);
            assertThat(settling.decided(end, SETTLE))
                    .as("seed %d, %s", seed, program.rules())
                    .isEqualTo(expected);
            decisions += expected.size();
        }
        assertThat(decisions).as("decisions that were compared").isGreaterThan(CASES);
    }

    private static final String PLANT = """
            type Meter {
              power : kW
              relay : on | off   writable
            }
            rule peak for each Meter m  settle 10 s
              when m.power > 5 kW
              then alarm major "{m}: {m.power}"
                   set m.relay = off  expires in 1 min
            """;

    @Test
    void whatIsLaterStillIsCountedAndNotSeen() {
        Run run = new Run(Language::check, PLANT);
        run.register("m1", "Meter");
        run.passTo(START + 30_000);
        run.send(List.of(
                new Sent(START + 15_000, START + 30_000, "m1", "power", new Value.Numeric(9))));
        run.passTo(START + 60_000);
        assertThat(run.rehearsal.decisions().counters().unsettled()).isEqualTo(1);
        assertThat(run.rehearsal.decisions().alarms()).isEmpty();
    }

    @Test
    void whatFollowsIsOfTheInstantInWhichItIsDecided() {
        Run run = new Run(Language::check, PLANT);
        run.register("m1", "Meter");
        run.passTo(START + 30_000);
        run.send(List.of(
                new Sent(START + 25_000, START + 30_000, "m1", "power", new Value.Numeric(9))));
        run.passTo(START + 34_000);
        assertThat(run.rehearsal.decisions().alarms()).isEmpty();
        run.passTo(START + 35_000);
        assertThat(run.rehearsal.decisions().alarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.raisedMillis()).isEqualTo(START + 35_000));
        assertThat(run.rehearsal.decisions().ledger().claims("m1"))
                .singleElement()
                .satisfies(c -> assertThat(c.leaseEndMillis()).isEqualTo(START + 95_000));
        Why why = run.rehearsal.decisions().why("peak", "m1");
        assertThat(why).isInstanceOf(Why.Explained.class);
    }

    @Test
    void aDeviceIsHeardFromItsRegistrationOnWhateverIsDeclaredMeanwhile() {
        for (boolean declares : List.of(false, true)) {
            Run run = new Run(Language::check, PLANT);
            run.passTo(START + 20_000);
            run.register("m1", "Meter");
            run.send(List.of(
                    new Sent(START + 18_000, START + 21_000, "m1", "power", new Value.Numeric(9))));
            if (declares) {
                String more = PLANT.replace("peak", "other");
                run.rehearsal.declare(new Declaration(List.of(
                        new Source("settle.rules", PLANT),
                        new Source("more.rules", more.substring(more.indexOf("rule"))))));
                run.rehearsal.restart();
            }
            run.passTo(START + 40_000);
            assertThat(run.rehearsal.decisions().alarms())
                    .as("declares: " + declares)
                    .isEmpty();
        }
    }

    @Test
    void aTestMayShuffleThemWithoutATolerance() {
        Checked checked = Language.check(List.of(new Source("f", PLANT + """
                test "in any order"
                  m1 : Meter
                  at 20 s  m1.power = 1 kW
                  at 22 s  m1.power = 9 kW
                  at 24 s  m1.power = 2 kW
                  at 25 s  restart
                  expect alarm major on m1 at 32 s by peak
                  expect no alarm on m1 after 32 s
                  also shuffled within 9 s
                """)));
        List<RuleTest.Report> reports = RuleTest.runAll(checked.program().orElseThrow());
        assertThat(reports.getFirst().failures()).isEmpty();
    }

    /** One sample of 25 s and the registration of a second device wait; both are decided upon. */
    @Test
    void takesUpASnapshotThatKnewNoPlaces() {
        byte[] state = Base64.getDecoder()
                .decode(
                        "BQABDHNldHRsZS5ydWxlc5YBcGxhY2UgSGFsbAp0eXBlIE1ldGVyIGluIEhhbGwgeyBwb3dlciA6IGtXIH0K"
                                + "cnVsZSBwZWFrIGZvciBlYWNoIEhhbGwgaCAgc2V0dGxlIDEwIHMKICB3aGVuIGFueSBNZXRlciBpbiBoIGhh"
                                + "cyAocG93ZXIgPiA1IGtXKQogIHRoZW4gYWxhcm0gbWFqb3IgIntofSIKgICAgIAgAdAPAAACAQEBAAAAAAIA"
                                + "Am0xA4Cwg8WYaAEBAm0xAQVNZXRlcgEFaGFsbDEA4ISHxZhokE4B9Mq+3+3/lgMiAQEBAAAAAAAAAQVwb3dl"
                                + "cgFAIgAAAAAAANC2hsWYaOCEh8WYaAAiAQJtMiPghIfFmGgBAQJtMgEFTWV0ZXIBBWhhbGwyAAAAAAAAAAAA"
                                + "AAAAAAAAAAAAAaDEUOEwAAABoMRQ4TAAAAGgxFBsAAEFTWV0ZXIQZTQwMjA1ZDY4ZDZhOWM1MAIAAAJtMQAA"
                                + "AAGgxFBsAEAiAAAAAAAAAAABoMRQzagAAAGgxFDhMOAAAAAAAAAAf/gAAAAAAAAAAAABAQJtMgEAAAGgxFDh"
                                + "MH/4AAAAAAAA4AAAAAAAAADgAAAAAAAAAOAAAAAAAAAAf/gAAAAAAAAAAAAAANgE//////////8/AAAJAAAA"
                                + "AAAAAAAAAAAAAADghIfFmGgAAAAAAAGQTgAAAaDEULogAAABoMRQuiAAAAGgxFC6IAAAAaDEUETwAQVNZXRl"
                                + "chBlNDAyMDVkNjhkNmE5YzUwAQAAAm0xAAAAAaDEUGwAf/gAAAAAAADgAAAAAAAAAOAAAAAAAAAA4AAAAAAA"
                                + "AAB/+AAAAAAAAAAAAAABAAAFaGFsbDEAAAABoMRQbAABBHBlYWsQNzFlZDBjYzFmODNmMWIzNgDgAAAAAAAA"
                                + "AAAAAAAAAAAAAdgE//////////8/AAACAAABoMRQzagCbTEBBXBvd2VyACIBQCIAAAAAAAAAAAGgxFDhMAJt"
                                + "MgA=");
        Rehearsal rehearsal = new Rehearsal(Language::check, START);
        rehearsal.restart(state);
        for (long at = START + 31_000; at <= START + 50_000; at += 1_000) {
            rehearsal.moveTo(at);
            rehearsal.tick();
        }
        rehearsal.publish("d/m2/up/power", "9".getBytes(StandardCharsets.UTF_8), "m2");
        for (long at = START + 51_000; at <= START + 70_000; at += 1_000) {
            rehearsal.moveTo(at);
            rehearsal.tick();
        }
        assertThat(rehearsal.decisions().alarms())
                .extracting(alarm -> alarm.device() + " " + (alarm.raisedMillis() - START))
                .containsExactlyInAnyOrder("hall1 35000", "hall2 60000");
    }
}
