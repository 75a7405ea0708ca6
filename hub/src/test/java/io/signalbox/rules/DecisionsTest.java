package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.broker.PublishRecord;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.command.Claim;
import io.signalbox.command.CommandState;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.effect.Cause;
import io.signalbox.effect.Outbox;
import io.signalbox.journal.Concern;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Language;
import io.signalbox.language.Source;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

class DecisionsTest {
    private static final long START = 1_767_225_600_000L;
    private static final String TYPE = """
            type Chiller {
              outlet : °C
              fan    : on | off   writable
            }
            """;
    private static final String RULE = """
            rule outlet_hot "Outlet too hot" for each Chiller c
              when c.outlet > 12 °C for 5 s
              clear when c.outlet < 10 °C
              then set c.fan = on
                   alarm major "{c}: outlet at {c.outlet}"
            """;

    private final Rehearsal rehearsal = new Rehearsal(Language::check, START);
    private long millis = START;

    DecisionsTest() {
        rehearsal.tick();
        declare(TYPE + RULE);
        register("c1", "Chiller");
    }

    private void declare(String text) {
        rehearsal.declare(new Declaration(List.of(new Source("plant.rules", text))));
    }

    private void register(String device, String type) {
        rehearsal.device(new DeviceChange.Registered(device, type, null, new TreeMap<>()));
    }

