package io.signalbox.rules;

import io.signalbox.language.Action;
import io.signalbox.language.Condition;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Operand;
import io.signalbox.language.Parts;
import io.signalbox.language.Point;
import io.signalbox.language.Rule;
import io.signalbox.rules.Oracle.Device;
import io.signalbox.rules.Oracle.Instance;
import io.signalbox.rules.Oracle.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Who stands where by brute force: all devices are looked at anew each time. */
final class OraclePlaces {
    /** What is said of each device of a type. */
    private static final class Looked {
        final Map<String, Instance> instances = new HashMap<>();
        final Map<String, Integer> truths = new HashMap<>();
        final Map<String, Optional<Double>> numbers = new HashMap<>();
    }

    /** The kinds of place of all cases: a room stands in a hall. */
    private static final Map<String, Integer> LEVELS = Map.of("Hall", 1, "Room", 2);

    private final Oracle oracle;
    private final Set<String> used = new TreeSet<>();
    private final IdentityHashMap<Condition, Looked> looked = new IdentityHashMap<>();
    private final IdentityHashMap<Operand, Looked> summed = new IdentityHashMap<>();

    /** What stands in each rule. */
    private final IdentityHashMap<Rule, List<Operand.Gathered>> gatheredBy =
            new IdentityHashMap<>();

    private final IdentityHashMap<Rule, List<Condition.Counted>> countedBy =
            new IdentityHashMap<>();

    /** By kind and name. */
    private Map<String, Device> places = new LinkedHashMap<>();

    private final Map<String, List<String>> representatives = new HashMap<>();

    OraclePlaces(Oracle oracle) {
        this.oracle = oracle;
    }

    /** The place of a kind in which a device stands; empty if in none. */
    private static String on(String kind, Device device) {
        String[] path = device.place.split("/", -1);
        int levels = Objects.requireNonNull(LEVELS.get(kind));
        return device.place.isEmpty() || path.length < levels
                ? ""
                : String.join("/", List.of(path).subList(0, levels));
    }

    private static boolean stands(Device device, String kind) {
        boolean holds = kind.equals("Hall") || device.type.standsIn().equals("Room");
        return holds && !on(kind, device).isEmpty();
    }

    /** Those of which a rule speaks. */
    List<Device> subjects(Rule rule) {
        String kind = rule.type().name();
        if (rule.type().place().isPresent()) {
            return places.values().stream()
                    .filter(p -> p.type.name().equals(kind))
                    .toList();
        }
        return oracle.devices().values().stream()
                .filter(device -> device.type.name().equals(kind))
                .toList();
    }

    /** Places, and the devices that stand in them or nowhere. */
    Stream<Device> withDevices() {
        return Stream.concat(places.values().stream(), oracle.devices().values().stream());
    }

    /** Lets places come and go; the names of those that have gone, of each kind. */
    List<String> emptied() {
        Map<String, Device> now = new LinkedHashMap<>();
        for (String kind : used) {
            for (Device device : oracle.devices().values()) {
                if (stands(device, kind)) {
                    String name = on(kind, device);
                    Device place = places.get(kind + " " + name);
                    now.putIfAbsent(kind + " " + name, place != null ? place : place(kind, name));
                }
            }
        }
        List<String> gone = places.keySet().stream()
                .filter(key -> !now.containsKey(key))
                .map(key -> key.substring(key.indexOf(' ') + 1))
                .toList();
        places = now;
        return gone;
    }

    private Device place(String kind, String name) {
        Device place = new Device(oracle.now(), PlaceTypes.place(kind), name, "");
        place.learned.declare(oracle.rules(), place.type);
        return place;
    }

    /** Gives halls the points of the one device that stands for them. */
    void represent() {
        representatives.keySet().retainAll(places.keySet());
        places.forEach((key, place) -> {
            List<String> before = representatives.getOrDefault(key, List.of());
            List<Device> own = oracle.devices().values().stream()
                    .filter(d -> d.type.name().equals(place.type.name()))
                    .filter(d -> on(place.type.name(), d).equals(place.name))
                    .toList();
            List<String> names = own.stream().map(device -> device.name).toList();
            if (!names.equals(before)) {
                representatives.put(key, names);
                place.samples.clear();
                place.learned.forget();
                if (own.size() == 1) {
                    own.getFirst().type.points().forEach(p -> copy(own.getFirst(), p, place));
                }
            }
        });
    }

