package io.signalbox.language;

import io.signalbox.language.Syntax.Assignment;
import io.signalbox.language.Syntax.Expression;
import io.signalbox.language.Syntax.Head;
import io.signalbox.language.Syntax.InterlockDeclaration;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.Order;
import io.signalbox.language.Syntax.RuleDeclaration;
import io.signalbox.language.Syntax.Statement;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks one rule or interlock; what is wrong in one clause does not hide the next. */
final class RuleChecker {
    /** Those that a rule can name. */
    static final List<String> LEVELS =
            List.of("safety", "protection", "optimisation", "automation", "comfort");

    private final Findings findings;
    private final Scope scope;
    private final String variable;
    private final Neighbourhood neighbourhood;
    private final ConditionChecker conditions;
    private final DelayChecker delays;
    private SayingChecker sayings;
    private boolean safety;
    private boolean sets;
    private boolean failed;

    /**
     * @param neighbourhood what else it can see; declarations of points are part of the version
     */
    RuleChecker(
            Findings findings,
            String variable,
            TypeChecker.Result type,
            Surroundings surroundings,
            Neighbourhood neighbourhood) {
        this.findings = findings;
        this.variable = variable;
        this.neighbourhood = neighbourhood;
        this.scope = new Scope(findings, variable, type, surroundings, neighbourhood);
        this.conditions = new ConditionChecker(scope);
        this.delays = new DelayChecker(scope, conditions);
        this.sayings = new SayingChecker("", variable, scope);
    }

    /** The rule, or nothing if anything in it is wrong. */
    Optional<Rule> rule(RuleDeclaration declared) {
        Head head = declared.head();
        sayings = new SayingChecker(title(head), variable, scope);
        Optional<Level> level = attempt(() -> level(declared.level()));
        safety = level.equals(Optional.of(Level.SAFETY));
        Optional<Condition> when = condition(declared.when());
        Optional<Condition> clear = condition(declared.clear());
        scope.ask(when);
        List<Action> then = actions(declared.then());
        scope.ask(declared.clear().isPresent() ? clear : when);
        List<Action> onClear = actions(declared.onClear());
        refuseIdleSafety(declared);
        when.ifPresent(condition -> judge(declared, condition, clear));
        when.ifPresent(condition -> attempt(() -> {
            delays.judge(declared, condition, declared.clear().isPresent());
            return condition;
        }));
        if (failed || when.isEmpty() || level.isEmpty() || !head.whole()) {
            return Optional.empty();
        }
        Rule rule = new Rule(
                head.name().text(),
                title(head),
                scope.type(),
                variable,
                level.get(),
                declared.priority(),
                when.get(),
                clear,
                then,
                onClear,
                head.text(),
                Version.of(head.words(), usedWords()),
                head.name().at(),
                declared.pace());
        return refusesEvents(rule) ? Optional.empty() : Optional.of(rule);
    }

    /** A rule that settles takes samples in the order of their times; events have none. */
    private boolean refusesEvents(Rule rule) {
        List<Condition.Emits> awaited = Events.awaited(rule);
        if (rule.pace().settleMillis() == 0 || awaited.isEmpty()) {
            return false;
        }
        scope.findings()
                .error(
                        awaited.getFirst().written().at(),
                        "a rule that settles decides in the order of event times, and an event"
                                + " happens when it comes",
                        "leave 'settle' away, or make a rule of its own that waits for the event");
        return true;
    }

    /** The interlock, or nothing if anything in it is wrong. */
    Optional<Interlock> interlock(InterlockDeclaration declared) {
        Head head = declared.head();
        Optional<Target> never = declared.never().flatMap(a -> attempt(() -> target(a)));
        Optional<Target> force = declared.force().flatMap(a -> attempt(() -> target(a)));
        Optional<Condition> condition = condition(declared.condition());
        declared.never().ifPresent(this::refuseElsewhere);
        declared.force().ifPresent(this::refuseElsewhere);
        if (never.isPresent() && force.isPresent()) {
            agree(never.get(), force.get(), declared);
        }
        if (failed || never.isEmpty() || condition.isEmpty() || !head.whole()) {
            return Optional.empty();
        }
        Point point = never.get().point;
        return Optional.of(new Interlock(
                head.name().text(),
                title(head),
                scope.type(),
                variable,
                point,
                never.get().value,
                point.kind().code(never.get().value),
                condition.get(),
                force.map(Target::value),
                head.text(),
                Version.of(head.words(), usedWords()),
                head.name().at()));
    }

