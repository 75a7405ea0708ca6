package io.signalbox.rules;

import io.signalbox.algorithm.Learner;
import io.signalbox.language.Condition;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Operand;
import io.signalbox.language.Rule;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What algorithms say of a device, learned anew from all its samples each time. */
final class OracleLearned {
    private final Map<Operand.Learned, List<Oracle.Sample>> samples = new LinkedHashMap<>();

    /** Others are called from now on. */
    void declare(List<Rule> rules, DeviceType type) {
        Set<Operand.Learned> called = rules.stream()
                .flatMap(rule -> said(rule, type))
                .flatMap(OracleLearned::called)
                .collect(Collectors.toSet());
        samples.keySet().retainAll(called);
        called.forEach(learned -> samples.putIfAbsent(learned, new ArrayList<>()));
    }

    /** What a rule says of devices of the type, as its own or as those in a place. */
    private static Stream<Condition> said(Rule rule, DeviceType type) {
        Stream<Condition> counted = OraclePlaces.counted(rule).stream()
                .filter(c -> c.type().name().equals(type.name()))
                .map(Condition.Counted::of);
        Stream<Condition> gathered = OraclePlaces.gathered(rule).stream()
                .filter(g -> g.type().name().equals(type.name()))
                .flatMap(g -> g.where().stream());
        counted = Stream.concat(counted, gathered);
        boolean own =
                rule.type().place().equals(type.place()) && rule.type().name().equals(type.name());
        return own
                ? Stream.of(counted, OraclePlaces.conditions(rule), OracleActions.compared(rule))
                        .flatMap(all -> all)
                : counted;
    }

    /** A sample of the point was taken that is not older than those before it. */
    void take(String point, Oracle.Sample sample) {
        samples.forEach((learned, own) -> {
            if (learned.point().name().equals(point) && sample.value().isPresent()) {
                own.add(sample);
            }
        });
    }

    /** It is another device from now on that is learned of. */
    void forget() {
        samples.values().forEach(List::clear);
    }

    Optional<Double> at(Operand.Learned learned) {
        Learner learner = learned.algorithm().learner(learned.millis());
        for (Oracle.Sample sample : samples.getOrDefault(learned, List.of())) {
            Value.Numeric value = (Value.Numeric) sample.value().orElseThrow();
            learner.take(sample.event(), value.value());
        }
        return Optional.of(learner.value()).filter(value -> !value.isNaN());
    }

    private static Stream<Operand.Learned> called(Condition condition) {
        return switch (condition) {
            case Condition.Compare c -> Stream.concat(called(c.left()), called(c.right()));
            case Condition.Within w -> called(w.of());
            case Condition.Dwell d -> called(d.of());
            case Condition.Sequence s -> Stream.concat(called(s.first()), called(s.then()));
            case Condition.Not n -> called(n.of());
            case Condition.All a -> a.of().stream().flatMap(OracleLearned::called);
            case Condition.Any a -> a.of().stream().flatMap(OracleLearned::called);
            case Condition.Is i -> Stream.of();
            case Condition.Known k -> Stream.of();
            case Condition.Becomes b -> Stream.of();
            case Condition.Changes c -> called(c.of());
            case Condition.Crosses c -> called(c.of());
            case Condition.Emits e -> Stream.of();
            case Condition.Silent s -> Stream.of();
            case Condition.TimeIn t -> Stream.of();
            case Condition.Inside i -> Stream.of();
            case Condition.Passes p -> Stream.of();
            case Condition.Counted c -> Stream.of();
        };
    }

    private static Stream<Operand.Learned> called(Operand operand) {
        return switch (operand) {
            case Operand.Learned learned -> Stream.of(learned);
            case Operand.Scaled s -> called(s.of());
            case Operand.Arithmetic a -> Stream.concat(called(a.left()), called(a.right()));
            case Operand.Constant c -> Stream.of();
            case Operand.Reported r -> Stream.of();
            case Operand.Window w -> called(w.of());
            case Operand.Gathered g -> Stream.of();
            case Operand.Truth t -> called(t.of());
            case Operand.Absolute a -> called(a.of());
            case Operand.Extreme e -> Stream.concat(called(e.left()), called(e.right()));
            case Operand.Age a -> Stream.of();
            case Operand.Distance d -> Stream.of();
        };
    }
}
