package io.signalbox.rules;

import io.signalbox.language.Action;
import io.signalbox.language.Area;
import io.signalbox.language.Condition;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Events;
import io.signalbox.language.Interlock;
import io.signalbox.language.Level;
import io.signalbox.language.Operand;
import io.signalbox.language.Parts;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Points;
import io.signalbox.language.Rule;
import io.signalbox.language.Schedule;
import io.signalbox.language.Spot;
import io.signalbox.message.Value;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The semantics of rules by brute force: it keeps the whole history, evaluates every rule for every
 * device at every instant of a fine grid, and searches the history anew each time. Slow, and short
 * enough to be believed. Three truths: 0 false, 1 unknown, 2 true.
 *
 * <p>One file, since conditions, numbers and what instances remember define each other; what stands
 * on its own is in the other classes of this name.
 */
final class Oracle {
    /** All times of a case are multiples of this; an edge ends a millisecond after it. */
    static final long GRID = 500;

    /** So many milliseconds after such a time edges of edges may end. */
    private static final int EDGES = 4;

    /**
     * A sample as it was taken.
     *
     * @param said the time that the device gave it, which may be ahead
     * @param before the value that was known when another known one came; else nothing
     */
    record Sample(
            long said, long event, long arrived, Optional<Value> value, Optional<Value> before) {
        /** What there is to know of it for who did not see it come. */
        Sample found(long now) {
            return new Sample(said, Math.min(said, now), arrived, value, Optional.empty());
        }

        Sample after(Optional<Value> known) {
            return new Sample(said, event, arrived, value, known);
        }
    }

    record Seen(long at, int truth) {}

    /**
     * Something that follows from the record at hand.
     *
     * @param changes whether it changes what is wanted of a device
     */
    private record Following(Predicate<String> changes, Runnable what) {}

    /** A device, or a place with the points of the device that stands for it. */
    static final class Device {
        final long created;
        final DeviceType type;
        final String name;
        String place;
        final Map<String, List<Sample>> samples = new HashMap<>();
        final OracleLearned learned = new OracleLearned();
        final OracleFacts facts = new OracleFacts();

        Device(long created, DeviceType type, String name, String place) {
            this.created = created;
            this.type = type;
            this.name = name;
            this.place = place;
        }
    }

    static final class Instance {
        final IdentityHashMap<Condition, List<Seen>> dwells = new IdentityHashMap<>();
        final IdentityHashMap<Condition, OracleSequence> sequences = new IdentityHashMap<>();
        final IdentityHashMap<Condition, OraclePassage> passages = new IdentityHashMap<>();
        /** The instants at which events last happened to the device. */
        final Map<String, Long> events = new HashMap<>();

        final IdentityHashMap<Condition, OracleEdge> edges = new IdentityHashMap<>();
        final IdentityHashMap<Operand, OracleHistory> histories = new IdentityHashMap<>();
        final OracleDelays delays = new OracleDelays();
        boolean active;

        long activation = Long.MIN_VALUE / 4;
    }

    private final List<String> decisions = new ArrayList<>();
    private final List<String> gaveUp = new ArrayList<>();

    /** Of each dwell and window whether it is one of {@link OracleFacts}. */
    private final IdentityHashMap<Object, Boolean> facts = new IdentityHashMap<>();

    private final ArrayDeque<Following> following = new ArrayDeque<>();
    private final Set<String> acknowledged = new HashSet<>();
    /** The last numbers of activations, by rule and subject, for ever. */
    private final Map<String, Long> numbers = new HashMap<>();

    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final OraclePlaces places = new OraclePlaces(this);
    private final OracleActions actions = new OracleActions(this, places);
    private final OracleClaims claims = new OracleClaims(this);
    private List<Interlock> interlocks = List.of();
    private Map<String, Instance> instances = new HashMap<>();
    private List<Rule> rules = List.of();
    private long lastTick;
    private long now;
    private long hearingSince;

    /** The hub's time of the record at hand. */
    private long wall;

    /** Whether it is a tick. */
    private boolean ticks;

    private boolean backwards;

    Oracle(long start) {
        lastTick = start;
        now = start;
        hearingSince = start;
    }

    /** Those who act in one instant do so in the other order from now on. */
    void turnAround() {
        backwards = true;
    }

    /** What was decided, as {@code time rule device change activation}. */
    List<String> decisions() {
        return decisions;
    }