    private void copy(Device device, Point point, Device place) {
        oracle.signal(device, point).ifPresent(value -> {
            long newest = device.samples.getOrDefault(point.name(), List.of()).stream()
                    .mapToLong(Sample::event)
                    .max()
                    .orElseThrow();
            Sample found = new Sample(newest, newest, newest, Optional.of(value), Optional.empty());
            place.samples.computeIfAbsent(point.name(), p -> new ArrayList<>()).add(found);
            place.learned.take(point.name(), found);
        });
    }

    /** The devices whose actuators a claim of the rule is on. */
    List<Device> targets(Rule rule, Device subject, Action.Claim claim) {
        if (rule.type().place().isEmpty()) {
            return List.of(subject);
        }
        String kind = rule.type().name();
        String type = claim.everywhere().map(DeviceType::name).orElse(kind);
        List<Device> there = oracle.devices().values().stream()
                .filter(d -> d.type.name().equals(type) && stands(d, kind))
                .filter(d -> on(kind, d).equals(subject.name))
                .toList();
        return claim.everywhere().isPresent() || there.size() == 1 ? there : List.of();
    }

    /** Whether a device stands in this place of that kind. */
    boolean isIn(String place, @Nullable Device device, DeviceType kind) {
        return device != null
                && stands(device, kind.name())
                && on(kind.name(), device).equals(place);
    }

