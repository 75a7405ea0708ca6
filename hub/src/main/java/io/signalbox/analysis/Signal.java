package io.signalbox.analysis;

import io.signalbox.language.Condition;
import io.signalbox.language.Effect.Direction;
import io.signalbox.language.Operand;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Regions;
import io.signalbox.language.Regions.Case;
import io.signalbox.language.Truth;
import io.signalbox.language.ValueSet;
import io.signalbox.message.Value;

import java.util.Locale;
import java.util.Map;

/** What a command does to a point, or an event: what a rule can be waiting for. */
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

    /** Something is said to have happened to a device. */
    record Happened(String type, String event) implements Signal {}

    String type();

    /** The point of the type, or the event. */
    default String what() {
        return switch (this) {
            case Moved moved -> moved.point.name();
            case Became became -> became.point.name();
            case Happened happened -> "emits " + happened.event;
        };
    }

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
            case Happened happened -> "emits " + happened.event;
        };
    }

    /**
     * Whether an activation waits for this in one of the ways in which it can come about.
     *
     * @param of the type whose points that way is about
     */
    default Answer excites(Case way, String of, Regions regions) {
        Answer answer = Answer.NO;
        for (Map.Entry<Operand, ValueSet> limit : way.limits().entrySet()) {
            Answer one = excites(limit.getKey(), limit.getValue(), of, regions);
            answer = one.compareTo(answer) > 0 ? one : answer;
        }
        return answer;
    }

    private Answer excites(Operand number, ValueSet set, String of, Regions regions) {
        if (number instanceof Operand.Truth truth && truth.of() instanceof Condition.Counted c) {
            boolean more = set.contains(1);
            return excitesOne(c.of(), c.type().name(), more, set.contains(0), regions);
        }
        if (number instanceof Operand.Gathered g && g.where().isPresent()) {
            Answer fulfilled = excitesOne(
                    g.where().get(), g.type().name(), wantsMore(set), wantsLess(set), regions);
            if (g.function() == Operand.Function.COUNT || fulfilled == Answer.YES) {
                return fulfilled;
            }
        }
        return switch (this) {
            case Became became -> {
                boolean own = of.equals(became.type)
                        && number instanceof Operand.Reported reported
                        && reported.point().equals(became.point);
                yield own && !set.equals(ValueSet.NUMBERS) && set.contains(became.code)
                        ? Answer.YES
                        : Answer.NO;
            }
            case Happened happened ->
                of.equals(happened.type)
                                && number instanceof Operand.Truth truth
                                && truth.of() instanceof Condition.Emits emits
                                && emits.event().equals(happened.event)
                                && set.contains(1)
                        ? Answer.YES
                        : Answer.NO;
            case Moved moved -> {
                int slope = new Slope(moved.type, moved.point).of(number, of);
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

    /** Whether one more device in a place, or one less, fulfils something by this. */
    private Answer excitesOne(
            Condition fulfilled, String of, boolean more, boolean less, Regions regions) {
        if (!of.equals(type()) || more == less) {
            return Answer.NO;
        }
        Answer answer = Answer.NO;
        for (Case way : regions.cases(fulfilled, more ? Truth.TRUE : Truth.FALSE)) {
            Answer one = excites(way, of, regions);
            answer = one.compareTo(answer) > 0 ? one : answer;
        }
        return answer;
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