    /** What was done because all was in vain, as {@link #decisions}. */
    List<String> gaveUp() {
        return gaveUp;
    }

    OracleClaims claims() {
        return claims;
    }

    /** Whether an interlock that is active forbids the device this value. */
    boolean forbids(String device, Value value) {
        return interlocks.stream()
                .anyMatch(i -> isNear(i.value(), value) && isActive(i.name(), device));
    }

    /** All actuators are numbers. */
    static boolean isNear(Value one, Value other) {
        double apart = ((Value.Numeric) one).value() - ((Value.Numeric) other).value();
        return Math.abs(apart) < 1e-6;
    }

    private boolean isActive(String rule, String device) {
        Instance instance = instances.get(rule + " " + device);
        return instance != null && instance.active;
    }

    /** What was said and set. */
    List<Said> said() {
        return actions.said();
    }

    void declare(List<Rule> declared) {
        declare(declared, List.of());
    }

    void declare(List<Rule> wanted, List<Interlock> vetoes) {
        interlocks = vetoes;
        List<Rule> declared = new ArrayList<>();
        vetoes.forEach(interlock -> declared.add(OracleActions.rule(interlock)));
        declared.addAll(wanted);
        Map<String, Instance> kept = new HashMap<>();
        for (Rule old : rules) {
            boolean stays = declared.stream()
                    .anyMatch(r -> r.name().equals(old.name()) && r.hash().equals(old.hash()));
            for (Device device : places.subjects(old)) {
                Instance instance = instance(old, device.name);
                if (stays) {
                    kept.put(old.name() + " " + device.name, instance);
                } else {
                    claims.over(old.name(), device.name).run();
                    if (instance.active) {
                        decided(old, device.name, "ENDED", instance);
                    }
                }
            }
            if (!stays) {
                places.forget(old);
            }
        }
        rules = declared;
        instances = kept;
        devices.values().forEach(device -> device.learned.declare(declared, device.type));
        places.declare(rules);
        places.withDevices().forEach(device -> device.facts.declare());
        evaluateAll();
        places.withDevices().forEach(device -> device.facts.declared());
        follow();
    }

    void register(String device, DeviceType type, String place, long recordTime) {
        Device known = devices.get(device);
        if (known == null) {
            long created = Math.max(now, Math.min(recordTime, lastTick + 5_000));
            Device fresh = new Device(created, type, device, place);
            fresh.learned.declare(rules, type);
            devices.put(device, fresh);
        } else if (known.type.name().equals(type.name())) {
            known.place = place;
        } else {
            turn(known, type, place);
        }
        settle();
    }

    /** A device is of another type from now on: a new one that has told already what came last. */
    private void turn(Device known, DeviceType type, String place) {
        end(known.name);
        places.forget(known.name);
        rules.stream()
                .filter(rule -> rule.type().place().isPresent())
                .forEach(rule -> claims.left(known.name, rule));
        Device fresh = new Device(now, type, known.name, place);
        fresh.learned.declare(rules, type);
        known.samples.forEach((point, all) -> {
            Sample found = all.getLast().found(now);
            fresh.samples.put(point, new ArrayList<>(List.of(found)));
            fresh.learned.take(point, found);
        });
        devices.put(known.name, fresh);
    }

    /** The sample with the latest time, of several the one that came last. */
    private static Optional<Sample> newest(List<Sample> all) {
        return all.stream().reduce((a, b) -> b.event >= a.event ? b : a);
    }

    List<Rule> rules() {
        return rules;
    }

    void remove(String device) {
        end(device);
        claims.forget(device);
        devices.remove(device);
        places.forget(device);
        settle();
    }

    /** Places come and go with the devices in them. */
    private void settle() {
        places.emptied().forEach(this::end);
        places.represent();
        for (Rule rule : rules) {
            if (rule.type().place().isPresent()) {
                claims.left(places, rule);
            }
        }
        evaluateAll();
        follow();
    }

    private void end(String subject) {
        for (Rule rule : rules) {
            Instance instance = instances.remove(rule.name() + " " + subject);
            claims.over(rule.name(), subject).run();
            if (instance != null && instance.active) {
                decided(rule, subject, "ENDED", instance);
            }
        }
    }

    Map<String, Device> devices() {
        return devices;
    }

    long now() {
        return now;
    }

    /** A record of the hub that comes when no tick came for 5 s stands for one. */
    void begin(long recordTime) {
        wall = recordTime;
        if (recordTime > lastTick + 5_000) {
            ticks(recordTime);
        }
    }

