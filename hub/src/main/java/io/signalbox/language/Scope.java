package io.signalbox.language;

import io.signalbox.language.Syntax.Expression;
import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the names in one rule mean: its variable, the points of its type, and their values. */
final class Scope {
    private static final Unit SECOND = Units.of("s").orElseThrow();

    private final Findings findings;
    private final String variable;
    private final DeviceType type;
    private final boolean complete;
    private final Surroundings surroundings;
    private final Map<String, Point> used = new TreeMap<>();
    private final Map<String, String> named = new TreeMap<>();

    /** One in which nothing can be named but points. */
    Scope(Findings findings, String variable, TypeChecker.Result type) {
        this(findings, variable, type, new Surroundings(findings));
    }

    Scope(Findings findings, String variable, TypeChecker.Result type, Surroundings surroundings) {
        this.findings = findings;
        this.surroundings = surroundings;
        this.variable = variable;
        this.type = type.type();
        this.complete = type.complete();
    }

    DeviceType type() {
        return type;
    }

    Findings findings() {
        return findings;
    }

    /** The points that were looked up, by name. */
    Map<String, Point> used() {
        return used;
    }

    /** Words of what was named beside points: a version depends on them. */
    Map<String, String> named() {
        return named;
    }

    Schedule schedule(Syntax.Statement.TimeIn time) {
        Surroundings.Named<Schedule> schedule = surroundings.schedule(time);
        named.putAll(schedule.words());
        return schedule.what();
    }

    /** True for the name of a signal of the type. */
    boolean isSignal(Expression.Reference reference) {
        return reference.device().text().equals(variable)
                && surroundings.signals().has(type, reference.point().text());
    }

    /** What a signal is calculated from, and in which unit. */
    OperandChecker.Measured signal(Expression.Reference reference) {
        Signals.Meaning meaning = surroundings.signals().meaning(type, reference.point());
        used.putAll(meaning.points());
        named.putAll(meaning.words());
        return meaning.value();
    }

    Area area(Syntax.Name name) {
        Surroundings.Named<Area> area = surroundings.area(name);
        named.putAll(area.words());
        return area.what();
    }

    Point point(Expression.Reference reference) {
        Syntax.Name device = reference.device();
        if (!device.text().equals(variable)) {
            boolean otherKind = Character.isUpperCase(device.text().charAt(0));
            throw fail(
                    device.at(),
                    "'" + device.text() + "' is not known here; the device is called '" + variable
                            + "'",
                    otherKind
                            ? "points of other devices are not in this version yet"
                            : Nearest.hint(device.text(), List.of(variable)));
        }
        return point(reference.point());
    }

    Point point(Syntax.Name name) {
        Point point = type.point(name.text()).orElseThrow(() -> {
            if (!complete) {
                return new SyntaxError();
            }
            List<String> names = type.points().stream().map(Point::name).toList();
            if (surroundings.signals().has(type, name.text())) {
                return fail(
                        name.at(),
                        "'" + name.text() + "' is a signal, not a point: it can be compared and"
                                + " calculated with",
                        "everything else is said of points (" + String.join(", ", names) + ")");
            }
            return fail(
                    name.at(),
                    "'" + name.text() + "' is not a point of '" + type.name() + "' ("
                            + String.join(", ", names) + ")",
                    Nearest.hint(name.text(), names));
        });
        used.put(point.name(), point);
        return point;
    }

    /** What {@code written} means as a value of the point. */
    Value value(Point point, Expression written) {
        return switch (point.kind()) {
            case PointKind.Quantity q -> number(point, q, written);
            case PointKind.Enumeration e -> new Value.Text(oneOf(point, e.values(), written));
            case PointKind.Truth t ->
                new Value.Bool(oneOf(point, List.of("true", "false"), written).equals("true"));
            case PointKind.Place place -> position(point, written);
            case PointKind.Words w -> {
                if (!(written instanceof Expression.Quoted text)) {
                    throw fail(
                            written.written().at(),
                            "'" + point.name() + "' is a text, but found '"
                                    + written.written().text() + "'",
                            "write it in \"…\"");
                }
                yield new Value.Text(text.text());
            }
        };
    }

    private Value position(Point point, Expression written) {
        Optional<Value.Position> place = written instanceof Expression.Quoted text
                ? Value.Position.parse("geo:" + text.text().replace(" ", ""))
                : Optional.empty();
        return place.orElseThrow(() -> fail(
                written.written().at(),
                "'" + point.name() + "' is a position, but found '"
                        + written.written().text() + "'",
                "write latitude and longitude in degrees: \"52.5, 13.4\""));
    }

    private String oneOf(Point point, List<String> values, Expression written) {
        String text = written.written().text();
        if (written instanceof Expression.Reference) {
            throw fail(
                    written.written().at(),
                    "'" + text + "' as the value of '" + point.name()
                            + "' is not in this version yet",
                    "write one of " + String.join(", ", values));
        }
        if (!(written instanceof Expression.Word) || !values.contains(text)) {
            throw fail(
                    written.written().at(),
                    "'" + text + "' is not a value of '" + point.name() + "' ("
                            + String.join(", ", values) + ")",
                    Nearest.hint(text, values));
        }
        return text;
    }

