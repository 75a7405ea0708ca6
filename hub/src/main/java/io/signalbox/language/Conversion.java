package io.signalbox.language;

import io.signalbox.message.Value;
import io.signalbox.payload.DecodeFailure;
import io.signalbox.payload.Refusal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/**
 * What makes a value that a device sent one of a point: {@code (value * numerator / denominator +
 * offset)} in the device's unit, then in the point's. In decimals, so that 235 tenths are 23.5.
 *
 * @param table values by what stands for them; empty if they stand for themselves
 */
record Conversion(
        PointKind kind,
        Map<Value, Value> table,
        BigDecimal numerator,
        BigDecimal denominator,
        BigDecimal offset,
        Unit from) {
    private static final int MAX_NUMBER_LENGTH = 64;

    Conversion {
        table = Map.copyOf(table);
    }

    /** Takes values of this kind as they come. */
    static Conversion plain(PointKind kind) {
        Unit unit = kind instanceof PointKind.Quantity q ? q.unit() : Unit.ONE;
        return new Conversion(
                kind, Map.of(), BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ZERO, unit);
    }

    /** The {@link Value} of the point, or the {@link DecodeFailure} that tells why there is none. */
    Object apply(String point, Value sent, int offset) {
        if (!table.isEmpty()) {
            Value meant = table.get(sent);
            return meant != null
                    ? meant
                    : new DecodeFailure(
                            Refusal.UNLISTED,
                            offset,
                            "'" + point + "' came as " + shown(sent)
                                    + ", which the mapping does not list");
        }
        return switch (kind) {
            case PointKind.Quantity quantity -> number(quantity, point, sent, offset);
            case PointKind.Words words -> new Value.Text(sent.toString());
            case PointKind.Enumeration e -> sent;
            case PointKind.Place place -> sent;
            case PointKind.Truth truth -> sent;
        };
    }

    private static String shown(Value value) {
        return value instanceof Value.Text text ? '"' + text.value() + '"' : value.toString();
    }

    private Object number(PointKind.Quantity quantity, String point, Value sent, int offset) {
        return switch (sent) {
            case Value.Numeric number -> scaled(quantity, point, number.value(), offset);
            case Value.Whole whole ->
                (isScaling() || !from.equals(quantity.unit()))
                        ? scaled(quantity, point, (double) whole.value(), offset)
                        : sent;
            case Value.Text text
            when quantity.whole() && isInteger(text.value()) ->
                number(quantity, point, Value.whole(Long.parseLong(text.value())), offset);
            case Value.Text text ->
                isNumber(text.value())
                        ? scaled(quantity, point, Double.parseDouble(text.value()), offset)
                        : sent;
            case Value.Bool bool -> sent;
            case Value.Position place -> sent;
        };
    }

    private boolean isScaling() {
        return numerator.compareTo(BigDecimal.ONE) != 0
                || denominator.compareTo(BigDecimal.ONE) != 0
                || offset.signum() != 0;
    }

    private static boolean isInteger(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private Object scaled(PointKind.Quantity quantity, String point, double sent, int at) {
        double value = sent;
        if (isScaling() && Double.isFinite(value)) {
            value = new BigDecimal(Double.toString(value))
                    .multiply(numerator)
                    .divide(denominator, MathContext.DECIMAL128)
                    .add(offset)
                    .doubleValue();
        }
        if (Double.isFinite(value)) {
            value = from.convert(value, quantity.unit());
        }
        return Double.isFinite(value)
                ? new Value.Numeric(value + 0.0)
                : new DecodeFailure(Refusal.OVERFLOW, at, "'" + point + "' is too large a number");
    }

    /** Digits, as devices put them in quotes; what else {@code parseDouble} takes is none. */
    private static boolean isNumber(String text) {
        boolean digits = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits = true;
            } else if ("+-.eE".indexOf(c) < 0) {
                return false;
            }
        }
        if (!digits || text.length() > MAX_NUMBER_LENGTH) {
            return false;
        }
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