    void tick(long time) {
        wall = time;
        ticks = true;
        ticks(time);
        follow();
    }

    private void ticks(long time) {
        if (time - lastTick > 10_000) {
            hearingSince = time;
        }
        lastTick = time;
        pass(time);
    }

    void report(String device, Map<Point, Value> values, long event) {
        pass(Math.min(event, lastTick + 5_000));
        Device told = devices.get(device);
        if (told != null) {
            values.forEach((point, value) -> {
                if (point.writable()) {
                    claims.reported(device, value);
                }
                take(told, point, value, event);
                places.represented(told).forEach(place -> take(place, point, value, event));
            });
            evaluateAll();
        }
        follow();
    }

    /** A device says that something happened to it. */
    void happen(String device, String event, long time) {
        if (awaits(device, event)) {
            pass(Math.min(time, lastTick + 5_000));
            happen(device, event);
        }
        follow();
    }

    private void happen(String device, String event) {
        List<Rule> awaiting = awaiting(device, event);
        awaiting.stream()
                .filter(rule -> rule.type().place().isEmpty())
                .forEach(rule -> instance(rule, device).events.put(event, now));
        if (!awaiting.isEmpty()) {
            places.happen(device, event);
            evaluateAll();
        }
    }

    /** Whether a rule waits for this event, so that it moves time. */
    boolean awaits(String device, String event) {
        return !awaiting(device, event).isEmpty();
    }

    private List<Rule> awaiting(String device, String event) {
        Device to = devices.get(device);
        return rules.stream()
                .filter(rule -> to != null
                        && Events.awaited(rule).stream()
                                .anyMatch(emits -> emits.type().equals(to.type.name())
                                        && emits.event().equals(event)))
                .toList();
    }

    /** The record at hand has been decided: now comes what follows from it, one after the other. */
    void follow() {
        claims.turnTo(ticks);
        ticks = false;
        for (Following next = following.poll(); next != null; next = following.poll()) {
            next.what.run();
        }
        claims.settled(wall);
    }

    void follows(Predicate<String> changes, Runnable what) {
        following.add(new Following(changes, what));
    }

    /** Whether what follows changes what is wanted of the device. */
    boolean changes(String device) {
        return following.stream().anyMatch(next -> next.changes.test(device));
    }

    /** A rule says that something happened to a device. */
    void emit(String device, String event) {
        follows(_ -> false, () -> happen(device, event));
    }

    private void take(Device told, Point point, Value value, long event) {
        List<Sample> own = told.samples.computeIfAbsent(point.name(), p -> new ArrayList<>());
        Optional<Value> before = signal(told, point);
        Optional<Value> taken = Optional.of(value).filter(v -> isOf(point, v));
        Sample sample = new Sample(event, Math.min(event, now), now, taken, Optional.empty());
        if (own.stream().allMatch(other -> other.event <= sample.event)) {
            told.learned.take(point.name(), sample);
        }
        own.add(sample);
        Optional<Value> after = signal(told, point);
        if (before.isPresent() && after.isPresent() && !before.equals(after)) {
            own.set(own.size() - 1, sample.after(before));
        }
    }

    private static boolean isOf(Point point, Value value) {
        return switch (point.kind()) {
            case PointKind.Quantity q -> value instanceof Value.Numeric;
            case PointKind.Enumeration e ->
                value instanceof Value.Text t && e.values().contains(t.value());
            case PointKind.Truth t -> value instanceof Value.Bool;
            case PointKind.Words w -> value instanceof Value.Text;
            case PointKind.Place p -> value instanceof Value.Position;
        };
    }

    private void pass(long to) {
        for (long at = (now / GRID) * GRID; at <= to; at += GRID) {
            for (long instant = at; instant <= Math.min(at + EDGES, to); instant++) {
                if (instant > now) {
                    now = instant;
                    evaluateAll();
                }
            }
        }
        now = Math.max(now, to);
    }

    private Instance instance(Rule rule, String device) {
        return instances.computeIfAbsent(rule.name() + " " + device, key -> new Instance());
    }

    private void evaluateAll() {
        rules.forEach(places::look);
        for (Rule rule : rules) {
            List<Device> subjects = places.subjects(rule);
            for (Device device : backwards ? subjects.reversed() : subjects) {
                evaluate(rule, device.name, device);
            }
        }
    }

