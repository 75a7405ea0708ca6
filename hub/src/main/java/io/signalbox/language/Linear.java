package io.signalbox.language;

import io.signalbox.language.Condition.Comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sum of numbers that are points, windows or products, each times a factor: {@code a - b > 5} and
 * {@code b + 5 < a} say the same of one such sum.
 */
record Linear(Map<Operand, Double> factors, double constant) {
    /** A number, and its values for which a comparison holds. */
    record Limit(Operand number, ValueSet values) {}

    static Linear of(Operand operand) {
        return switch (operand) {
            case Operand.Constant c -> new Linear(Map.of(), c.value());
            case Operand.Scaled s -> of(s.of()).times(s.factor()).plus(s.offset());
            case Operand.Arithmetic a -> of(a);
            case Operand.Reported r -> single(r);
            case Operand.Window w -> single(Unwritten.of(w));
            case Operand.Age age -> single(age);
            case Operand.Learned learned -> single(learned);
            case Operand.Gathered gathered -> single(Unwritten.of(gathered));
            case Operand.Truth truth -> single(truth);
            case Operand.Distance distance -> single(distance);
            case Operand.Absolute absolute -> single(absolute);
            case Operand.Extreme extreme -> single(extreme);
        };
    }

    private static Linear single(Operand operand) {
        return new Linear(Map.of(operand, 1.0), 0);
    }

    private static Linear of(Operand.Arithmetic a) {
        Linear left = of(a.left());
        Linear right = of(a.right());
        return switch (a.operation()) {
            case ADD -> left.minus(right.times(-1));
            case SUBTRACT -> left.minus(right);
            case MULTIPLY ->
                left.factors.isEmpty()
                        ? right.times(left.constant)
                        : right.factors.isEmpty() ? left.times(right.constant) : single(a);
            case DIVIDE -> right.factors.isEmpty() ? left.times(1 / right.constant) : single(a);
        };
    }

    private Linear times(double factor) {
        Map<Operand, Double> all = new LinkedHashMap<>();
        factors.forEach((number, f) -> all.put(number, f * factor));
        return new Linear(all, constant * factor);
    }

    private Linear plus(double more) {
        return new Linear(factors, constant + more);
    }

    Linear minus(Linear other) {
        Map<Operand, Double> all = new LinkedHashMap<>(factors);
        other.factors.forEach((number, f) -> all.merge(number, -f, Double::sum));
        return new Linear(all, constant - other.constant);
    }

    /** What this being so beside zero says of one number; nothing if it says nothing of any. */
    Optional<Limit> limit(Comparison comparison) {
        List<Map.Entry<Operand, Double>> parts = new ArrayList<>(factors.entrySet());
        parts.removeIf(part -> part.getValue() == 0);
        boolean finite = Double.isFinite(constant)
                && parts.stream().allMatch(part -> Double.isFinite(part.getValue()));
        if (parts.isEmpty() || !finite) {
            return Optional.empty();
        }
        parts.sort(Comparator.comparing(part -> part.getKey().toString()));
        double first = parts.getFirst().getValue();
        Operand number = parts.getFirst().getKey();
        for (Map.Entry<Operand, Double> part : parts.subList(1, parts.size())) {
            Operand more = new Operand.Scaled(part.getKey(), part.getValue() / first, 0);
            number = new Operand.Arithmetic(Operand.Operation.ADD, number, more);
        }
        Comparison holds = first < 0 ? comparison.mirrored() : comparison;
        return Optional.of(new Limit(number, ValueSet.of(holds, 0.0 - constant / first)));
    }
}
