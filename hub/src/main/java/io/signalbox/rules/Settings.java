package io.signalbox.rules;

import io.signalbox.language.Action;
import io.signalbox.language.Condition;
import io.signalbox.language.Operand;
import io.signalbox.language.Parts;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Points;
import io.signalbox.language.Setting;
import io.signalbox.language.Template;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the claims of a rule set and what its texts say, worked out when it acts. Belongs to the
 * fold's thread.
 */
final class Settings {
    /** What a claim is to set, or why it is not made. */
    sealed interface Outcome {
        record Known(Value value) implements Outcome {}

        /** What it would take is unknown, or the actuator cannot take it. */
        record Refused(String reason) implements Outcome {}
    }

    private final DeviceTable table;
    private final ConditionCompiler compiler;

    /** By what is calculated: as many as the rule has claims and places in its texts. */
    private final Map<Operand, Reckoning> reckonings = new HashMap<>();

    /** Those of them that look back, in the order of their text. */
    private final List<Reckoning> past = new ArrayList<>();

    private final Moment moment = new Moment();
    private long hearingSince;

    /**
     * @param conditions compiles what the rule looks at: what is set may look at other devices, too,
     *     and what looks back is remembered with what the conditions remember
     */
    Settings(DeviceTable table, ConditionCompiler conditions, Watch watch, Numbered actions) {
        this.table = table;
        this.compiler = conditions.beside();
        actions.all().stream()
                .flatMap(step -> Calculations.of(step.action()))
                .distinct()
                .forEach(number -> reckonings.put(
                        number,
                        Parts.looksBack(number)
                                ? remembering(number, conditions, watch)
                                : compiler.number(number)));
    }

    private Reckoning remembering(Operand number, ConditionCompiler conditions, Watch watch) {
        watch.reckoned(number);
        Reckoning reckoning = conditions.number(number);
        past.add(reckoning);
        return reckoning;
    }

    /** Lets what looks back see the instant, whether something is set or not. */
    void look(int row, Moment seen) {
        hearingSince = seen.hearingSince;
        for (Reckoning one : past) {
            double _ = one.at(row, seen);
        }
    }

    Outcome of(Action.Claim claim, int row, long now) {
        return switch (claim.setting()) {
            case Setting.Fixed fixed -> new Outcome.Known(fixed.value());
            case Setting.Copied copied ->
                table.column(copied.point())
                        .value(row, now)
                        .map(value -> judged(claim.point(), value))
                        .orElseGet(() -> unknown(List.of(copied.point())));
            case Setting.Calculated calculated -> calculated(claim.point(), calculated, row, now);
        };
    }

    private Outcome calculated(Point actuator, Setting.Calculated calculated, int row, long now) {
        double number = number(calculated.number(), row, now);
        if (!Double.isNaN(number)) {
            return judged(actuator, rounded(actuator, number));
        }
        List<Point> unknown = Points.own(calculated.number()).stream()
                .filter(point -> table.column(point).value(row, now).isEmpty())
                .toList();
        return unknown.isEmpty() ? noNumber(calculated.number(), row, now) : unknown(unknown);
    }

    /** One of the numbers of the rule's actions, or NaN. */
    private double number(Operand number, int row, long now) {
        moment.begin(now, hearingSince);
        return reckonings.computeIfAbsent(number, compiler::number).at(row, moment);
    }

    private Outcome noNumber(Operand number, int row, long now) {
        String what = Parts.gathered(number)
                .filter(g -> Double.isNaN(number(g, row, now)))
                .map(g -> "'" + g.call() + "' is unknown")
                .findFirst()
                .orElse(
                        Parts.looksBack(number)
                                ? "too little is known of the past"
                                : "it is no number, as when it is divided by 0");
        return new Outcome.Refused(what);
    }

    /** What the rule says of a device or place, for texts. */
    Template.Values values(int row, long now) {
        return new Template.Values() {
            @Override
            public Optional<Value> value(Point point) {
                return table.column(point).value(row, now);
            }

            @Override
            public double number(Operand operand) {
                return Settings.this.number(operand, row, now);
            }

            @Override
            public List<String> devices(Condition.Counted asked) {
                for (Lookout lookout : compiler.lookouts()) {
                    if (lookout.tally() instanceof Quantifier q && q.counts(asked)) {
                        int place = lookout.place(row);
                        return place == Members.NOWHERE ? List.of() : q.devices(place);
                    }
                }
                throw new IllegalStateException("a checked text names what its rule asks");
            }
        };
    }

    /** Whole numbers for an actuator that takes no others; of two that are as near the even one. */
    private static Value rounded(Point actuator, double number) {
        double plain = number + 0.0;
        boolean whole = actuator.kind() instanceof PointKind.Quantity quantity && quantity.whole();
        return whole && Math.abs(plain) < 0x1p63
                ? Value.whole((long) Math.rint(plain))
                : new Value.Numeric(plain);
    }

    private static Outcome judged(Point actuator, Value value) {
        return actuator.kind().allows(value)
                ? new Outcome.Known(value)
                : new Outcome.Refused("'" + actuator.name() + "' is "
                        + actuator.kind().expectation() + ", but it would be "
                        + actuator.kind().show(value));
    }

    private static Outcome unknown(List<Point> points) {
        return new Outcome.Refused("'" + points.getFirst().name() + "' is unknown");
    }

    /** What was done, for the trace: with the value, if it does not stand there, or why not. */
    String described(Action.Claim claim, int row, long now) {
        String written = Trace.shortened(claim.written().text());
        return switch (of(claim, row, now)) {
            case Outcome.Refused refused -> written + " (not done: " + refused.reason() + ")";
            case Outcome.Known known ->
                claim.value().isPresent()
                        ? written
                        : written + " (" + claim.point().kind().show(known.value()) + ")";
        };
    }

    /** The value that the claim sets, or nothing if it is not made. */
    Optional<Value> value(Action.Claim claim, int row, long now) {
        return of(claim, row, now) instanceof Outcome.Known known
                ? Optional.of(known.value())
                : Optional.empty();
    }
}
