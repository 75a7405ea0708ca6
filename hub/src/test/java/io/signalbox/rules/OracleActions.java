package io.signalbox.rules;

import io.signalbox.language.Action;
import io.signalbox.language.Condition;
import io.signalbox.language.Interlock;
import io.signalbox.language.Level;
import io.signalbox.language.Operand;
import io.signalbox.language.Parts;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Position;
import io.signalbox.language.Rule;
import io.signalbox.language.Setting;
import io.signalbox.language.Template;
import io.signalbox.language.Unit;
import io.signalbox.language.Written;
import io.signalbox.message.Value;
import io.signalbox.rules.Oracle.Device;
import io.signalbox.rules.Oracle.Instance;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What rules say and set by definition: each value is worked out from all that ever was. */
final class OracleActions {
    private static final Written UNWRITTEN = new Written("", new Position("oracle", 1, 1));

    private final Oracle oracle;
    private final OraclePlaces places;
    private final List<Said> said = new ArrayList<>();

    /** The numbers of each rule that look back. */
    private final IdentityHashMap<Rule, List<Operand>> past = new IdentityHashMap<>();

    OracleActions(Oracle oracle, OraclePlaces places) {
        this.oracle = oracle;
        this.places = places;
    }

    List<Said> said() {
        return said;
    }

    /** What an interlock is as a rule. */
    static Rule rule(Interlock i) {
        Stream<Action> force = i.force().stream()
                .map(value -> new Action.Claim(
                        i.point(),
                        new Setting.Fixed(value),
                        0,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        i.condition().written()));
        return new Rule(
                i.name(),
                i.title(),
                i.type(),
                i.variable(),
                Level.INTERLOCK,
                0,
                i.condition(),
                Optional.empty(),
                force.toList(),
                List.of(),
                i.text(),
                i.hash(),
                i.at());
    }

    /** The numbers that the rule works out when it acts. */
    static Stream<Operand> numbers(Rule rule) {
        return Stream.concat(rule.then().stream(), rule.onClear().stream())
                .flatMap(OracleActions::numbers);
    }

    private static Stream<Operand> numbers(Action action) {
        return switch (action) {
            case Action.Claim c ->
                Stream.concat(
                        c.setting() instanceof Setting.Calculated worked
                                ? Stream.of(worked.number())
                                : Stream.of(),
                        c.otherwise().stream().flatMap(OracleActions::numbers));
            case Action.Alarm a -> numbers(a.text());
            case Action.Notify n -> numbers(n.text());
            case Action.Publish p -> numbers(p.payload());
            case Action.Emit e -> e.text().stream().flatMap(OracleActions::numbers);
            case Action.After a -> numbers(a.action());
        };
    }

    private static Stream<Operand> numbers(Template text) {
        return text.parts().stream()
                .filter(Template.Part.Calculated.class::isInstance)
                .map(part -> ((Template.Part.Calculated) part).number());
    }

    /** The same as conditions, for whoever looks for what stands in them. */
    static Stream<Condition> compared(Rule rule) {
        return numbers(rule).map(n -> new Condition.Within(n, 0, 0, Unit.ONE, UNWRITTEN));
    }

    /** Lets what looks back see the instant. */
    void look(Rule rule, Device device, Instance instance) {
        past.computeIfAbsent(rule, r -> numbers(r).filter(Parts::looksBack).toList())
                .forEach(n -> oracle.number(n, device, instance));
    }

    void act(Rule rule, Device device, Instance instance, Stream<Action> actions) {
        actions.forEach(action -> act(rule, device, instance, action));
    }

    /** What a rule does again while it is active, but for what is told to people who know. */
    static Stream<Action> again(Rule rule, boolean known) {
        return rule.then().stream()
                .filter(action -> !(action instanceof Action.After))
                .filter(action -> !known
                        || !(action instanceof Action.Alarm || action instanceof Action.Notify));
    }

