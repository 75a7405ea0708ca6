package io.signalbox.language;

import io.signalbox.language.Scenario.Expectation;
import io.signalbox.language.Scenario.Step;
import io.signalbox.language.Syntax.Assignment;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.TestDevice;
import io.signalbox.language.Syntax.TestExpectation;
import io.signalbox.language.Syntax.TestStep;
import io.signalbox.message.Value;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks one {@code test}: its devices exist, and their points and values fit. */
final class TestChecker {
    /** Most reports of one test. */
    private static final int MAX_REPORTS = 100_000;

    private final Findings findings;
    private final Declared declared;
    private final Map<String, Scope> scopes = new LinkedHashMap<>();
    private final List<Scenario.Device> devices = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();
    private long startMillis = Scenario.START;
    private boolean failed;

    /** What else the files declare. */
    interface Declared {
        TypeChecker.Result type(Name name);

        /** The names of all rules. */
        Collection<String> rules();
    }

    TestChecker(Findings findings, Declared declared) {
        this.findings = findings;
        this.declared = declared;
    }

    /** The test, or nothing if anything in it is wrong. */
    Optional<Scenario> check(Syntax.TestDeclaration test) {
        test.start().ifPresent(start -> attempt(() -> start(start)));
        test.devices().forEach(device -> attempt(() -> device(device)));
        test.steps().forEach(step -> attempt(() -> step(step)));
        for (TestExpectation expectation : test.expectations()) {
            attempt(() -> expectations.add(expectation(expectation)));
        }
        if (test.expectations().isEmpty() && test.head().whole()) {
            findings.error(test.head().name().at(), "this test expects nothing", "add 'expect …'");
            return Optional.empty();
        }
        steps.sort(Comparator.comparingLong(Step::atMillis));
        return failed || !test.head().whole()
                ? Optional.empty()
                : Optional.of(new Scenario(
                        test.head().name().text(),
                        startMillis,
                        devices,
                        steps,
                        expectations,
                        test.shuffledWithinMillis(),
                        test.lossPercent(),
                        test.restarted(),
                        test.head().name().at()));
    }

    private void attempt(Runnable check) {
        try {
            check.run();
        } catch (SyntaxError reported) {
            failed = true;
        }
    }

    private void start(Name start) {
        try {
            startMillis = OffsetDateTime.parse(start.text()).toInstant().toEpochMilli();
        } catch (DateTimeParseException e) {
            findings.error(
                    start.at(),
                    "'" + start.text() + "' is no time with its offset from UTC",
                    "write \"2026-03-29T01:30:00+01:00\"");
            throw new SyntaxError();
        }
    }

    private void device(TestDevice device) {
        String name = device.name().text();
        if (scopes.containsKey(name)) {
            throw fail(device.name(), "this test already has a device '" + name + "'", "");
        }
        TypeChecker.Result type = declared.type(device.type());
        scopes.put(name, new Scope(findings, name, type));
        devices.add(new Scenario.Device(name, type.type(), device.place()));
    }

    private Scope scope(Assignment assignment) {
        assignment.place().ifPresent(place -> {
            throw fail(place, "a test names each device by itself", "write it without 'in'");
        });
        return scope(assignment.target().device());
    }

    private Scope scope(Name device) {
        Scope scope = scopes.get(device.text());
        if (scope == null) {
            throw fail(
                    device,
                    "this test has no device '" + device.text() + "'",
                    Nearest.hint(device.text(), scopes.keySet()));
        }
        return scope;
    }

    /** An alarm is on a device, or on a place in which one stands. */
    private void requireSubject(Name name) {
        for (Scenario.Device device : devices) {
            if (device.place().equals(name.text())
                    || device.place().startsWith(name.text() + "/")) {
                return;
            }
        }
        scope(name);
    }

