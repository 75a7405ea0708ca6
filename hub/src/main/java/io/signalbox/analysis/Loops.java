package io.signalbox.analysis;

import io.signalbox.analysis.Signal.Answer;
import io.signalbox.language.Action;
import io.signalbox.language.Condition;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Effect;
import io.signalbox.language.Effect.Direction;
import io.signalbox.language.Events;
import io.signalbox.language.Operand;
import io.signalbox.language.Parts;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Points;
import io.signalbox.language.Regions;
import io.signalbox.language.Regions.Case;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The graph of what rules cause, and of who waits for it. */
final class Loops {
    /** Most different values of one point that are looked at, for each type. */
    static final int MAX_VALUES = 64;

    /** An activation that causes something: by a command, or by saying that it happened. */
    sealed interface Cause {
        Activation activation();

        Action action();

        /** For people: "sets Pump.command = stop", "emits seized". */
        default String words() {
            return switch (this) {
                case Sets sets -> "sets " + Actuator.set(activation().rule(), sets.action);
                case Emits emits -> "emits " + emits.action.event();
            };
        }

        /** Whether time passes before it is done. */
        default boolean isLater() {
            return activation().onClear() || !activation().rule().then().contains(action());
        }
    }

    record Sets(Activation activation, Action.Claim action) implements Cause {}

    record Emits(Activation activation, Action.Emit action) implements Cause {}

    /** Someone who waits for a signal, and how sure it is that this is it. */
    record Wait(int activation, Answer answer, boolean lasts) {}

    private record Place(String type, String what) {}

    private final List<Activation> activations;
    private final Map<Signal, List<Wait>> waits = new LinkedHashMap<>();
    private final List<Map<Signal, Cause>> causes = new ArrayList<>();
    private final Map<Place, Integer> values = new HashMap<>();

    private final Regions regions;

    Loops(List<Activation> activations, Regions regions) {
        this.activations = activations;
        this.regions = regions;
        for (Activation activation : activations) {
            Map<Signal, Cause> own = new LinkedHashMap<>();
            for (Action.Claim claim : activation.claims()) {
                for (Signal signal :
                        signals(claim.everywhere().orElse(activation.rule().type()), claim)) {
                    cause(own, signal, new Sets(activation, claim));
                }
            }
            for (Action.Emit emit : activation.emits()) {
                String type = activation.rule().type().name();
                cause(own, new Signal.Happened(type, emit.event()), new Emits(activation, emit));
            }
            causes.add(own);
        }
        Map<Place, Set<Integer>> readers = readers();
        waits.forEach((signal, found) -> {
            Place place = new Place(signal.type(), signal.what());
            for (int reader : readers.getOrDefault(place, Set.of())) {
                wait(signal, reader, found);
            }
        });
    }

    /** What an activation causes, each with the first command that does. */
    Map<Signal, Cause> causes(int activation) {
        return causes.get(activation);
    }

    /** Who waits for a signal, in the order of the rules. */
    List<Wait> waits(Signal signal) {
        return waits.getOrDefault(signal, List.of());
    }

    private void cause(Map<Signal, Cause> own, Signal signal, Cause cause) {
        if (waits.containsKey(signal) || isWelcome(signal)) {
            waits.putIfAbsent(signal, new ArrayList<>());
            own.putIfAbsent(signal, cause);
        }
    }

    private boolean isWelcome(Signal signal) {
        Place place = new Place(signal.type(), signal.what());
        return values.merge(place, 1, Integer::sum) <= MAX_VALUES;
    }

    private void wait(Signal signal, int reader, List<Wait> found) {
        Answer answer = Answer.NO;
        boolean lasts = true;
        for (Case way : activations.get(reader).when()) {
            String own = activations.get(reader).rule().type().name();
            Answer one = signal.excites(way, own, regions);
            answer = one.compareTo(answer) > 0 ? one : answer;
            lasts &= one == Answer.NO || way.lasts();
        }
        if (answer != Answer.NO) {
            found.add(new Wait(reader, answer, lasts));
        }
    }

    private Map<Place, Set<Integer>> readers() {
        Map<Place, Set<Integer>> readers = new HashMap<>();
        for (int i = 0; i < activations.size(); i++) {
            String own = activations.get(i).rule().type().name();
            for (Case way : activations.get(i).when()) {
                for (Operand number : way.limits().keySet()) {
                    int reader = i;
                    read(number, own)
                            .forEach(place -> readers.computeIfAbsent(
                                            place, p -> new LinkedHashSet<>())
                                    .add(reader));
                }
            }
        }
        return readers;
    }

    /** The points of its own device that a number is computed from, and those of others in its place. */
    private static Stream<Place> read(Operand number, String own) {
        Stream<Place> events = Events.awaited(number).stream()
                .map(emits -> new Place(emits.type(), "emits " + emits.event()));
        Stream<Place> around = number instanceof Operand.Truth truth
                        && truth.of() instanceof Condition.Counted counted
                ? places(counted.type(), Points.of(counted.of()))
                : Parts.gathered(number).flatMap(g -> places(g.type(), Points.of((Operand) g)));
        Stream<Place> points = Points.own(number).stream().map(p -> new Place(own, p.name()));
        return Stream.of(events, around, points).flatMap(places -> places);
    }

    private static Stream<Place> places(DeviceType type, List<Point> points) {
        return points.stream().map(point -> new Place(type.name(), point.name()));
    }

    private static List<Signal> signals(DeviceType type, Action.Claim claim) {
        List<Signal> signals = new ArrayList<>();
        Point shown = type.confirmation(claim.point());
        Value value = claim.value().orElse(null);
        if (value == null) {
            signals.add(new Signal.Moved(type.name(), claim.point(), Direction.UNSTATED));
            signals.add(new Signal.Moved(type.name(), shown, Direction.UNSTATED));
        } else {
            add(signals, type, claim.point(), value);
            if (!shown.equals(claim.point())) {
                add(signals, type, shown, type.confirmed(claim.point(), value));
            }
        }
        for (Effect effect : type.effects()) {
            boolean by = effect.by().isEmpty() || value == null || effect.by().contains(value);
            if (by && effect.cause().equals(claim.point())) {
                Direction direction = turned(effect.direction(), claim);
                signals.add(new Signal.Moved(type.name(), effect.on(), direction));
            }
        }
        return signals;
    }

    private static void add(List<Signal> signals, DeviceType type, Point point, Value value) {
        double code = point.kind().code(value);
        if (!Double.isNaN(code)) {
            signals.add(new Signal.Became(type.name(), point, value, code));
        }
    }

    /** A number that is set to the most it can be was less before; of others nobody knows. */
    private static Direction turned(Direction direction, Action.Claim claim) {
        if (!(claim.point().kind() instanceof PointKind.Quantity number)) {
            return direction;
        }
        double value = claim.value().map(number::code).orElse(Double.NaN);
        if (value == number.min() || value == 0) {
            return switch (direction) {
                case UP -> Direction.DOWN;
                case DOWN -> Direction.UP;
                case UNSTATED -> Direction.UNSTATED;
            };
        }
        return value == number.max() ? direction : Direction.UNSTATED;
    }
}