    /** The places for which this device stands. */
    List<Device> represented(Device device) {
        return places.entrySet().stream()
                .filter(e -> representatives
                        .getOrDefault(e.getKey(), List.of())
                        .equals(List.of(device.name)))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Looks at each device that a rule counts. */
    void look(Rule rule) {
        gatheredBy.computeIfAbsent(rule, OraclePlaces::gathered).forEach(this::gather);
        for (Condition.Counted c : countedBy.computeIfAbsent(rule, OraclePlaces::counted)) {
            Looked all = looked.computeIfAbsent(c, n -> new Looked());
            all.truths.clear();
            for (Device device : oracle.devices().values()) {
                if (device.type.name().equals(c.type().name())) {
                    Instance own = all.instances.computeIfAbsent(device.name, n -> new Instance());
                    all.truths.put(device.name, oracle.ofMember(c.of(), device, own));
                }
            }
        }
    }

    /** Looks at each device whose number a rule gathers. */
    private void gather(Operand.Gathered g) {
        Looked all = summed.computeIfAbsent(g, n -> new Looked());
        all.truths.clear();
        all.numbers.clear();
        for (Device device : oracle.devices().values()) {
            if (device.type.name().equals(g.type().name())) {
                Instance own = all.instances.computeIfAbsent(device.name, n -> new Instance());
                int in = g.where().map(c -> oracle.ofMember(c, device, own)).orElse(2);
                all.truths.put(device.name, in);
                all.numbers.put(device.name, oracle.ofMember(g.of(), device, own));
            }
        }
    }

    /** What the numbers of all devices in a place come to, from nothing. */
    Optional<Double> number(Operand.Gathered g, Device place) {
        Looked all = Objects.requireNonNull(summed.get(g));
        List<Double> in = new ArrayList<>();
        for (Device device : oracle.devices().values()) {
            String kind = g.place().name();
            boolean there = device.type.name().equals(g.type().name())
                    && stands(device, kind)
                    && on(kind, device).equals(place.name);
            int truth = there ? Objects.requireNonNull(all.truths.get(device.name)) : 0;
            Optional<Double> number = all.numbers.getOrDefault(device.name, Optional.empty());
            if (truth == 1 || (truth == 2 && number.isEmpty())) {
                return Optional.empty();
            }
            if (truth == 2) {
                in.add(number.orElseThrow() + 0.0);
            }
        }
        in.sort(null);
        if (g.function() == Operand.Function.COUNT) {
            return Optional.of((double) in.size());
        }
        return in.isEmpty() ? Optional.empty() : Optional.of(whole(g, in));
    }

    private static double whole(Operand.Gathered g, List<Double> in) {
        BigDecimal sum = in.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        return switch (g.function()) {
            case SUM -> sum.doubleValue();
            case AVG ->
                sum.divide(BigDecimal.valueOf(in.size()), new MathContext(50)).doubleValue();
            case MIN -> in.getFirst();
            case MAX -> in.getLast();
            case P95 -> in.get((int) Math.ceil(in.size() * 95 / 100.0) - 1);
            case COUNT, DELTA, RATE, STDDEV, INTEGRAL -> throw new AssertionError(g.function());
        };
    }

    static List<Operand.Gathered> gathered(Rule rule) {
        return Stream.concat(conditions(rule), OracleActions.compared(rule))
                .flatMap(Parts::all)
                .flatMap(part -> switch (part) {
                    case Condition.Compare c ->
                        Stream.concat(Parts.gathered(c.left()), Parts.gathered(c.right()));
                    case Condition.Within w -> Parts.gathered(w.of());
                    default -> Stream.<Operand.Gathered>empty();
                })
                .toList();
    }

    /** All that a rule asks of its subject. */
    static Stream<Condition> conditions(Rule rule) {
        Stream<Condition> unless = Stream.concat(rule.then().stream(), rule.onClear().stream())
                .filter(Action.After.class::isInstance)
                .flatMap(action -> ((Action.After) action).unless().stream());
        return Stream.concat(Stream.concat(Stream.of(rule.when()), rule.clear().stream()), unless);
    }

    static List<Condition.Counted> counted(Rule rule) {
        return Stream.concat(conditions(rule), OracleActions.compared(rule))
                .flatMap(Parts::all)
                .filter(Condition.Counted.class::isInstance)
                .map(Condition.Counted.class::cast)
                .toList();
    }

    /** The kinds of place of which rules speak; of others nothing is known. */
    void declare(List<Rule> rules) {
        used.clear();
        for (Rule rule : rules) {
            rule.type().place().ifPresent(kind -> used.add(kind.name()));
            counted(rule).forEach(c -> used.add(c.place().name()));
            gathered(rule).forEach(g -> used.add(g.place().name()));
        }
        emptied();
        places.values().forEach(place -> place.learned.declare(rules, place.type));
        represent();
    }

    int truth(Condition.Counted c, Device subject) {
        String kind = c.place().name();
        String place = subject.type.place().isPresent() ? subject.name : on(kind, subject);
        if (place.isEmpty()) {
            return 1;
        }
        int[] counts = new int[3];
        Objects.requireNonNull(looked.get(c)).truths.forEach((name, truth) -> {
            Device device = Objects.requireNonNull(oracle.devices().get(name));
            if (stands(device, kind) && on(kind, device).equals(place)) {
                counts[truth]++;
            }
        });
        return switch (c.quantifier()) {
            case ANY -> atLeast(1, counts);
            case NO -> 2 - atLeast(1, counts);
            case AT_LEAST -> atLeast(c.least(), counts);
            case ALL -> counts[0] > 0 ? 0 : counts[1] > 0 || counts[2] == 0 ? 1 : 2;
        };
    }

    /** The devices beside this one, or in this place, that fulfil what is asked. */
    List<String> fulfilling(Condition.Counted asked, Device subject) {
        String kind = asked.place().name();
        String place = subject.type.place().isPresent() ? subject.name : on(kind, subject);
        return Objects.requireNonNull(looked.get(asked)).truths.entrySet().stream()
                .filter(truth -> truth.getValue() == 2 && !place.isEmpty())
                .map(Map.Entry::getKey)
                .filter(name -> isIn(place, oracle.devices().get(name), PlaceTypes.place(kind)))
                .toList();
    }

    private static int atLeast(int least, int[] counts) {
        return counts[2] >= least ? 2 : counts[2] + counts[1] >= least ? 1 : 0;
    }

    /** Something happened to a device, also for those rules that count it. */
    void happen(String device, String event) {
        Stream.concat(looked.values().stream(), summed.values().stream())
                .forEach(all -> all.instances
                        .computeIfAbsent(device, n -> new Instance())
                        .events
                        .put(event, oracle.now()));
    }

    /** A device is no more. */
    void forget(String device) {
        Stream.concat(looked.values().stream(), summed.values().stream()).forEach(all -> {
            all.instances.remove(device);
            all.truths.remove(device);
        });
    }

    /** A rule is no more. */
    void forget(Rule rule) {
        counted(rule).forEach(looked::remove);
        gathered(rule).forEach(summed::remove);
    }
}
