package io.signalbox.rules;

import io.signalbox.language.Condition;
import io.signalbox.language.Operand;
import io.signalbox.language.Parts;
import io.signalbox.language.Position;
import io.signalbox.language.Unit;
import io.signalbox.language.Written;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is so of a device whichever rule asks: each window and each dwell once, from the instant in
 * which some rule first asked for it until rules are declared of which none does.
 */
final class OracleFacts {
    private static final Written UNWRITTEN = new Written("", new Position("oracle", 1, 1));

    /**
     * Since when a point is looked at.
     *
     * @param found how many samples there were then
     */
    record Since(long began, int found) {}

    private final Map<Operand, Since> points = new HashMap<>();
    private final Map<Operand, OracleHistory> histories = new HashMap<>();
    private final Map<Condition, List<Oracle.Seen>> dwells = new HashMap<>();
    private final Set<Object> asked = new HashSet<>();

    /** False if it rests on something that each rule sees for itself. */
    static boolean isFact(Condition condition) {
        return Parts.all(condition).noneMatch(OracleFacts::isSeenByRule);
    }

    static boolean isFact(Operand operand) {
        return isFact(new Condition.Within(operand, 0, 0, Unit.ONE, UNWRITTEN));
    }

    private static boolean isSeenByRule(Condition part) {
        return part instanceof Condition.Sequence
                || part instanceof Condition.Passes
                || part instanceof Condition.Emits
                || (part instanceof Condition.Changes c && !(c.of() instanceof Operand.Reported))
                || (part instanceof Condition.Crosses x && !(x.of() instanceof Operand.Reported));
    }

    Since since(Operand window, long now, int found) {
        asked.add(window);
        return points.computeIfAbsent(window, w -> new Since(now, found));
    }

    OracleHistory history(Operand window) {
        asked.add(window);
        return histories.computeIfAbsent(window, w -> new OracleHistory());
    }

    List<Oracle.Seen> dwell(Condition dwell) {
        asked.add(dwell);
        return dwells.computeIfAbsent(dwell, d -> new ArrayList<>());
    }

    /** Other rules are about to ask. */
    void declare() {
        asked.clear();
    }

    /** All rules have asked: what none of them asked for is forgotten. */
    void declared() {
        points.keySet().retainAll(asked);
        histories.keySet().retainAll(asked);
        dwells.keySet().retainAll(asked);
    }
}
