package io.signalbox.rules;

import io.signalbox.alarm.Alarm;
import io.signalbox.alarm.AlarmChange;
import io.signalbox.command.Claim;
import io.signalbox.command.ClaimChange;
import io.signalbox.command.CommandId;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.language.Checked;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Interlock;
import io.signalbox.language.Level;
import io.signalbox.language.Point;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;
import io.signalbox.language.Source;
import io.signalbox.message.Value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A type, its rules and what happens to its devices, all by chance: samples late, ahead, wrong and
 * several at once, ticks, pauses, devices that come, go and come back as others, rules that change,
 * restarts.
 */
final class RandomCase {
    static final long START = 1_790_000_000_000L;

    private final Random random;
    private final RandomRules rules;
    private final RandomChange changes;
    private final DeviceType type;
    private final Oracle oracle = new Oracle(START);
    private final Shards shards;
    private final List<String> devices = new ArrayList<>();
    private final List<Program> programs = new ArrayList<>();
    private final Map<String, String> lastOrder = new HashMap<>();

    /** Devices that came back as one of the other type. */
    private final Set<String> turned = new HashSet<>();

    private List<Rule> declared = List.of();
    private List<Interlock> interlocks = List.of();
    private int orders;
    private long wall = START;

    RandomCase(long seed) {
        this(seed, 1);
    }

