package io.signalbox.language;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A unit of measure: {@code base = (value + offset) * numerator / denominator}, in decimals, so that
 * 0.1 bar is 10 kPa and not 10.000000000000002.
 *
 * @param symbol as it is written, such as {@code l/min}; {@code 1} for plain numbers
 * @param dimension what it measures
 * @param offset zero but for °C and °F
 */
public record Unit(
        String symbol,
        Dimension dimension,
        BigDecimal numerator,
        BigDecimal denominator,
        BigDecimal offset) {
    /** The unit of plain numbers. */
    public static final Unit ONE =
            new Unit("1", Dimension.NUMBER, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ZERO);

    /** The unit of differences of temperatures. */
    static final Unit KELVIN =
            new Unit("K", Dimension.parse("K"), BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ZERO);

    /** The unit in which products and quotients of this dimension are computed. */
    static Unit coherent(Dimension dimension) {
        return new Unit(
                dimension.toString(), dimension, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ZERO);
    }

    /** True for °C and °F: a value is a point on a scale and not an amount. */
    public boolean isScale() {
        return offset.signum() != 0;
    }

    /** The same value in another unit of the same dimension. */
    public double convert(double value, Unit to) {
        return equals(to) ? value : convert(value, to, offset, to.offset);
    }

    /** A difference between two values of this unit, in another one: offsets play no part. */
    double convertDifference(double value, Unit to) {
        return equals(to) ? value : convert(value, to, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    private double convert(double value, Unit to, BigDecimal from, BigDecimal onto) {
        return new BigDecimal(Double.toString(value))
                .add(from)
                .multiply(numerator)
                .multiply(to.denominator)
                .divide(denominator.multiply(to.numerator), MathContext.DECIMAL128)
                .subtract(onto)
                .doubleValue();
    }

    @Override
    public String toString() {
        return symbol;
    }
}