    private void evaluate(Rule rule, String name, Device device) {
        Instance instance = instance(rule, name);
        actions.look(rule, device, instance);
        int when = truth(rule.when(), device, instance);
        when = rule.level() == Level.INTERLOCK && when == 1 ? 2 : when;
        int clear = 2 - when;
        if (rule.clear().isPresent()) {
            clear = truth(rule.clear().get(), device, instance);
        }
        if (instance.active && clear == 2) {
            instance.active = false;
            instance.delays.changed(now, false);
            Runnable over = claims.over(rule.name(), name);
            decided(rule, name, "CLEARED", instance);
            actions.act(rule, device, instance, rule.onClear().stream());
            over.run();
        } else if (!instance.active && when == 2 && clear != 2) {
            instance.active = true;
            instance.activation = numbers.compute(
                    rule.name() + " " + name,
                    (_, last) -> last == null ? now : Math.max(last + 1, now));
            instance.delays.changed(now, true);
            acknowledged.remove(occurrence(rule.name(), name, instance));
            Runnable over = claims.over(rule.name(), name);
            decided(rule, name, "ACTIVATED", instance);
            actions.act(rule, device, instance, rule.then().stream());
            over.run();
        }
        doDelayed(rule, name, device, instance);
    }

    private void doDelayed(Rule rule, String name, Device device, Instance instance) {
        IdentityHashMap<Action, Integer> unless = new IdentityHashMap<>();
        for (Action action : all(rule)) {
            if (action instanceof Action.After after && after.unless().isPresent()) {
                unless.put(after, truth(after.unless().get(), device, instance));
            }
        }
        for (Action.After after : instance.delays.due(rule, now)) {
            boolean known = acknowledged.contains(occurrence(rule.name(), name, instance));
            boolean spared =
                    unless.getOrDefault(after, 0) == 2 || (after.unlessAcknowledged() && known);
            decided(rule, name, spared ? "SPARED" : "STEP", instance);
            actions.act(rule, device, instance, spared ? Stream.of() : Stream.of(after.action()));
        }
        if (instance.delays.again(rule, now, lastTick)) {
            decided(rule, name, "REPEATED", instance);
            boolean known = acknowledged.contains(occurrence(rule.name(), name, instance));
            actions.act(rule, device, instance, OracleActions.again(rule, known));
        }
    }

    private static List<Action> all(Rule rule) {
        List<Action> all = new ArrayList<>(rule.then());
        all.addAll(rule.onClear());
        return all;
    }

    private static String occurrence(String rule, String device, Instance instance) {
        return rule + " " + device + " " + instance.activation;
    }

    /** All that an activation wanted of a device was in vain; what it does then, it does if it is the last. */
    void giveUp(String rule, String subject, long activation) {
        Instance instance = instances.get(rule + " " + subject);
        if (instance != null && instance.activation == activation) {
            gaveUp.add(now + " " + rule + " " + subject + " GAVE_UP " + activation);
        }
    }

    /** Somebody knows of the alarm that the rule raised last on the device. */
    void acknowledge(String rule, String device, long activation) {
        acknowledged.add(rule + " " + device + " " + activation);
        follow();
    }

    /** What a condition on a device, as one of those in a place, is now. */
    int ofMember(Condition condition, Device device, Instance instance) {
        return truth(condition, device, instance);
    }

    /** What a number of a device, as one of those in a place, is now. */
    Optional<Double> ofMember(Operand number, Device device, Instance instance) {
        return number(number, device, instance);
    }

    private void decided(Rule rule, String device, String change, Instance instance) {
        decisions.add(
                now + " " + rule.name() + " " + device + " " + change + " " + instance.activation);
    }

    Optional<Value> signal(Device device, Point point) {
        long limit = 3 * point.everyMillis();
        return newest(device.samples.getOrDefault(point.name(), List.of()))
                .filter(newest -> limit == 0 || now - newest.event < limit)
                .flatMap(Sample::value);
    }

