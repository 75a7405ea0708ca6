package io.signalbox.analysis;

import io.signalbox.language.Operand;
import io.signalbox.language.PointKind;
import io.signalbox.language.Regions.Case;
import io.signalbox.language.Rule;
import io.signalbox.language.ValueSet;
import io.signalbox.message.Value;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says how far hysteresis keeps a rule active: "'cool_hot' stays active down to 22 °C". */
final class Latch {
    private Latch() {}

    /** The sentence, or nothing if the values would have made the rule active anyway. */
    static String of(Rule rule, Phases phases, Case values) {
        for (Map.Entry<Operand, ValueSet> limit : values.limits().entrySet()) {
            Optional<PointKind> kind = kind(limit.getKey());
            ValueSet.Span start = hull(phases.start(), limit.getKey());
            ValueSet.Span stay = hull(phases.stay(), limit.getKey());
            String active = "'" + rule.name() + "' stays active ";
            boolean shown = kind.isPresent() && !limit.getValue().spans().isEmpty();
            if (shown && stay.low() < start.low() && limit.getValue().low() < start.low()) {
                return active + reach("down to ", stay.low(), kind.get());
            } else if (shown
                    && stay.high() > start.high()
                    && limit.getValue().high() > start.high()) {
                return active + reach("up to ", stay.high(), kind.get());
            }
        }
        return "";
    }

    private static String reach(String direction, double end, PointKind kind) {
        return Double.isInfinite(end) ? "there" : direction + kind.show(new Value.Numeric(end));
    }

    private static Optional<PointKind> kind(Operand number) {
        PointKind kind = switch (number) {
            case Operand.Reported reported -> reported.point().kind();
            case Operand.Gathered gathered ->
                new PointKind.Quantity(
                        gathered.unit(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
            case Operand.Window window ->
                window.of() instanceof Operand.Reported || window.of() instanceof Operand.Gathered
                        ? kind(window.of()).orElseGet(PointKind.Words::new)
                        : new PointKind.Words();
            case Operand.Age age -> new PointKind.Words();
            case Operand.Learned learned ->
                learned.algorithm().unit().isEmpty()
                        ? learned.point().kind()
                        : new PointKind.Words();
            case Operand.Distance distance -> new PointKind.Words();
            case Operand.Truth truth -> new PointKind.Words();
            case Operand.Absolute absolute -> new PointKind.Words();
            case Operand.Extreme extreme -> new PointKind.Words();
            case Operand.Constant constant -> new PointKind.Words();
            case Operand.Scaled scaled -> new PointKind.Words();
            case Operand.Arithmetic arithmetic -> new PointKind.Words();
        };
        return Optional.of(kind).filter(PointKind.Quantity.class::isInstance);
    }

    /** From the least to the greatest number that some cases leave to a number. */
    static ValueSet.Span hull(List<Case> cases, Operand number) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Case one : cases) {
            ValueSet set = one.limits().getOrDefault(number, ValueSet.NUMBERS);
            low = Math.min(low, set.low());
            high = Math.max(high, set.high());
        }
        return new ValueSet.Span(low, true, high, true);
    }
}