    private Value number(Point point, PointKind.Quantity kind, Expression written) {
        if (!(written instanceof Expression.Amount amount)) {
            boolean calculation = written instanceof Expression.Reference
                    || written instanceof Expression.Binary
                    || written instanceof Expression.Call
                    || written instanceof Expression.TimeIn
                    || written instanceof Expression.Negated;
            throw fail(
                    written.written().at(),
                    calculation
                            ? "a fixed value is expected here, but found the calculation '"
                                    + written.written().text() + "'"
                            : "'" + point.name() + "' is a number, but found '"
                                    + written.written().text() + "'",
                    "write a number such as " + example(1, kind.unit()));
        }
        double value = amount(amount, point.name(), kind.unit());
        if (kind.whole()) {
            return whole(point, kind, amount);
        }
        if (value < kind.min() || value > kind.max()) {
            throw fail(
                    written.written().at(),
                    "'" + point.name() + "' " + range(kind) + ", but found "
                            + written.written().text(),
                    "");
        }
        return new Value.Numeric(value);
    }

    /** Limits of which one at least is declared. */
    private static String range(PointKind.Quantity kind) {
        if (kind.max() == Double.POSITIVE_INFINITY) {
            return "is at least " + kind.show(new Value.Numeric(kind.min()));
        } else if (kind.min() == Double.NEGATIVE_INFINITY) {
            return "is at most " + kind.show(new Value.Numeric(kind.max()));
        }
        return "goes from " + kind.show(new Value.Numeric(kind.min())) + " to "
                + kind.show(new Value.Numeric(kind.max()));
    }

    /** A whole number as it is written, whatever a double would make of it. */
    private Value whole(Point point, PointKind.Quantity kind, Expression.Amount amount) {
        Value value = exactly(amount, point.name());
        if (value == null || !kind.allows(value)) {
            throw fail(
                    amount.written().at(),
                    "'" + point.name() + "' is " + kind.expectation() + ", but found "
                            + amount.written().text(),
                    "");
        }
        return value;
    }

    private @Nullable Value exactly(Expression.Amount amount, String name) {
        if (!amount.unit().isEmpty()) {
            return new Value.Numeric(amount(amount, name, Unit.ONE));
        }
        try {
            String digits = amount.written().text().replace(" ", "");
            return Value.whole(new BigDecimal(digits).longValueExact());
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** The number in {@code unit}; {@code name} is what is measured in it. */
    double amount(Expression.Amount amount, String name, Unit unit) {
        Unit written = unit(amount);
        requireUnit(amount, name, unit);
        if (!written.dimension().equals(unit.dimension())) {
            throw fail(
                    amount.written().at(),
                    "'" + name + "' is a " + Units.name(unit.dimension()) + " in " + unit
                            + ", but found the " + Units.name(written.dimension()) + " "
                            + amount.written().text(),
                    "");
        }
        return written.convert(amount.value(), unit);
    }

    void requireUnit(Expression.Amount amount, String name, Unit unit) {
        if (amount.unit().isEmpty() && !unit.equals(Unit.ONE)) {
            throw fail(
                    amount.written().at(),
                    "'" + amount.written().text() + "' has no unit, but '" + name + "' is in "
                            + unit,
                    "write " + example(amount.value(), unit));
        }
    }

    private static String example(double value, Unit unit) {
        String number = new Value.Numeric(value).toString();
        Unit shown = Units.of(unit.symbol()).orElseGet(() -> Units.sample(unit.dimension()));
        return unit.equals(Unit.ONE) ? number : number + " " + shown;
    }

    /** The unit of a number as it is written; plain if there is none. */
    Unit unit(Expression.Amount amount) {
        return amount.unit().isEmpty() ? Unit.ONE : unit(findings, amount.unit(), amount.unitAt());
    }

    /** Looks up a unit. */
    static Unit unit(Findings findings, String symbol, Position at) {
        return Units.of(symbol).orElseThrow(() -> {
            findings.error(
                    at,
                    "'" + symbol + "' is no known unit",
                    Nearest.hint(
                            symbol,
                            Stream.concat(
                                            Units.symbols().stream(),
                                            Stream.of(
                                                    "number",
                                                    "integer",
                                                    "boolean",
                                                    "text",
                                                    "position"))
                                    .toList()));
            return new SyntaxError();
        });
    }

    /** A duration for people: "20 s", "5 min". */
    static String duration(long millis) {
        for (String symbol : List.of("d", "h", "min", "s")) {
            double value = SECOND.convert(millis / 1000.0, Units.of(symbol).orElseThrow());
            if (value >= 1 && value == Math.rint(value)) {
                return new Value.Numeric(value) + " " + symbol;
            }
        }
        return millis + " ms";
    }

    SyntaxError fail(Position at, String message, String hint) {
        findings.error(at, message, hint);
        return new SyntaxError();
    }
}
