package io.signalbox.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that a calculation was seen to be, searched anew for what happened in an instant. */
final class OracleEdge {
    private record Seen(long at, Optional<Double> value) {}

    private final List<Seen> history = new ArrayList<>();

    void look(long now, Optional<Double> value) {
        history.add(new Seen(now, value));
    }

    /** It turned from one known number to another in this instant, and is known at its end. */
    boolean changes(long now) {
        boolean turned = false;
        for (int i = 1; i < history.size(); i++) {
            Optional<Double> before = history.get(i - 1).value;
            Optional<Double> after = history.get(i).value;
            turned |= history.get(i).at == now
                    && before.isPresent()
                    && after.isPresent()
                    && before.get().doubleValue() != after.get().doubleValue();
        }
        return turned && history.getLast().value.isPresent();
    }

    /** What came beyond the limit in this instant, seen from before the first such turn. */
    boolean crosses(long now, int sign, double limit) {
        for (int i = 1; i < history.size(); i++) {
            Optional<Boolean> before = history.get(i - 1).value.map(v -> sign * v > sign * limit);
            Optional<Boolean> after = history.get(i).value.map(v -> sign * v > sign * limit);
            if (history.get(i).at == now
                    && before.isPresent()
                    && after.isPresent()
                    && !before.equals(after)) {
                Optional<Double> last = history.getLast().value;
                return !before.get()
                        && last.filter(v -> sign * v > sign * limit).isPresent();
            }
        }
        return false;
    }
}
