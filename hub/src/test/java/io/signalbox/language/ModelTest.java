package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Value;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** What the engine gets: names resolved, numbers in the unit of their point. */
class ModelTest {
    private static final String TYPE = """
            type Boiler in Hall "Gas boiler" {
              temp    : °C           every 2 s
              feed    : °F           every 2 s
              press   : kPa          every 2 s  min 0 bar  max 16 bar
              volt    : V
              amp     : mA
              state   : running | stopped
              ok      : boolean
              burner  : on | off     writable
              command : start | stop writable  confirm state
              target  : bar          writable  confirm press
            }
            """;

    private static Program program(String text) {
        Checked checked = Language.check(List.of(new Source("f", TYPE + text)));
        assertThat(checked.findings()).isEmpty();
        return checked.program().orElseThrow();
    }

    private static Condition when(String condition) {
        return program("rule r for each Boiler b\nwhen " + condition + "\nthen alarm minor \"x\"")
                .rules()
                .getFirst()
                .when();
    }

    private static Condition.Compare compare(String condition) {
        return (Condition.Compare) when(condition);
    }

    private static Operand constant(double value) {
        return new Operand.Constant(value);
    }

    private static final DeviceType BOILER = program("").types().getFirst();

    private static Point point(String name) {
        return BOILER.point(name).orElseThrow();
    }

    private static Operand reported(String name) {
        return new Operand.Reported(point(name));
    }

    @Test
    void types() {
        assertThat(BOILER.title()).isEqualTo("Gas boiler");
        assertThat(BOILER.placeKind()).isEqualTo("Hall");
        assertThat(point("temp").timeToLiveMillis()).isEqualTo(6_000);
        assertThat(point("volt").timeToLiveMillis()).isZero();
        PointKind.Quantity press = (PointKind.Quantity) point("press").kind();
        assertThat(press.min()).isZero();
        assertThat(press.max()).isEqualTo(1_600);
        assertThat(point("burner").kind().code(new Value.Text("off"))).isEqualTo(1);
        assertThat(point("burner").kind().code(new Value.Text("of"))).isNaN();
        assertThat(point("ok").kind().code(new Value.Bool(true))).isEqualTo(1);
    }

    @Test
    void commandsAreConfirmedByNamePlaceOrConvertedNumber() {
        assertThat(BOILER.confirmation(point("command"))).isEqualTo(point("state"));
        assertThat(BOILER.confirmed(point("command"), new Value.Text("stop")))
                .isEqualTo(new Value.Text("stopped"));
        assertThat(BOILER.confirmation(point("burner"))).isEqualTo(point("burner"));
        assertThat(BOILER.confirmed(point("burner"), new Value.Text("off")))
                .isEqualTo(new Value.Text("off"));
        assertThat(BOILER.confirmed(point("target"), new Value.Numeric(2)))
                .isEqualTo(new Value.Numeric(200));
    }

    @Test
    void constantsAreInTheUnitOfTheirPoint() {
        Condition.Compare compare = compare("b.press > 2 bar");
        assertThat(compare.left()).isEqualTo(reported("press"));
        assertThat(compare.comparison()).isEqualTo(Condition.Comparison.GREATER);
        assertThat(compare.right()).isEqualTo(constant(200));
        assertThat(compare.unit().symbol()).isEqualTo("kPa");
        assertThat(compare.written())
                .isEqualTo(new Written("b.press > 2 bar", new Position("f", 14, 6)));
        assertThat(compare("300.15 K < b.temp").left()).isEqualTo(constant(27));
        assertThat(compare("b.feed >= 100 °C").right()).isEqualTo(constant(212));
    }

