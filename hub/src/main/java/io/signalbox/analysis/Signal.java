package io.signalbox.analysis;

import io.signalbox.language.Effect.Direction;
import io.signalbox.language.Operand;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Regions.Case;
import io.signalbox.language.ValueSet;
import io.signalbox.message.Value;

import java.util.Locale;
import java.util.Map;

/** What a command does to a point, so that a rule can be waiting for it. */
sealed interface Signal {
    /** Whether what waits gets what it waits for. */
    enum Answer {
        NO,
        /** For that somebody would have to say in which direction the point goes. */
        PERHAPS,
        YES
    }

    /** The point goes up or down. */
    record Moved(String type, Point point, Direction direction) implements Signal {}

    /**
     * The point takes a value.
     *
     * @param code {@link PointKind#code} of the value
     */
    record Became(String type, Point point, Value value, double code) implements Signal {}

    String type();

    Point point();

    /** For people: "raises 'temp'", "makes 'state' running". */
    default String words() {
        return switch (this) {
            case Moved moved ->
                switch (moved.direction) {
                    case UP -> "raises '" + moved.point.name() + "'";
                    case DOWN -> "lowers '" + moved.point.name() + "'";
                    case UNSTATED -> "moves '" + moved.point.name() + "'";
                };
            case Became became ->
                "makes '" + became.point.name() + "' "
                        + became.point.kind().show(became.value).toLowerCase(Locale.ROOT);
        };
    }

    /** Whether an activation waits for this in one of the ways in which it can come about. */
    default Answer excites(Case way) {
        Answer answer = Answer.NO;
        for (Map.Entry<Operand, ValueSet> limit : way.limits().entrySet()) {
            Answer one = excites(limit.getKey(), limit.getValue());
            answer = one.compareTo(answer) > 0 ? one : answer;
        }
        return answer;
    }

    private Answer excites(Operand number, ValueSet set) {
        return switch (this) {
            case Became became -> {
                boolean own = number instanceof Operand.Reported reported
                        && reported.point().equals(became.point);
                yield own && !set.equals(ValueSet.NUMBERS) && contains(set, became.code)
                        ? Answer.YES
                        : Answer.NO;
            }
            case Moved moved -> {
                int slope = Slope.of(number, moved.point);
                boolean more = slope > 0 ? wantsMore(set) : slope < 0 && wantsLess(set);
                boolean less = slope > 0 ? wantsLess(set) : slope < 0 && wantsMore(set);
                yield switch (moved.direction) {
                    case UP -> more ? Answer.YES : Answer.NO;
                    case DOWN -> less ? Answer.YES : Answer.NO;
                    case UNSTATED -> more || less ? Answer.PERHAPS : Answer.NO;
                };
            }
        };
    }

    private static boolean contains(ValueSet set, double code) {
        return set.spans().stream()
                .anyMatch(span -> (span.low() < code || (span.low() == code && span.withLow()))
                        && (code < span.high() || (code == span.high() && span.withHigh())));
    }

    private static boolean wantsMore(ValueSet set) {
        return !isNearlyAll(set)
                && set.high() == Double.POSITIVE_INFINITY
                && set.spans().getLast().low() > Double.NEGATIVE_INFINITY;
    }

    private static boolean wantsLess(ValueSet set) {
        return !isNearlyAll(set)
                && set.low() == Double.NEGATIVE_INFINITY
                && set.spans().getFirst().high() < Double.POSITIVE_INFINITY;
    }

    /** True for all numbers but one. */
    private static boolean isNearlyAll(ValueSet set) {
        return set.spans().size() == 2
                && set.spans().getFirst().high() == set.spans().getLast().low();
    }
}