    /** A case decided upon by so many engines, each for its share of the devices. */
    RandomCase(long seed, int shards) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.rules = new RandomRules(random, true);
        this.changes = new RandomChange(random, true);
        this.type = rules.type();
        this.shards = new Shards(shards, this::check, START);
    }

    /** Reads a declaration of this case: the number of a program. */
    Checked check(List<Source> sources) {
        Program program = sources.isEmpty()
                ? Program.EMPTY
                : programs.get(Integer.parseInt(sources.getFirst().text()));
        return new Checked(Optional.of(program), List.of());
    }

    /** Lets things happen, to the engine and to the oracle. */
    void run() {
        shards.tick();
        oracle.tick(START);
        interlocks = random.nextBoolean() ? List.of(rules.interlock(type)) : List.of();
        declare(changes.rules(type, 3));
        register("d0");
        register("d1");
        register("hall0");
        if (random.nextInt(4) == 0) {
            learn();
        }
        for (int step = 0; step < 160; step++) {
            step();
        }
    }

    /** The one that decided, if it is alone. */
    Rehearsal rehearsal() {
        return shards.first();
    }

    /** What was decided, as {@link Oracle#decisions}. */
    List<String> decisions() {
        return shards.decisions();
    }

    /** What rules gave up, as {@link Oracle#gaveUp}. */
    List<String> gaveUp() {
        return shards.gaveUp();
    }

    /** What was said and set, as {@link Oracle#said}. */
    List<Said> said() {
        return shards.said();
    }

    /** What devices were told, as {@link OracleClaims#lines}. */
    List<String> told() {
        return shards.told();
    }

    /** The claims on all devices at the end, by device. */
    Map<String, List<String>> standing() {
        Map<String, List<String>> standing = new TreeMap<>();
        devices.forEach(device -> standing.put(device, shards.standing(device)));
        return standing;
    }

    /** The same by definition. */
    Map<String, List<String>> wanted() {
        Map<String, List<String>> wanted = new TreeMap<>();
        devices.forEach(device -> wanted.put(device, oracle.claims().standing(device)));
        return wanted;
    }

    Oracle oracle() {
        return oracle;
    }

    /** The rules as they stand at the end. */
    List<Rule> declared() {
        return declared;
    }

    /** A device, or one that stands for a hall, tells so much that the algorithms have something to say. */
    private void learn() {
        List<Rule> next = new ArrayList<>(declared);
        boolean hall = random.nextBoolean();
        next.set(0, rules.learning(hall ? PlaceTypes.hallPlace(type) : type, "r0", type));
        declare(next);
        if (hall) {
            register("hall0", "h0");
            tell("hall0", 66);
            if (random.nextBoolean()) {
                register("hall0", "h1");
                register("hall0", "h0");
            } else {
                register("hall1", "h0/r1");
                tell("hall0", 2);
                register("hall1", "h1");
            }
            tell("hall0", 10 + random.nextInt(70));
        } else {
            tell("d0", 70);
        }
    }

    private void tell(String device, int times) {
        for (int i = 0; i < times; i++) {
            Map<Point, Value> values = new LinkedHashMap<>();
            values.put(type.points().get(0), rules.value(type.points().get(0)));
            values.put(type.points().get(1), rules.value(type.points().get(1)));
            pass(Oracle.GRID);
            publish(device, values, wall);
        }
    }

    private void step() {
        switch (random.nextInt(40)) {
            case 0 -> shards.restart();
            case 1 -> deafFor(5_000 + random.nextInt(20) * 1_000L);
            case 2 -> change();
            case 3 -> {
                if (devices.size() < 4) {
                    register("d" + (devices.contains("d2") ? 3 : 2));
                } else {
                    register(random.nextBoolean() ? "hall1" : "d0");
                }
            }
            case 4 -> {
                if (devices.size() > 1) {
                    String gone = devices.remove(random.nextInt(devices.size()));
                    remove(gone);
                    if (random.nextInt(3) == 0) {
                        if (random.nextBoolean()) {
                            turned.add(gone);
                        }
                        register(gone);
                    }
                }
            }
            case 16 -> acknowledge();
            case 17, 18, 19 -> emit();
            case 20 -> order();
            case 5, 21 -> move();
            case 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> pass(random.nextInt(5) * 500L);
            default -> report();
        }
    }

    private void acknowledge() {
        tick();
        List<Alarm> alarms = shards.alarms();
        if (!alarms.isEmpty()) {
            Alarm seen = alarms.get(random.nextInt(alarms.size()));
            shards.moveTo(wall);
            shards.alarm(new AlarmChange.Acknowledged(
                    seen.key(), wall, seen.sequence(), "kim", "on my way"));
            oracle.begin(wall);
            oracle.acknowledge(seen.rule(), seen.device(), seen.activation());
        }
    }

    /** A person sets an actuator by hand, or takes that back. */
    private void order() {
        String device = devices.get(random.nextInt(devices.size()));
        String person = random.nextBoolean() ? "kim" : "ada";
        shards.moveTo(wall);
        if (orders > 0 && random.nextInt(3) == 0) {
            shards.claim(
                    device,
                    new ClaimChange.Released(device, lastOrder.getOrDefault(device, ""), "done"));
            oracle.begin(wall);
            oracle.claims().release(device);
        } else {
            String id = CommandId.of("order", Integer.toString(orders++));
            lastOrder.put(device, id);
            // time may be ahead of the hub's by what a sample may run ahead
            long end = random.nextInt(3) == 0
                    ? Claim.FOREVER
                    : wall + PlantTime.LEAD_MILLIS + (2 + random.nextInt(12)) * Oracle.GRID;
            Value value = new Value.Numeric(random.nextInt(4));
            shards.claim(
                    device,
                    new ClaimChange.Made(new Claim(
                            id,
                            device,
                            "out",
                            value,
                            new Claim.Rank(Level.OPERATOR.number(), 0),
                            end,
                            Claim.Origin.person(person),
                            Claim.Proof.NONE)));
            oracle.begin(wall);
            oracle.claims()
                    .order(new OracleClaims.Wish(
                            device,
                            person,
                            "",
                            "",
                            value,
                            Level.OPERATOR.number(),
                            0,
                            end,
                            -1,
                            Optional.empty()));
        }
        oracle.follow();
    }

    private void pass(long millis) {
        long end = wall + millis;
        while (wall < end) {
            wall += Oracle.GRID;
            if (wall % 1_000 == 0) {
                tick();
            }
        }
    }

    private void tick() {
        shards.moveTo(wall);
        shards.tick();
        oracle.tick(wall);
    }

    private void deafFor(long millis) {
        wall += millis;
        if (random.nextBoolean()) {
            tick();
        }
    }

    private void change() {
        if (random.nextInt(4) == 0) {
            interlocks = random.nextInt(3) == 0 ? List.of() : List.of(rules.interlock(type));
        }
        List<Rule> next = new ArrayList<>(declared);
        int place = random.nextInt(4);
        if (place < next.size() && random.nextBoolean()) {
            next.remove(place);
        } else {
            String name = "r" + place;
            next.removeIf(rule -> rule.name().equals(name));
            next.add(changes.rule(type, name, declared));
        }
        declare(next);
    }

    private void declare(List<Rule> next) {
        declared = next;
        shards.moveTo(wall);
        String number = Integer.toString(programs.size());
        programs.add(RandomRules.program(type, next, interlocks));
        shards.declare(new Declaration(List.of(new Source("random.rules", number))));
        oracle.begin(wall);
        oracle.declare(next, interlocks);
    }

    private void register(String device) {
        register(device, rules.somewhere());
    }

    private void register(String device, String wanted) {
        if (!devices.contains(device)) {
            devices.add(device);
        }
        boolean hall = device.startsWith("hall") != turned.contains(device);
        DeviceType of = hall ? PlaceTypes.hall(type) : type;
        String place = shards.placeOf(device, wanted);
        shards.moveTo(wall);
        shards.device(
                device,
                new DeviceChange.Registered(
                        device, of.name(), place.isEmpty() ? null : place, new TreeMap<>()));
        oracle.begin(wall);
        oracle.register(device, of, place, wall);
    }

    /** A device stands elsewhere, comes again, or is another thing from now on. */
    private void move() {
        String device = devices.get(random.nextInt(devices.size()));
        if (random.nextInt(4) == 0 && !turned.remove(device)) {
            turned.add(device);
        }
        register(device);
    }

    private void remove(String device) {
        shards.moveTo(wall);
        shards.device(device, new DeviceChange.Removed(device));
        oracle.begin(wall);
        oracle.remove(device);
    }

    private void report() {
        String device = devices.get(random.nextInt(devices.size()));
        Map<Point, Value> values = new LinkedHashMap<>();
        for (int left = random.nextInt(3); left >= 0; left--) {
            boolean moves = random.nextInt(4) == 0;
            Point point = type.points().get(moves ? RandomRules.PLACE : random.nextInt(5));
            values.put(point, rules.value(random.nextInt(12) == 0 ? anyPoint() : point));
        }
        if (random.nextInt(3) == 0) {
            values.put(type.points().get(5), new Value.Numeric(random.nextInt(5) - 1));
        }
        long event = wall;
        switch (random.nextInt(10)) {
            case 0 -> event -= random.nextInt(12) * Oracle.GRID;
            case 1 -> event += random.nextInt(24) * Oracle.GRID;
            default -> {}
        }
        publish(device, values, event);
    }

    private void emit() {
        String device = devices.get(random.nextInt(devices.size()));
        String event = rules.event();
        shards.moveTo(wall);
        shards.event(device, event, wall, oracle.awaits(device, event));
        oracle.begin(wall);
        oracle.happen(device, event, wall);
    }

    private void publish(String device, Map<Point, Value> values, long event) {
        StringBuilder json = new StringBuilder("{\"ts\":").append(event);
        values.forEach((point, value) ->
                json.append(",\"").append(point.name()).append("\":").append(json(value)));
        byte[] payload = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        shards.moveTo(wall);
        shards.publish("d/" + device + "/up/all", payload, device);
        oracle.begin(wall);
        oracle.report(device, values, event);
    }

    static String json(Value value) {
        return switch (value) {
            case Value.Text text -> "\"" + text + "\"";
            case Value.Position p -> "{\"lat\":" + p.latitude() + ",\"lon\":" + p.longitude() + "}";
            case Value.Numeric number -> number.toString();
            case Value.Whole number -> number.toString();
            case Value.Bool bool -> bool.toString();
        };
    }

    private Point anyPoint() {
        return type.points().get(random.nextInt(5));
    }
}
