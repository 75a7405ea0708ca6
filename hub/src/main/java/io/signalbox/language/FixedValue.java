package io.signalbox.language;

import io.signalbox.language.Syntax.Expression;
import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** Something written as the value of a point. */
final class FixedValue {
    private final Scope scope;
    private final Point point;

    FixedValue(Scope scope, Point point) {
        this.scope = scope;
        this.point = point;
    }

    /** What {@code written} means. */
    Value of(Expression written) {
        return switch (point.kind()) {
            case PointKind.Quantity q -> number(q, written);
            case PointKind.Enumeration e -> new Value.Text(oneOf(e.values(), written));
            case PointKind.Truth t ->
                new Value.Bool(oneOf(List.of("true", "false"), written).equals("true"));
            case PointKind.Place place -> position(written);
            case PointKind.Words w -> {
                if (!(written instanceof Expression.Quoted text)) {
                    throw scope.fail(
                            written.written().at(),
                            "'" + point.name() + "' is a text, but found '"
                                    + written.written().text() + "'",
                            "write it in \"…\"");
                }
                yield new Value.Text(text.text());
            }
        };
    }

    private Value position(Expression written) {
        Optional<Value.Position> place = written instanceof Expression.Quoted text
                ? Value.Position.parse("geo:" + text.text().replace(" ", ""))
                : Optional.empty();
        return place.orElseThrow(() -> scope.fail(
                written.written().at(),
                "'" + point.name() + "' is a position, but found '"
                        + written.written().text() + "'",
                "write latitude and longitude in degrees: \"52.5, 13.4\""));
    }

    private String oneOf(List<String> values, Expression written) {
        String text = written.written().text();
        if (written instanceof Expression.Reference) {
            throw scope.fail(
                    written.written().at(),
                    "'" + text + "' as the value of '" + point.name()
                            + "' is not in this version yet",
                    "write one of " + String.join(", ", values));
        }
        if (!(written instanceof Expression.Word) || !values.contains(text)) {
            throw scope.fail(
                    written.written().at(),
                    "'" + text + "' is not a value of '" + point.name() + "' ("
                            + String.join(", ", values) + ")",
                    written instanceof Expression.Quoted quoted && values.contains(quoted.text())
                            ? "write it without quotes: " + quoted.text()
                            : Nearest.hint(text, values));
        }
        return text;
    }

    private Value number(PointKind.Quantity kind, Expression written) {
        if (!(written instanceof Expression.Amount amount)) {
            boolean calculation = written instanceof Expression.Reference
                    || written instanceof Expression.Binary
                    || written instanceof Expression.Call
                    || written instanceof Expression.TimeIn
                    || written instanceof Expression.Negated;
            throw scope.fail(
                    written.written().at(),
                    calculation
                            ? "a fixed value is expected here, but found the calculation '"
                                    + written.written().text() + "'"
                            : "'" + point.name() + "' is a number, but found '"
                                    + written.written().text() + "'",
                    "write a number such as " + Scope.example(1, kind.unit()));
        }
        double value = scope.amount(amount, point.name(), kind.unit());
        if (kind.whole()) {
            return whole(kind, amount);
        }
        if (value < kind.min() || value > kind.max()) {
            throw scope.fail(
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
    private Value whole(PointKind.Quantity kind, Expression.Amount amount) {
        Value value = exactly(amount);
        if (value == null || !kind.allows(value)) {
            throw scope.fail(
                    amount.written().at(),
                    "'" + point.name() + "' is " + kind.expectation() + ", but found "
                            + amount.written().text(),
                    "");
        }
        return value;
    }

    private @Nullable Value exactly(Expression.Amount amount) {
        if (!amount.unit().isEmpty()) {
            return new Value.Numeric(scope.amount(amount, point.name(), Unit.ONE));
        }
        try {
            return Value.whole(amount.value().longValueExact());
        } catch (ArithmeticException e) {
            return null;
        }
    }
}
