package io.signalbox.analysis;

import io.signalbox.language.Action;
import io.signalbox.language.Condition;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Findings;
import io.signalbox.language.Operand;
import io.signalbox.language.Parts;
import io.signalbox.language.Point;
import io.signalbox.language.Points;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;

import java.util.List;

/** Finds times that do not fit how often a device reports: a command that nobody can see obeyed. */
final class TimingCheck {
    private final Findings findings;

    TimingCheck(Findings findings) {
        this.findings = findings;
    }

    void check(Program program) {
        for (Rule rule : program.rules()) {
            Parts.all(rule.when()).forEach(this::check);
            rule.clear().stream().flatMap(Parts::all).forEach(this::check);
            check(rule.type(), rule.then());
            check(rule.type(), rule.onClear());
            repeats(rule);
        }
    }

    /** A command that is given again has to hold until then, and to have failed by then. */
    private void repeats(Rule rule) {
        long every = rule.pace().repeatMillis();
        for (Action action : rule.then()) {
            if (every == 0 || !(action instanceof Action.Claim claim)) {
                continue;
            }
            if (claim.expiresMillis() > 0 && claim.expiresMillis() < every) {
                findings.warning(
                        "lease-gap",
                        claim.written().at(),
                        "the claim ends after " + Duration.of(claim.expiresMillis())
                                + " and is made again every " + Duration.of(every)
                                + ": in between it does not hold",
                        "let it expire later than it is repeated");
            }
            long patience = patience(claim);
            if (patience > every) {
                findings.warning(
                        "hasty-repeat",
                        claim.written().at(),
                        "the command is given again every " + Duration.of(every)
                                + ", before it can have failed after " + Duration.of(patience),
                        "repeat it less often, or give the device less time");
            }
        }
    }

    /** What is looked at in the end has to be told by then. */
    private void unless(Action.After after) {
        after.unless().stream()
                .flatMap(unless -> Points.of(unless).stream())
                .filter(point -> point.everyMillis() > after.millis())
                .findFirst()
                .ifPresent(point -> findings.warning(
                        "haste",
                        after.written().at(),
                        "'after " + Duration.of(after.millis())
                                + "' is shorter than the reporting interval of '" + point.name()
                                + "' (every " + Duration.of(point.everyMillis())
                                + "): it may not be known by then",
                        "wait for at least " + Duration.of(point.everyMillis())));
    }

    private static long patience(Action.Claim claim) {
        return claim.confirmMillis() + claim.retries() * claim.retryEveryMillis();
    }

    /** An age below the interval comes and goes with each report. */
    private void check(Condition condition) {
        if (condition instanceof Condition.Compare compare
                && compare.left() instanceof Operand.Age age
                && compare.right() instanceof Operand.Constant limit
                && limit.value() * 1000 < age.point().everyMillis()) {
            findings.warning(
                    "haste",
                    compare.written().at(),
                    "'" + compare.written().text()
                            + "' is about less than the reporting interval of"
                            + " '" + age.point().name() + "' (every "
                            + Duration.of(age.point().everyMillis()) + ")",
                    "use at least " + Duration.of(2 * age.point().everyMillis()));
        }
    }

    private void check(DeviceType type, List<Action> actions) {
        for (Action action : actions) {
            switch (action) {
                case Action.Claim claim -> {
                    check(type, claim);
                    claim.otherwise().ifPresent(other -> check(type, List.of(other)));
                }
                case Action.Alarm alarm -> {}
                case Action.Notify notify -> {}
                case Action.Publish publish -> {}
                case Action.Emit emit -> {}
                case Action.After after -> {
                    unless(after);
                    check(type, List.of(after.action()));
                }
            }
        }
    }

    private void check(DeviceType type, Action.Claim claim) {
        Point shown = claim.everywhere().orElse(type).confirmation(claim.point());
        long patience = patience(claim);
        if (claim.confirmMillis() > 0 && shown.everyMillis() > patience) {
            findings.warning(
                    "confirmed-too-late",
                    claim.written().at(),
                    "'" + shown.name() + "' shows whether '" + claim.point().name()
                            + "' was obeyed and comes every " + Duration.of(shown.everyMillis())
                            + ", but the command counts as failed after " + Duration.of(patience),
                    "use 'confirm within " + Duration.of(2 * shown.everyMillis()) + "'");
        }
        if (claim.expiresMillis() > 0 && claim.expiresMillis() < claim.confirmMillis()) {
            findings.warning(
                    "late-confirm",
                    claim.written().at(),
                    "the claim ends after " + Duration.of(claim.expiresMillis())
                            + ", before the device has to show that it obeyed",
                    "let it expire later, or confirm sooner");
        }
    }
}
