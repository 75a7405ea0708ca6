package io.signalbox.analysis;

import io.signalbox.language.Action;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Findings;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;
import io.signalbox.language.Scenario;
import io.signalbox.language.Severity;
import io.signalbox.message.Value;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which rules no test speaks of: none names them, and none expects, or forbids, on a device of
 * their type what they do.
 */
final class TestedCheck {
    private static final String CODE = "no-test";

    private final Findings findings;

    TestedCheck(Findings findings) {
        this.findings = findings;
    }

    /** What tests look at. */
    private sealed interface Seen {
        record Named(String rule) implements Seen {}

        record Set(String type, int point, Value value) implements Seen {}

        record Raised(String type, Optional<Severity> severity) implements Seen {}

        /** The name is empty for a message, whose topic is the test's own business. */
        record Said(Scenario.Told what, String name) implements Seen {}
    }

    void check(Program program) {
        if (program.rules().isEmpty()) {
            return;
        }
        if (program.scenarios().isEmpty()) {
            int rules = program.rules().size();
            findings.note(
                    CODE,
                    program.rules().getFirst().at(),
                    rules == 1
                            ? "this rule has no test"
                            : "none of the " + rules + " rules has a test",
                    "write a 'test' block, and run it with 'signalbox rule test'");
            return;
        }
        Set<Seen> seen = new HashSet<>();
        program.scenarios().forEach(test -> collect(test, seen));
        for (Rule rule : program.rules()) {
            if (!isSeen(rule, seen)) {
                findings.note(
                        CODE,
                        rule.at(),
                        "no test speaks of '" + rule.name() + "'",
                        "write a test that expects what it does");
            }
        }
    }

    private static void collect(Scenario test, Set<Seen> seen) {
        for (Scenario.Expectation expectation : test.expectations()) {
            switch (expectation) {
                case Scenario.Expectation.Nothing nothing -> {}
                case Scenario.Expectation.Command command -> {
                    seen.add(new Seen.Named(command.by()));
                    seen.add(new Seen.Set(
                            type(test, command.device()),
                            command.point().index(),
                            command.value()));
                }
                case Scenario.Expectation.Alarm alarm -> {
                    seen.add(new Seen.Named(alarm.by()));
                    seen.add(new Seen.Raised(type(test, alarm.device()), alarm.severity()));
                }
                case Scenario.Expectation.Said said -> {
                    seen.add(new Seen.Named(said.by()));
                    boolean named = said.what() != Scenario.Told.PUBLISH;
                    seen.add(new Seen.Said(said.what(), named ? said.name() : ""));
                }
            }
        }
    }

    private static String type(Scenario test, String device) {
        return test.devices().stream()
                .filter(d -> d.name().equals(device))
                .map(d -> d.type().name())
                .findFirst()
                .orElse("");
    }

    /** Of a calculated value any will do: the test works it out. */
    private static boolean isSet(String type, Action.Claim claim, Set<Seen> seen) {
        int point = claim.point().index();
        return claim.value()
                .map(value -> seen.contains(new Seen.Set(type, point, value)))
                .orElseGet(() -> seen.stream()
                        .anyMatch(one -> one instanceof Seen.Set set
                                && set.type().equals(type)
                                && set.point() == point));
    }

    private static boolean isSeen(Rule rule, Set<Seen> seen) {
        return seen.contains(new Seen.Named(rule.name()))
                || isSeen(rule, rule.then(), seen)
                || isSeen(rule, rule.onClear(), seen);
    }

    private static boolean isSeen(Rule rule, List<Action> actions, Set<Seen> seen) {
        String own = rule.type().name();
        String alarmed = rule.type().place().isPresent() ? "" : own;
        for (Action action : actions) {
            boolean here = switch (action) {
                case Action.Claim claim ->
                    isSet(claim.everywhere().map(DeviceType::name).orElse(own), claim, seen)
                            || claim.otherwise().stream()
                                    .anyMatch(o -> isSeen(rule, List.of(o), seen));
                case Action.Alarm alarm ->
                    seen.contains(new Seen.Raised(alarmed, Optional.of(alarm.severity())))
                            || seen.contains(new Seen.Raised(alarmed, Optional.empty()));
                case Action.Notify notify ->
                    seen.contains(new Seen.Said(Scenario.Told.NOTIFY, notify.who()));
                case Action.Publish publish ->
                    seen.contains(new Seen.Said(Scenario.Told.PUBLISH, ""));
                case Action.Emit emit ->
                    seen.contains(new Seen.Said(Scenario.Told.EVENT, emit.event()));
                case Action.After after -> isSeen(rule, List.of(after.action()), seen);
            };
            if (here) {
                return true;
            }
        }
        return false;
    }
}
