package io.signalbox.language;

import java.util.Map;
import java.util.TreeMap;

/** What a unit measures, as powers of base units: speed is {@code m^1 s^-1}. */
public record Dimension(Map<String, Integer> powers) {
    static final Dimension NUMBER = new Dimension(Map.of());

    public Dimension {
        powers = Map.copyOf(powers);
    }

    /** Reads {@code kg.m-1.s-2}, or {@code 1} for a plain number. */
    static Dimension parse(String text) {
        Map<String, Integer> powers = new TreeMap<>();
        for (String part : text.split("\\.", -1)) {
            int split = part.length();
            while (split > 0 && "-0123456789".indexOf(part.charAt(split - 1)) >= 0) {
                split--;
            }
            String power = part.substring(split);
            if (split > 0) {
                powers.put(part.substring(0, split), power.isEmpty() ? 1 : Integer.parseInt(power));
            }
        }
        return new Dimension(powers);
    }

    Dimension times(Dimension other) {
        return plus(other, 1);
    }

    Dimension over(Dimension other) {
        return plus(other, -1);
    }

    private Dimension plus(Dimension other, int sign) {
        Map<String, Integer> sum = new TreeMap<>(powers);
        other.powers.forEach((base, power) -> sum.merge(base, sign * power, Integer::sum));
        sum.values().removeIf(power -> power == 0);
        return new Dimension(sum);
    }

    /** {@code kg.m-1.s-2}; {@code 1} for a plain number. */
    @Override
    public String toString() {
        if (powers.isEmpty()) {
            return "1";
        }
        StringBuilder out = new StringBuilder();
        new TreeMap<>(powers)
                .forEach((base, power) -> out.append(out.isEmpty() ? "" : ".")
                        .append(base)
                        .append(power == 1 ? "" : power));
        return out.toString();
    }
}