    /** What stands in the place of the rule; several devices of a rule would claim it together. */
    private Scope elsewhere(Assignment assignment, Name place) {
        Scope of = scope.members(assignment.target().device(), place);
        if (scope.type().place().isEmpty()) {
            String kind = scope.here(place).name();
            String one = kind.substring(0, 1).toLowerCase(Locale.ROOT);
            throw scope.fail(
                    place.at(),
                    "a rule for each '" + scope.type().name()
                            + "' cannot set what stands beside it:" + " several in one '" + kind
                            + "' would set it against each other",
                    "make it 'for each " + kind + " " + one + "' with 'when any "
                            + scope.type().name() + " in " + one + " has (…)' and 'set "
                            + assignment.target().device().text() + "."
                            + assignment.target().point().text() + " in " + one + " = …'");
        }
        return of;
    }

    /** An interlock guards the actuator of its own device. */
    private void refuseElsewhere(Assignment assignment) {
        assignment.place().ifPresent(place -> {
            failed = true;
            String type = assignment.target().device().text();
            findings.error(
                    place.at(),
                    "an interlock guards its own device, not those in a place",
                    "make it 'for each " + type + "', and look at the others with 'any … in …'");
        });
    }

    private record Target(Point point, Value value, Optional<DeviceType> everywhere) {}

    private static String title(Head head) {
        return head.title().isEmpty() ? head.name().text() : head.title();
    }

    private Collection<String> usedWords() {
        List<String> words = new ArrayList<>();
        scope.used().values().forEach(p -> words.add(neighbourhood.words(scope.type(), p)));
        words.addAll(scope.named().values());
        words.addAll(scope.foreign());
        return words;
    }

    private <T> Optional<T> attempt(Supplier<T> check) {
        try {
            return Optional.of(check.get());
        } catch (SyntaxError reported) {
            failed = true;
            return Optional.empty();
        }
    }