    private void step(TestStep step) {
        if (step.acknowledged().isPresent()) {
            Name device = step.acknowledged().get().device();
            scope(device);
            String rule = rule(Optional.of(step.acknowledged().get().rule()));
            steps.add(new Step.Acknowledge(step.fromMillis(), rule, device.text()));
            return;
        }
        if (step.ordered().isPresent()) {
            Assignment assignment = step.ordered().get().assignment();
            Scope scope = scope(assignment);
            Point point = actuator(scope, assignment);
            steps.add(new Step.Order(
                    step.fromMillis(),
                    assignment.target().device().text(),
                    point,
                    scope.value(point, assignment.value()),
                    step.ordered().get().expiresMillis()));
            return;
        }
        if (step.reports().isEmpty() && step.events().isEmpty()) {
            steps.add(new Step.Restart(step.fromMillis()));
            return;
        }
        long times = step.everyMillis() == 0
                ? 1
                : Math.max(0, step.toMillis() - step.fromMillis()) / step.everyMillis() + 1;
        if (step.toMillis() < step.fromMillis()
                || steps.size() + times * (step.reports().size() + step.events().size())
                        > MAX_REPORTS) {
            findings.error(
                    step.at(),
                    step.toMillis() < step.fromMillis()
                            ? "this ends before it begins"
                            : "a test has at most " + MAX_REPORTS + " reports",
                    "");
            throw new SyntaxError();
        }
        for (Syntax.Statement.Emits emitted : step.events()) {
            String event = scope(emitted.device()).event(emitted.event());
            for (long i = 0; i < times; i++) {
                steps.add(new Step.Emit(
                        step.fromMillis() + i * step.everyMillis(),
                        emitted.device().text(),
                        event));
            }
        }
        for (Assignment report : step.reports()) {
            Scope scope = scope(report);
            Point point = scope.point(report.target());
            Value value = scope.value(point, report.value());
            String device = report.target().device().text();
            for (long i = 0; i < times; i++) {
                long at = step.fromMillis() + i * step.everyMillis();
                steps.add(new Step.Report(at, device, point, value));
            }
        }
    }

    private Expectation expectation(TestExpectation expectation) {
        return switch (expectation) {
            case TestExpectation.Nothing nothing ->
                new Expectation.Nothing(nothing.window(), nothing.written());
            case TestExpectation.Command command -> command(command);
            case TestExpectation.Told told -> {
                told.device().map(this::scope).ifPresent(of -> expectable(of, told));
                yield new Expectation.Said(
                        told.forbidden(),
                        told.what(),
                        told.name().text(),
                        told.device().map(Name::text).orElse(""),
                        told.text(),
                        told.window(),
                        rule(told.by()),
                        told.written());
            }
            case TestExpectation.Alarm alarm -> {
                requireSubject(alarm.device());
                yield new Expectation.Alarm(
                        alarm.forbidden(),
                        alarm.severity(),
                        alarm.device().text(),
                        alarm.window(),
                        rule(alarm.by()),
                        alarm.written());
            }
        };
    }

    /** 'expect no event' of a misspelt name would always hold. */
    private static void expectable(Scope of, TestExpectation.Told told) {
        if (told.what() == Scenario.Told.EVENT) {
            of.event(told.name());
        }
    }

    private Expectation command(TestExpectation.Command command) {
        Assignment assignment = command.assignment();
        Scope scope = scope(assignment);
        Point point = actuator(scope, assignment);
        return new Expectation.Command(
                command.forbidden(),
                assignment.target().device().text(),
                point,
                scope.value(point, assignment.value()),
                command.window(),
                rule(command.by()),
                command.written());
    }

    private Point actuator(Scope scope, Assignment assignment) {
        Point point = scope.point(assignment.target());
        if (!point.writable()) {
            throw fail(assignment.target().point(), "'" + point.name() + "' cannot be set", "");
        }
        return point;
    }

    private String rule(Optional<Name> by) {
        by.ifPresent(name -> {
            if (!declared.rules().contains(name.text())) {
                throw fail(
                        name,
                        "there is no rule '" + name.text() + "'",
                        Nearest.hint(name.text(), declared.rules()));
            }
        });
        return by.map(Name::text).orElse("");
    }

    private SyntaxError fail(Name name, String message, String hint) {
        findings.error(name.at(), message, hint);
        return new SyntaxError();
    }
}