    @Test
    void pointsOfOtherUnitsAreConverted() {
        Operand.Scaled feed = (Operand.Scaled) compare("b.temp > b.feed").right();
        assertThat(feed.of()).isEqualTo(reported("feed"));
        assertThat(212 * feed.factor() + feed.offset())
                .isCloseTo(100, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void differencesOfTemperaturesAreInKelvin() {
        Condition.Compare apart = compare("b.temp - b.feed > 5 K");
        assertThat(apart.right()).isEqualTo(constant(5));
        assertThat(apart.unit().symbol()).isEqualTo("K");
        Condition.Compare above = compare("b.temp > b.feed + 9 K");
        assertThat(above.unit().symbol()).isEqualTo("°C");
        Operand.Scaled right = (Operand.Scaled) above.right();
        Operand.Arithmetic sum = (Operand.Arithmetic) right.of();
        assertThat(sum.right()).isEqualTo(constant(16.2));
    }

    @Test
    void productsAreComparedInTheUnitOfTheLimit() {
        Condition.Compare power = compare("b.volt * b.amp > 2 kW");
        assertThat(power.unit().symbol()).isEqualTo("kW");
        assertThat(power.right()).isEqualTo(constant(2));
        assertThat(((Operand.Scaled) power.left()).factor()).isEqualTo(0.001);
        assertThat(compare("0.5 * b.press > 50 % * 4 bar").right()).isEqualTo(constant(2));
    }

    @Test
    void rangesAndTheirOpposite() {
        Condition.Not outside = (Condition.Not) when("b.temp outside 2..8 °C");
        Condition.Within within = (Condition.Within) outside.of();
        assertThat(within.low()).isEqualTo(2);
        assertThat(within.high()).isEqualTo(8);
        assertThat(((Condition.Within) when("b.press in -1..2 bar")).low()).isEqualTo(-100);
    }

    @Test
    void wordsAreResolved() {
        Condition.Is is = (Condition.Is) when("b.state is stopped");
        assertThat(is.point()).isEqualTo(point("state"));
        assertThat(is.value()).isEqualTo(new Value.Text("stopped"));
        assertThat(is.code()).isEqualTo(1);
        assertThat(when("b.ok = true")).isInstanceOf(Condition.Is.class);
        assertThat(when("b.state is not stopped")).isInstanceOf(Condition.Not.class);
        assertThat(when("b.temp is known")).isInstanceOf(Condition.Known.class);
        assertThat(when("b.temp is unknown")).isInstanceOf(Condition.Not.class);
        assertThat(when("b.temp is not unknown")).isInstanceOf(Condition.Known.class);
        assertThat(((Condition.Becomes) when("b.state becomes running")).code()).isZero();
        assertThat(((Condition.Silent) when("b.temp silent for 1 min")).millis())
                .isEqualTo(60_000);
    }

    @Test
    void notBindsMoreThanAndMoreThanOr() {
        Condition.Any any =
                (Condition.Any) when("not b.ok is true and b.volt > 1 V or (b.volt < 0 V) for 5 s");
        Condition.All all = (Condition.All) any.of().getFirst();
        assertThat(all.of().getFirst()).isInstanceOf(Condition.Not.class);
        assertThat(any.of().getLast()).isInstanceOf(Condition.Dwell.class);
        assertThat(any.of().getLast().written().text()).isEqualTo("(b.volt < 0 V) for 5 s");
        assertThat(when("(b.volt + 1 V) * 2 > 5 V")).isInstanceOf(Condition.Compare.class);
    }

    @Test
    void rulesWithAllTheirParts() {
        Rule rule = program("""
                rule hot "Too hot" for each Boiler b as protection priority 7
                  when b.temp > 95 °C
                  clear when b.temp < 85 °C for 10 s
                  then set b.burner = off expires in 15 min confirm within 10 s retry 3 every 5 s
                         otherwise alarm critical "{b} stays on"
                       alarm major "{{{b}}} is at {b.temp}, {b.state}"
                  on clear set b.target = 150 kPa expires in 1 min
                """).rules().getFirst();
        assertThat(rule.title()).isEqualTo("Too hot");
        assertThat(rule.level()).isEqualTo(Level.PROTECTION);
        assertThat(rule.priority()).isEqualTo(7);
        assertThat(rule.clear()).isPresent();
        assertThat(rule.text()).startsWith("rule hot").endsWith("1 min");
        Action.Claim off = (Action.Claim) rule.then().getFirst();
        assertThat(off.value().orElseThrow()).isEqualTo(new Value.Text("off"));
        assertThat(off.expiresMillis()).isEqualTo(900_000);
        assertThat(off.confirmMillis()).isEqualTo(10_000);
        assertThat(off.retries()).isEqualTo(3);
        assertThat(off.retryEveryMillis()).isEqualTo(5_000);
        assertThat(off.otherwise()).containsInstanceOf(Action.Alarm.class);
        Action.Alarm alarm = (Action.Alarm) rule.then().getLast();
        assertThat(alarm.severity()).isEqualTo(Severity.MAJOR);
        assertThat(alarm.text().fill("b7", new Template.Values() {
                    @Override
                    public Optional<Value> value(Point point) {
                        return point.name().equals("temp")
                                ? Optional.of(new Value.Numeric(97.5))
                                : Optional.empty();
                    }

                    @Override
                    public double number(Operand operand) {
                        return Double.NaN;
                    }

                    @Override
                    public List<String> devices(Condition.Counted asked) {
                        return List.of();
                    }
                }))
                .isEqualTo("{b7} is at 97.5 °C, unknown");
        Action.Claim target = (Action.Claim) rule.onClear().getFirst();
        assertThat(target.value().orElseThrow()).isEqualTo(new Value.Numeric(1.5));
    }

    @Test
    void interlocks() {
        Interlock interlock = program("""
                interlock dry for each Boiler b
                  never b.burner = on while b.press < 1 bar or b.press is unknown
                  force b.burner = off
                """).interlocks().getFirst();
        assertThat(interlock.point()).isEqualTo(point("burner"));
        assertThat(interlock.value()).isEqualTo(new Value.Text("on"));
        assertThat(interlock.condition()).isInstanceOf(Condition.Any.class);
        assertThat(interlock.force()).contains(new Value.Text("off"));
    }

    @Test
    void tests() {
        Scenario test = program("""
                test "t"
                  b1 : Boiler in hall
                  every 5 s from 10 s to 20 s b1.press = 2 bar, b1.ok = true
                  at 12 s restart
                  expect nothing before 10 s
                  expect no alarm minor on b1 from 1 s to 2 s
                  expect set b1.burner = off
                  also shuffled within 3 s, also with 5 % loss
                """).scenarios().getFirst();
        assertThat(test.devices()).containsExactly(new Scenario.Device("b1", BOILER, "hall"));
        assertThat(test.steps())
                .extracting(Scenario.Step::atMillis)
                .containsExactly(10_000L, 10_000L, 12_000L, 15_000L, 15_000L, 20_000L, 20_000L);
        assertThat(test.steps().getFirst())
                .isEqualTo(new Scenario.Step.Report(
                        10_000, "b1", point("press"), new Value.Numeric(200)));
        assertThat(test.expectations().getFirst().window())
                .isEqualTo(new Scenario.Window(0, 9_999));
        assertThat(test.expectations().getLast().window()).isEqualTo(Scenario.Window.ALWAYS);
        assertThat(test.shuffledWithinMillis()).isEqualTo(3_000);
        assertThat(test.lossPercent()).isEqualTo(5);
    }

    @Test
    void filesKnowEachOthersNames() {
        Checked checked = Language.check(List.of(
                new Source("b", "rule r for each T t when t.a > 5 bar then alarm minor \"x\""),
                new Source("a", "type T { a : bar }")));
        assertThat(checked.findings()).isEmpty();
        assertThat(checked.program().orElseThrow().sources()).hasSize(2);
    }

    @Test
    void oneErrorRefusesEverything() {
        Checked checked = Language.check(
                List.of(new Source("a", "type T { a : bar }"), new Source("b", "type S {")));
        assertThat(checked.accepted()).isFalse();
        assertThat(checked.findings())
                .singleElement()
                .hasToString(
                        "b:1:9: error: '}' after the points of 'S' was expected, but found the end of the"
                                + " file");
    }
}