    private void outlet(double celsius) {
        byte[] payload = Double.toString(celsius).getBytes(StandardCharsets.UTF_8);
        rehearsal.publish("d/c1/up/outlet", payload, "c1");
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            millis += 1_000;
            rehearsal.moveTo(millis);
            rehearsal.tick();
        }
    }

    private void heat() {
        outlet(13.5);
        pass(6);
    }

    private Why.Explained why() {
        return (Why.Explained) rehearsal.decisions().why("outlet_hot", "c1");
    }

    @Test
    void tellsWhyWithValuesLimitsAndTheFateOfTheCommand() {
        heat();
        rehearsal.publish("d/c1/up/fan", "on".getBytes(StandardCharsets.UTF_8), "c1");
        Why.Explained why = why();
        assertThat(why.active()).isTrue();
        assertThat(why.decisions()).hasSize(1);
        Why.Decision decision = why.decisions().getFirst();
        assertThat(decision.trace().atMillis()).isEqualTo(START + 5_000);
        Observation hot = decision.trace().observations().getFirst();
        assertThat(hot.value()).isEqualTo(13.5);
        assertThat(hot.limit()).isEqualTo(12);
        assertThat(hot.distance()).isEqualTo(1.5);
        assertThat(decision.commands()).singleElement().satisfies(command -> {
            assertThat(command.state()).isEqualTo(CommandState.CONFIRMED);
            assertThat(command.claim().point()).isEqualTo("fan");
        });
        assertThat(why.lines()).anyMatch(line -> line.contains("13.5 °C, limit 12 °C, 1.5 °C"));
    }

    @Test
    void whatIsOfNoConcernDoesNotEvenLetTimePass() {
        outlet(13.5);
        assertThat(rehearsal.decisions().concern()).isEqualTo(Concern.FOLDS);
        rehearsal.decisions().apply(late(Concern.MESSAGES | Concern.KEYS));
        assertThat(why().active()).isFalse();
        rehearsal.decisions().apply(late(Concern.ALL));
        assertThat(why().active()).isTrue();
    }

    /** A message of a minute later that is for nobody here. */
    private static Entry late(int concerns) {
        ByteWriter body = new ByteWriter().varint(0).string("x").string("x/y");
        return new Entry() {
            @Override
            public long sequence() {
                return 1_000_000;
            }

            @Override
            public RecordType type() {
                return RecordType.PUBLISH;
            }

            @Override
            public int flags() {
                return 1;
            }

            @Override
            public int concerns() {
                return concerns;
            }

            @Override
            public long timeMillis() {
                return START + 60_000;
            }

            @Override
            public ByteReader body() {
                return new ByteReader(body.toByteArray());
            }
        };
    }

    @Test
    void tellsWhyNot() {
        outlet(11);
        Why.Explained why = why();
        assertThat(why.active()).isFalse();
        assertThat(why.decisions()).isEmpty();
        assertThat(why.now().getFirst().truth()).isEqualTo(Kleene.FALSE);
        assertThat(why.now().getFirst().distance()).isEqualTo(1);
        assertThat(rehearsal.decisions().why("outlet_hot", "c9"))
                .isInstanceOfSatisfying(
                        Why.Unknown.class, u -> assertThat(u.reason()).contains("'c9'"));
        assertThat(rehearsal.decisions().why("outlet_hat", "c1"))
                .isInstanceOfSatisfying(
                        Why.Unknown.class, u -> assertThat(u.reason()).contains("outlet_hot"));
    }

    /** How long something has been so does not tell how far it is from being otherwise. */
    @Test
    void whatHasLastedIsNotFarFromItsEnd() {
        declare(TYPE + """
                rule outlet_hot for each Chiller c
                  when c.outlet > 12 °C for 5 s
                  then alarm major "hot"
                rule fine for each Chiller c
                  when not (c.outlet > 12 °C for 30 s)
                  clear when c.outlet silent for 1 min
                  then alarm minor "fine"
                """);
        heat();
        assertThat(whyNot("outlet_hot"))
                .contains("  'c.outlet > 12 °C for 5 s' is true, has to be false")
                .anyMatch(line -> line.startsWith(
                        "  'c.outlet > 12 °C' is true, has to be false: 1.5 °C away"));
        assertThat(whyNot("fine"))
                .contains("  'c.outlet > 12 °C for 30 s' is unknown, has to be false");
    }

    private List<String> whyNot(String rule) {
        return ((WhyNot.Waits) rehearsal.decisions().whyNot(rule, "c1")).lines();
    }

    @Test
    void whatDividesByZeroIsUnknownAndNamed() {
        declare("""
                type Mixer {
                  hot   : l/min
                  cold  : l/min
                  share : number  writable
                }
                rule more for each Mixer m
                  when m.hot / m.cold > 2
                  then alarm minor "more"
                rule shared for each Mixer m
                  when m.hot > 1 l/min
                  then set m.share = m.hot / m.cold  expires in 1 min
                """);
        register("m1", "Mixer");
        rehearsal.publish("d/m1/up/hot", "5".getBytes(StandardCharsets.UTF_8), "m1");
        rehearsal.publish("d/m1/up/cold", "0".getBytes(StandardCharsets.UTF_8), "m1");
        assertThat(((WhyNot.Waits) rehearsal.decisions().whyNot("more", "m1")).lines())
                .anyMatch(line -> line.startsWith(
                        "  'm.hot / m.cold > 2' is unknown, has to be true; it divides by 0; hot"));
        rehearsal.publish("d/m1/up/hot", "0".getBytes(StandardCharsets.UTF_8), "m1");
        rehearsal.publish("d/m1/up/hot", "6".getBytes(StandardCharsets.UTF_8), "m1");
        assertThat(((Why.Explained) rehearsal.decisions().why("shared", "m1")).lines())
                .contains("  did: set m.share = m.hot / m.cold expires in 1 min"
                        + " (not done: it is no number, as when it is divided by 0)");
        rehearsal.publish("d/m1/up/cold", "2".getBytes(StandardCharsets.UTF_8), "m1");
        assertThat(((Why.Explained) rehearsal.decisions().why("more", "m1")).active())
                .isTrue();
    }

    @Test
    void anInterlockTellsWhatItForced() {
        declare(TYPE + """
                interlock cold for each Chiller c
                  never c.fan = on while c.outlet < 0 °C
                  force c.fan = off
                """);
        outlet(-1);
        Why.Explained why = (Why.Explained) rehearsal.decisions().why("cold", "c1");
        assertThat(why.lines()).contains("  did: force c.fan = off");
    }

    @Test
    void anAlarmAndAClaimEndWithTheirActivation() {
        heat();
        assertThat(rehearsal.decisions().alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.active()).isTrue();
            assertThat(alarm.text()).isEqualTo("c1: outlet at 13.5 °C");
        });
        assertThat(rehearsal.decisions().ledger().claims("c1")).hasSize(1);
        outlet(9);
        assertThat(rehearsal.decisions().alarms()).singleElement().matches(a -> !a.active());
        assertThat(rehearsal.decisions().ledger().claims("c1")).isEmpty();
    }

    @Test
    void aRuleThatIsRemovedTakesItsAlarmsAndClaimsAlong() {
        heat();
        declare(TYPE);
        assertThat(rehearsal.decisions().alarms()).singleElement().matches(a -> !a.active());
        assertThat(rehearsal.decisions().ledger().claims("c1")).isEmpty();
    }

    @Test
    void aRuleWhoseWordsStayGoesOnThroughAnotherDeclaration() {
        heat();
        Claim claim = rehearsal.decisions().ledger().claims("c1").getFirst();
        declare(TYPE + "# a comment\n" + RULE
                + "rule silent for each Chiller c when c.outlet silent for 1 h"
                + " then alarm minor \"silent\"\n");
        assertThat(rehearsal.decisions().ledger().claims("c1")).containsExactly(claim);
        assertThat(why().active()).isTrue();
        assertThat(why().decisions()).hasSize(1);
    }

    @Test
    void aDeclarationThatCannotBeReadLeavesTheGoodOne() {
        declare("rule nonsense");
        heat();
        assertThat(why().active()).isTrue();
    }

    @Test
    void aDeviceOfATypeThatIsDeclaredLaterIsKnownWithItsLastValues() {
        Rehearsal late = new Rehearsal(Language::check, START);
        late.tick();
        late.device(new DeviceChange.Registered("c1", "Chiller", null, new TreeMap<>()));
        late.publish("d/c1/up/outlet", "11".getBytes(StandardCharsets.UTF_8), "c1");
        late.declare(new Declaration(List.of(new Source("plant.rules", TYPE + RULE))));
        Why.Explained why = (Why.Explained) late.decisions().why("outlet_hot", "c1");
        assertThat(why.now().getFirst().value()).isEqualTo(11);
    }

    @Test
    void theFirstMessageAfterAPauseIsNotAsOldAsThePause() {
        declare("""
                type Chiller {
                  outlet : °C   every 10 s
                }
                rule hot for each Chiller c
                  when c.outlet > 12 °C
                  then alarm major "hot"
                """);
        millis += 3_600_000;
        rehearsal.moveTo(millis);
        outlet(13);
        rehearsal.tick();
        Why.Explained why = (Why.Explained) rehearsal.decisions().why("hot", "c1");
        assertThat(why.now().getFirst().truth()).isEqualTo(Kleene.TRUE);
    }

    @Test
    void aChainOfEffectsIsCutAndTheCutIsNamed() {
        declare("""
                type Chiller {
                  outlet : °C
                }
                rule hot for each Chiller c
                  when c.outlet > 12 °C
                  then alarm major "hot"
                """);
        byte[] payload = "13".getBytes(StandardCharsets.UTF_8);
        Message message = new Message(
                "d/c1/up/outlet",
                payload,
                Qos.AT_LEAST_ONCE,
                false,
                MessageProperties.NONE,
                "signalbox",
                millis);
        ByteWriter body = new ByteWriter();
        Cause cause = new Cause(1, 0, Outbox.MAX_DEPTH);
        int flags = PublishRecord.write(body, cause, new int[0], 0, message);
        long sequence = rehearsal.journal().size() + 1L;
        rehearsal
                .decisions()
                .apply(new Rehearsal.Stored(
                        sequence, RecordType.PUBLISH, flags, millis, body.toByteArray()));
        Why.Explained why = (Why.Explained) rehearsal.decisions().why("hot", "c1");
        assertThat(why.decisions().getFirst().trace().change()).isEqualTo(Trace.Change.CUT);
        assertThat(rehearsal.decisions().counters().cut()).isEqualTo(1);
        assertThat(rehearsal.decisions().alarms()).isEmpty();
    }

    @Test
    void aSnapshotOfAnotherProgramIsRefused() {
        byte[] state = rehearsal.decisions().snapshot();
        Decisions other = new Decisions(
                new Outbox(rehearsal),
                sources -> Language.check(List.of(new Source("other.rules", TYPE))));
        assertThatThrownBy(() -> other.restore(state))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageContaining("another program");
    }
}