    private int truth(Condition condition, Device device, Instance instance) {
        return switch (condition) {
            case Condition.Compare c -> {
                Optional<Double> left = number(c.left(), device, instance);
                Optional<Double> right = number(c.right(), device, instance);
                yield left.isEmpty() || right.isEmpty()
                        ? 1
                        : of(c.comparison().holds(left.get(), right.get()));
            }
            case Condition.Within w ->
                number(w.of(), device, instance)
                        .map(x -> of(w.low() <= x && x <= w.high()))
                        .orElse(1);
            case Condition.Is i ->
                signal(device, i.point()).map(x -> of(x.equals(i.value()))).orElse(1);
            case Condition.Known k -> of(signal(device, k.point()).isPresent());
            case Condition.Becomes b -> of(becomes(device, b.point(), b.value()));
            case Condition.Changes c -> of(changes(c, device, instance));
            case Condition.Crosses c -> of(crosses(c, device, instance));
            case Condition.Emits e -> of(instance.events.getOrDefault(e.event(), -1L) == now);
            case Condition.Inside i -> inside(device, i.point(), i.area());
            case Condition.Passes p ->
                instance.passages
                        .computeIfAbsent(p, c -> new OraclePassage())
                        .truth(now, inside(device, p.point(), p.area()), p.entering());
            case Condition.TimeIn t -> of(timeIn(t.schedule()));
            case Condition.Silent s -> silent(device, s.point(), s.millis());
            case Condition.Dwell d -> dwell(d, truth(d.of(), device, instance), device, instance);
            case Condition.Sequence s ->
                instance.sequences
                        .computeIfAbsent(s, c -> new OracleSequence(s))
                        .truth(
                                now,
                                truth(s.first(), device, instance),
                                truth(s.then(), device, instance));
            case Condition.Counted c -> places.truth(c, device);
            case Condition.Not n -> 2 - truth(n.of(), device, instance);
            case Condition.All a -> {
                int least = 2;
                for (Condition part : a.of()) {
                    least = Math.min(least, truth(part, device, instance));
                }
                yield least;
            }
            case Condition.Any a -> {
                int greatest = 0;
                for (Condition part : a.of()) {
                    greatest = Math.max(greatest, truth(part, device, instance));
                }
                yield greatest;
            }
        };
    }

    private static int of(boolean truth) {
        return truth ? 2 : 0;
    }

    private int inside(Device device, Point point, Area area) {
        return signal(device, point)
                .map(value -> of(OracleEarth.contains(area, (Value.Position) value)))
                .orElse(1);
    }

    private Optional<Value.Position> spot(Spot spot, Device device) {
        return switch (spot) {
            case Spot.Fixed f ->
                Optional.of(new Value.Position(f.latitude(), f.longitude(), Double.NaN));
            case Spot.Told t -> signal(device, t.point()).map(value -> (Value.Position) value);
        };
    }

    /** As clocks show it; the days on which they are changed have tests of their own. */
    private boolean timeIn(Schedule schedule) {
        ZonedDateTime shown = Instant.ofEpochMilli(now).atZone(schedule.zone());
        int minute = shown.getHour() * 60 + shown.getMinute();
        DayOfWeek today = shown.getDayOfWeek();
        boolean in = false;
        for (Schedule.Slot slot : schedule.slots()) {
            boolean overnight = slot.to() <= slot.from();
            boolean evening = minute >= slot.from() && (overnight || minute < slot.to());
            boolean morning = overnight && minute < slot.to();
            in |= evening && slot.days().contains(today);
            in |= morning && slot.days().contains(today.minus(1));
        }
        return in;
    }

    private boolean becomes(Device device, Point point, Value value) {
        return before(device, point).isPresent()
                && signal(device, point).equals(Optional.of(value));
    }

    /** The value before the first change of this instant, if there is one. */
    private Optional<Value> before(Device device, Point point) {
        return device.samples.getOrDefault(point.name(), List.of()).stream()
                .filter(sample -> sample.arrived == now)
                .flatMap(sample -> sample.before.stream())
                .findFirst();
    }

    private static boolean known(Optional<Value> a, Optional<Value> b) {
        return a.isPresent() && b.isPresent();
    }

    private boolean changes(Condition.Changes c, Device device, Instance instance) {
        return c.of() instanceof Operand.Reported r
                ? known(signal(device, r.point()), before(device, r.point()))
                : edge(c, c.of(), device, instance).changes(now);
    }

    private boolean crosses(Condition.Crosses c, Device device, Instance instance) {
        int sign = c.rising() ? 1 : -1;
        if (!(c.of() instanceof Operand.Reported r)) {
            return edge(c, c.of(), device, instance).crosses(now, sign, c.limit());
        }
        Optional<Value> from = before(device, r.point());
        Optional<Value> to = signal(device, r.point());
        if (!known(from, to)) {
            return false;
        }
        return sign * ((Value.Numeric) from.get()).value() <= sign * c.limit()
                && sign * ((Value.Numeric) to.get()).value() > sign * c.limit();
    }

