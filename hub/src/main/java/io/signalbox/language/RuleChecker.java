package io.signalbox.language;

import io.signalbox.language.Syntax.Assignment;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks one rule or interlock; what is wrong in one clause does not hide the next. */
final class RuleChecker {
    private static final List<String> LEVELS =
            List.of("protection", "optimisation", "automation", "comfort");

    private final Findings findings;
    private final Scope scope;
    private final String variable;
    private final Map<String, String> pointWords;
    private final ConditionChecker conditions;
    private final DelayChecker delays;
    private SayingChecker sayings;
    private boolean failed;

    /**
     * @param pointWords the declarations of the type's points by name; they are part of the version
     */
    RuleChecker(
            Findings findings,
            String variable,
            TypeChecker.Result type,
            Map<String, String> pointWords,
            Surroundings surroundings) {
        this.findings = findings;
        this.variable = variable;
        this.pointWords = pointWords;
        this.scope = new Scope(findings, variable, type, surroundings);
        this.conditions = new ConditionChecker(scope);
        this.delays = new DelayChecker(scope, conditions);
        this.sayings = new SayingChecker("", variable, scope);
    }

    /** The rule, or nothing if anything in it is wrong. */
    Optional<Rule> rule(RuleDeclaration declared) {
        Head head = declared.head();
        sayings = new SayingChecker(title(head), variable, scope);
        Optional<Level> level = attempt(() -> level(declared.level()));
        Optional<Condition> when = condition(declared.when());
        Optional<Condition> clear = condition(declared.clear());
        List<Action> then = actions(declared.then());
        List<Action> onClear = actions(declared.onClear());
        when.ifPresent(condition -> judge(declared, condition, clear));
        when.ifPresent(condition -> attempt(() -> {
            delays.judge(declared, condition, declared.clear().isPresent());
            return condition;
        }));
        if (failed || when.isEmpty() || level.isEmpty() || !head.whole()) {
            return Optional.empty();
        }
        return Optional.of(new Rule(
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
                declared.pace()));
    }

    /** The interlock, or nothing if anything in it is wrong. */
    Optional<Interlock> interlock(InterlockDeclaration declared) {
        Head head = declared.head();
        Optional<Target> never = declared.never().flatMap(a -> attempt(() -> target(a)));
        Optional<Target> force = declared.force().flatMap(a -> attempt(() -> target(a)));
        Optional<Condition> condition = condition(declared.condition());
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

    private record Target(Point point, Value value) {}

    private static String title(Head head) {
        return head.title().isEmpty() ? head.name().text() : head.title();
    }

    private Collection<String> usedWords() {
        List<String> words = new ArrayList<>();
        scope.used().keySet().forEach(point -> words.add(pointWords.get(point)));
        words.addAll(scope.named().values());
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
        if (text.equals("safety") || text.equals("operator")) {
            throw scope.fail(
                    name.get().at(),
                    "the level '" + text + "' is reserved "
                            + (text.equals("safety") ? "for safety functions" : "for people"),
                    "the highest level of a rule is 'protection'");
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
        Point actuator = actuator(claim.assignment());
        Setting setting =
                new SettingChecker(scope).check(actuator, claim.assignment().value());
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
                claim.written());
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
        Point point = actuator(assignment);
        return new Target(point, scope.value(point, assignment.value()));
    }

    private Point actuator(Assignment assignment) {
        Point point = scope.point(assignment.target());
        if (!point.writable()) {
            List<String> writable = scope.type().points().stream()
                    .filter(Point::writable)
                    .map(Point::name)
                    .toList();
            throw scope.fail(
                    assignment.target().point().at(),
                    "'" + point.name() + "' of '" + scope.type().name() + "' cannot be set",
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
                    "");
        } else if (never.value.equals(force.value)) {
            failed = true;
            findings.error(at, "this forces the very value that is forbidden", "");
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