    private void act(Rule rule, Device device, Instance instance, Action action) {
        Template.Values values = values(device, instance);
        String name = device.name;
        switch (action) {
            case Action.Claim c ->
                value(c, device, instance).ifPresent(v -> claim(rule, device, instance, c, v));
            case Action.Alarm a ->
                say(
                        rule,
                        device,
                        false,
                        "ALARM " + a.severity() + " " + instance.activation + " "
                                + a.text().fill(name, values));
            case Action.Notify n ->
                say(
                        rule,
                        device,
                        false,
                        "TELL " + n.who() + n.via() + " " + n.text().fill(name, values));
            case Action.Publish p ->
                say(
                        rule,
                        device,
                        true,
                        "PUBLISH " + p.topic().fill(name, values) + " " + p.qos() + " "
                                + p.retained() + " "
                                + p.payload().payload(name, values).orElseThrow());
            case Action.Emit e -> {
                say(
                        rule,
                        device,
                        false,
                        "EMIT d/" + name + "/event/" + e.event() + " "
                                + e.text().map(t -> t.fill(name, values)).orElse(""));
                oracle.emit(name, e.event());
            }
            case Action.After a -> {}
        }
    }

    private Template.Values values(Device device, Instance instance) {
        return new Template.Values() {
            @Override
            public Optional<Value> value(Point point) {
                return oracle.signal(device, point);
            }

            @Override
            public double number(Operand operand) {
                return oracle.number(operand, device, instance).orElse(Double.NaN);
            }

            @Override
            public List<String> devices(Condition.Counted asked) {
                return places.fulfilling(asked, device);
            }
        };
    }

    private void say(Rule rule, Device device, boolean exact, String words) {
        said.add(new Said(oracle.now(), rule.name(), device.name, "", exact, words));
    }

    private void claim(
            Rule rule, Device device, Instance instance, Action.Claim claim, Value value) {
        String lease = claim.expiresMillis() == 0 ? "ever" : Long.toString(claim.expiresMillis());
        String words = "SET " + claim.point().name() + " = " + value + " for " + lease + " by "
                + rule.name() + " " + instance.activation + " at "
                + rule.level().number() + " "
                + rule.priority();
        for (Device target : places.targets(rule, device, claim)) {
            said.add(new Said(oracle.now(), rule.name(), device.name, target.name, true, words));
            oracle.claims()
                    .claim(new OracleClaims.Wish(
                            target.name,
                            rule.name(),
                            rule.hash(),
                            device.name,
                            value,
                            rule.level().number(),
                            rule.priority(),
                            claim.expiresMillis() == 0
                                    ? OracleClaims.FOREVER
                                    : oracle.now() + claim.expiresMillis(),
                            -1,
                            Optional.of(new OracleClaims.Promise(claim, instance.activation))));
        }
    }

    /** What is set; nothing if it is unknown, or none that the actuator can take. */
    private Optional<Value> value(Action.Claim claim, Device device, Instance instance) {
        return switch (claim.setting()) {
            case Setting.Fixed fixed -> Optional.of(fixed.value());
            case Setting.Copied copied ->
                oracle.signal(device, copied.point()).filter(v -> takes(claim.point(), v));
            case Setting.Calculated worked ->
                oracle.number(worked.number(), device, instance)
                        .map(n -> rounded(claim.point(), n))
                        .filter(v -> takes(claim.point(), v));
        };
    }

    private static Value rounded(Point actuator, double number) {
        boolean whole = actuator.kind() instanceof PointKind.Quantity q && q.whole();
        double below = Math.floor(number);
        double above = number - below;
        boolean up = above > 0.5 || (above == 0.5 && below % 2 != 0);
        return new Value.Numeric(whole ? below + (up ? 1 : 0) : number);
    }

    /** All actuators of the cases are numbers. */
    private static boolean takes(Point actuator, Value value) {
        PointKind.Quantity kind = (PointKind.Quantity) actuator.kind();
        double number = ((Value.Numeric) value).value();
        return kind.min() <= number
                && number <= kind.max()
                && (!kind.whole() || number == Math.floor(number));
    }
}