    private OracleEdge edge(Condition at, Operand of, Device device, Instance instance) {
        OracleEdge edge = instance.edges.computeIfAbsent(at, c -> new OracleEdge());
        edge.look(now, number(of, device, instance));
        return edge;
    }

    private int silent(Device device, Point point, long millis) {
        boolean heard = now - device.created < millis;
        for (Sample sample : device.samples.getOrDefault(point.name(), List.of())) {
            heard |= now - sample.arrived < millis;
        }
        return heard ? 0 : now - hearingSince < millis ? 1 : 2;
    }

    /** Looks through everything that was held true, false or unknown since now - d. */
    private int dwell(Condition.Dwell dwell, int truth, Device device, Instance instance) {
        List<Seen> history = isFact(dwell)
                ? device.facts.dwell(dwell)
                : instance.dwells.computeIfAbsent(dwell, d -> new ArrayList<>());
        history.add(new Seen(now, truth));
        int least = truth;
        boolean reachesBack = false;
        for (int i = history.size() - 1; i >= 0 && !reachesBack; i--) {
            least = Math.min(least, history.get(i).truth);
            reachesBack = history.get(i).at <= now - dwell.millis();
        }
        return reachesBack ? least : Math.min(least, 1);
    }

    Optional<Double> number(Operand operand, Device device, Instance instance) {
        return switch (operand) {
            case Operand.Constant c -> Optional.of(c.value());
            case Operand.Reported r ->
                signal(device, r.point()).map(v -> ((Value.Numeric) v).value());
            case Operand.Window w -> window(w, device, instance);
            case Operand.Gathered g -> places.number(g, device);
            case Operand.Age a ->
                device.samples.getOrDefault(a.point().name(), List.of()).stream()
                        .map(Sample::event)
                        .max(Long::compare)
                        .map(event -> (now - event) / 1000.0);
            case Operand.Truth t -> {
                int truth = truth(t.of(), device, instance);
                yield truth == 1 ? Optional.empty() : Optional.of(truth / 2.0);
            }
            case Operand.Distance d ->
                spot(d.from(), device)
                        .flatMap(a -> spot(d.to(), device).map(b -> OracleEarth.metres(a, b)));
            case Operand.Absolute a -> number(a.of(), device, instance).map(Math::abs);
            case Operand.Extreme e ->
                number(e.left(), device, instance)
                        .flatMap(l -> number(e.right(), device, instance)
                                .map(r -> e.greater() ? Math.max(l, r) : Math.min(l, r)));
            case Operand.Learned l -> signal(device, l.point()).flatMap(v -> device.learned.at(l));
            case Operand.Scaled s ->
                number(s.of(), device, instance).map(x -> x * s.factor() + s.offset());
            case Operand.Arithmetic a ->
                number(a.left(), device, instance)
                        .flatMap(l -> number(a.right(), device, instance).map(r -> reckon(a, l, r)))
                        .filter(Double::isFinite);
        };
    }

    private Optional<Double> window(Operand.Window w, Device device, Instance instance) {
        if (w.of() instanceof Operand.Reported reported) {
            String point = reported.point().name();
            List<Sample> samples = device.samples.getOrDefault(point, List.of());
            OracleFacts.Since since = device.facts.since(w, now, samples.size());
            return new OracleWindow(w, reported.point(), samples, since.began(), since.found())
                    .at(now);
        }
        OracleHistory history = isFact(w)
                ? device.facts.history(w)
                : instance.histories.computeIfAbsent(w, window -> new OracleHistory());
        boolean around = Parts.gathered(w.of()).findAny().isPresent();
        boolean aged = !around
                || Points.own(w.of()).stream().anyMatch(p -> signal(device, p).isEmpty());
        history.look(now, number(w.of(), device, instance), aged);
        return new OracleWindow(w, history).at(now);
    }

    private boolean isFact(Condition.Dwell dwell) {
        return facts.computeIfAbsent(dwell, d -> OracleFacts.isFact(dwell));
    }

    private boolean isFact(Operand.Window window) {
        return facts.computeIfAbsent(window, w -> OracleFacts.isFact(window));
    }

    private static double reckon(Operand.Arithmetic a, double left, double right) {
        return switch (a.operation()) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
        };
    }
}