    private Level level(Optional<Name> name) {
        if (name.isEmpty()) {
            return Level.AUTOMATION;
        }
        String text = name.get().text();
        if (text.equals("operator")) {
            throw scope.fail(
                    name.get().at(),
                    "the level 'operator' is reserved for people",
                    "'protection' weighs more than what people order, 'optimisation' less");
        }
        if (!LEVELS.contains(text)) {
            throw scope.fail(
                    name.get().at(),
                    "'" + text + "' is no level (" + String.join(", ", LEVELS) + ")",
                    Nearest.hint(text, LEVELS));
        }
        return Level.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private Optional<Condition> condition(Optional<Statement> statement) {
        return statement.flatMap(s -> attempt(() -> conditions.check(s)));
    }

    private List<Action> actions(List<Order> orders) {
        List<Action> actions = new ArrayList<>();
        for (Order order : orders) {
            attempt(() -> action(order)).ifPresent(actions::add);
        }
        return actions;
    }

    private Action action(Order order) {
        return switch (order) {
            case Order.Alarm alarm ->
                new Action.Alarm(
                        alarm.severity(),
                        TemplateChecker.check(alarm.text(), alarm.textAt(), variable, scope),
                        alarm.written());
            case Order.Claim claim -> claim(claim);
            case Order.Notify notify -> sayings.notify(notify);
            case Order.Publish publish -> sayings.publish(publish);
            case Order.Emit emit -> sayings.emit(emit);
            case Order.After after -> delays.after(after, this::action);
        };
    }

    private Action claim(Order.Claim claim) {
        Scope of = where(claim.assignment());
        Optional<DeviceType> everywhere = claim.assignment().place().map(place -> of.type());
        Point actuator = actuator(of, claim.assignment());
        sets = true;
        requireSafety(of, actuator, claim.assignment());
        Expression written = claim.assignment().value();
        Setting setting = new SettingChecker(scope).check(actuator, written);
        if (claim.expiresMillis() == 0) {
            findings.warning(
                    "endless-claim",
                    claim.written().at(),
                    "this claim on '" + actuator.name() + "' has no end",
                    "add 'expires in 30 min'");
        }
        if (claim.retries() > 0 && claim.confirmMillis() == 0) {
            throw scope.fail(
                    claim.written().at(),
                    "'retry' needs to know when a command has failed",
                    "add 'confirm within 5 s'");
        }
        long patience = claim.confirmMillis() + claim.retries() * claim.retryEveryMillis();
        if (claim.expiresMillis() > 0 && patience > claim.expiresMillis()) {
            findings.warning(
                    "late-retry",
                    claim.written().at(),
                    "the claim ends after " + Scope.duration(claim.expiresMillis())
                            + ", before its last retry at " + Scope.duration(patience),
                    "let it expire later");
        }
        return new Action.Claim(
                actuator,
                setting,
                claim.expiresMillis(),
                claim.confirmMillis(),
                claim.retries(),
                claim.retryEveryMillis(),
                claim.otherwise().map(this::otherwise),
                claim.written(),
                everywhere);
    }

    private void refuseIdleSafety(RuleDeclaration declared) {
        if (safety && !sets && !failed) {
            failed = true;
            findings.error(
                    declared.level().orElseThrow().at(),
                    "this rule is 'as safety' and sets nothing",
                    "a level is how much its claims weigh: leave 'as safety' away");
        }
    }

    /** Only what its type marks may be taken from people and from all other rules. */
    private void requireSafety(Scope of, Point actuator, Assignment assignment) {
        if (safety && !actuator.safety()) {
            throw scope.fail(
                    assignment.target().point().at(),
                    "'" + actuator.name() + "' of '" + of.type().name()
                            + "' is not marked for safety: no rule 'as safety' sets it",
                    "mark it 'writable for safety' in its type, or make the rule 'as protection'");
        }
    }

    private Action otherwise(Order order) {
        if (order instanceof Order.After) {
            throw scope.fail(
                    order.written().at(),
                    "'after' stands in 'then' or 'on clear', not behind 'otherwise'",
                    "write it beside the command: 'after 1 min unless …: …'");
        }
        return action(order);
    }

    private Target target(Assignment assignment) {
        Scope of = where(assignment);
        Point point = actuator(of, assignment);
        return new Target(
                point,
                of.value(point, assignment.value()),
                assignment.place().map(place -> of.type()));
    }

    private Scope where(Assignment assignment) {
        return assignment.place().map(place -> elsewhere(assignment, place)).orElse(scope);
    }

    private Point actuator(Scope of, Assignment assignment) {
        Point point = of.point(assignment.target());
        if (!point.writable()) {
            List<String> writable = of.type().points().stream()
                    .filter(Point::writable)
                    .map(Point::name)
                    .toList();
            throw scope.fail(
                    assignment.target().point().at(),
                    "'" + point.name() + "' of '" + of.type().name() + "' cannot be set",
                    writable.isEmpty()
                            ? "mark it 'writable' in the type if the device accepts it"
                            : "what can be set: " + String.join(", ", writable));
        }
        return point;
    }

    private void agree(Target never, Target force, InterlockDeclaration declared) {
        Position at = declared.force()
                .map(f -> f.target().written().at())
                .orElse(declared.head().name().at());
        if (!never.point.equals(force.point)) {
            failed = true;
            findings.error(
                    at,
                    "an interlock forces the point that it guards, '" + never.point.name() + "'",
                    "guard the other point by an interlock of its own");
        } else if (never.value.equals(force.value)) {
            failed = true;
            findings.error(at, "this forces the very value that is forbidden", "force another one");
        }
    }

    private void judge(RuleDeclaration declared, Condition when, Optional<Condition> clear) {
        Regions regions = new Regions();
        if (regions.isImpossible(when)) {
            error(
                    "impossible",
                    when,
                    "'when' can never be true: no values of the points fulfil it");
        } else if (regions.isAlwaysTrue(when)) {
            error("always-true", when, "'when' is always true: all values of the points fulfil it");
        }
        if (clear.isPresent()) {
            if (regions.isImpossible(clear.get())) {
                error(
                        "impossible",
                        clear.get(),
                        "'clear when' can never be true: the rule would never end");
            }
            regions.overlap(when, clear.get())
                    .ifPresent(both -> flaps(declared.type(), clear.get(), both));
        }
    }

    private void flaps(Name type, Condition clear, Regions.Case both) {
        String example = both.describe(type.text());
        error(
                "flaps",
                clear,
                "'when' and 'clear when' can both hold"
                        + (example.isEmpty() ? "" : " (" + example + ")")
                        + ": the rule would flap");
    }

    private void error(String code, Condition at, String message) {
        failed = true;
        findings.error(code, at.written().at(), message, "");
    }
}
