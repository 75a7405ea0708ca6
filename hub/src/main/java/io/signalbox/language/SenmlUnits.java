package io.signalbox.language;

import io.signalbox.message.Value;
import io.signalbox.payload.DecodeFailure;
import io.signalbox.payload.Refusal;

import java.util.Map;
import java.util.Optional;

/** The units of SenML's registry, where they have other names than here. */
public final class SenmlUnits {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("Cel", "°C"),
            Map.entry("%RH", "%"),
            Map.entry("%EL", "%"),
            Map.entry("/100", "%"),
            Map.entry("/1000", "‰"),
            Map.entry("/", "1"),
            Map.entry("count", "1"),
            Map.entry("1/s", "1/s"),
            Map.entry("beat/m", "1/min"),
            Map.entry("beats", "1"),
            Map.entry("degF", "°F"),
            Map.entry("varh", "Wh"),
            Map.entry("vars", "J"),
            Map.entry("VAs", "J"),
            Map.entry("Ohm", "Ω"));

    private SenmlUnits() {}

    /**
     * The value in the unit of a point, or the {@link DecodeFailure} that tells why it cannot be.
     * What is no number comes back as it is.
     *
     * @param unit as SenML names it, not empty
     */
    public static Object convert(Point point, Value value, String unit, int offset) {
        if (!(point.kind() instanceof PointKind.Quantity quantity)
                || !(value instanceof Value.Numeric number)) {
            return value;
        }
        Optional<Unit> from = of(unit);
        if (from.isEmpty() || !from.get().dimension().equals(quantity.unit().dimension())) {
            String detail = "'" + point.name() + "' is in " + quantity.unit() + ", found '" + unit
                    + "', which "
                    + (from.isEmpty() ? "is no known unit" : "measures something else");
            return new DecodeFailure(Refusal.BAD_UNIT, offset, detail);
        }
        double converted = from.get().convert(number.value(), quantity.unit());
        return Double.isFinite(converted)
                ? new Value.Numeric(converted + 0.0)
                : new DecodeFailure(Refusal.OVERFLOW, offset, "the value is too large");
    }

    static Optional<Unit> of(String name) {
        String symbol = NAMES.getOrDefault(name, name);
        return symbol.equals("1") ? Optional.of(Unit.ONE) : Units.of(symbol);
    }
}
