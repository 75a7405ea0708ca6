package io.signalbox.rules;

import io.signalbox.alarm.Alarm;
import io.signalbox.alarm.AlarmChange;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.language.Checked;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Pace;
import io.signalbox.language.Point;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;
import io.signalbox.language.Source;
import io.signalbox.message.Value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
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
 * Rules that settle, and samples that come late and in any order: to the engine as they come, to
 * the {@link Oracle} in the order of their times, as if none had been late.
 */
final class SettledCase {
    private static final long SETTLE = 5_000;
    private static final long START = RandomCase.START;
    private static final long LAST = START + 40_000;
    private static final long END = START + 60_000;
    private static final List<String> DEVICES = List.of("d0", "d1", "d2", "hall0", "hall1");

    /** No device moves twice within the time that the rules wait. */
    private static final long BETWEEN_MOVES = 2 * SETTLE;

    /** What a device says of one instant. */
    private record Event(long at, String device, Map<Point, Value> values) {}

    /** What the hub hears, and when. */
    private record Arrival(long at, Runnable what) {}

    /** One value that the hub was told, with the time of the device. */
    private record Told(long at, String device, Point point, Value value) {}

    /** Something beside samples that the rules learn in their own time; of a device or of none. */
    private record Change(long at, String device, Runnable what) {}

    private final Random random;
    private final RandomRules rules;
    private final RandomChange changing;
    private final DeviceType type;
    private final List<Program> programs = new ArrayList<>();
    private final Oracle oracle = new Oracle(START);
    private final Shards shards;
    private final List<Event> events = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    private final Set<String> registered = new HashSet<>();
    private List<Rule> declared = new ArrayList<>();
    private long wall = START;

    SettledCase(long seed, int number) {
        this.random = new Random(seed * 0xD1B54A32D192ED03L);
        this.rules = new RandomRules(random, false);
        this.changing = new RandomChange(random, false);
        this.type = rules.type();
        this.shards = new Shards(number, this::check, START);
    }

    /** The same rule, which settles, and repeats as slowly as the language lets it. */
    static Rule settled(Rule r, long settleMillis) {
        return new Rule(
                r.name(),
                r.title(),
                r.type(),
                r.variable(),
                r.level(),
                r.priority(),
                r.when(),
                r.clear(),
                r.then(),
                r.onClear(),
                r.text(),
                r.hash(),
                r.at(),
                new Pace(2 * r.pace().repeatMillis(), settleMillis));
    }

    Checked check(List<Source> sources) {
        Program program = sources.isEmpty()
                ? Program.EMPTY
                : programs.get(Integer.parseInt(sources.getFirst().text()));
        return new Checked(Optional.of(program), List.of());
    }

    /** The rules as they stand at the end. */
    List<Rule> declared() {
        return declared;
    }

    /** The one that decided, if it is alone. */
    Rehearsal rehearsal() {
        return shards.first();
    }

    /** Lets it happen, to both. */
    void run() {
        shards.tick();
        oracle.tick(START);
        changing.rules(type, 3).forEach(rule -> declared.add(settled(rule, SETTLE)));
        oracle.declare(declare());
        for (String device : DEVICES) {
            register(device);
        }
        happen();
        arrive();
        inOrder();
    }

    private List<Rule> declare() {
        List<Rule> next = List.copyOf(declared);
        String number = Integer.toString(programs.size());
        programs.add(RandomRules.program(type, next));
        shards.declare(new Declaration(List.of(new Source("random.rules", number))));
        return next;
    }

    /** Up to when the rules have decided: between ticks they rest. */
    private long settledTime() {
        return Math.max(START, wall / 1_000 * 1_000 - SETTLE);
    }

    private void change() {
        int place = random.nextInt(4);
        declared = new ArrayList<>(declared);
        // where no rule settles nothing is remembered of the time before
        if (declared.size() > 1 && place < declared.size() && random.nextBoolean()) {
            declared.remove(place);
        } else {
            String name = "r" + place;
            List<Rule> standing = List.copyOf(declared);
            declared.removeIf(rule -> rule.name().equals(name));
            declared.add(settled(changing.rule(type, name, standing), SETTLE));
        }
        List<Rule> next = declare();
        changes.add(new Change(settledTime(), "", () -> oracle.declare(next)));
    }

    private DeviceType type(String device) {
        return device.startsWith("hall") ? PlaceTypes.hall(type) : type;
    }

    /** A device comes, or stands elsewhere. */
    private void register(String device) {
        String place = shards.placeOf(device, rules.somewhere());
        long at = wall;
        registered.add(device);
        shards.device(
                device,
                new DeviceChange.Registered(
                        device,
                        type(device).name(),
                        place.isEmpty() ? null : place,
                        new TreeMap<>()));
        // of two places at one instant the rules see the last one
        changes.removeIf(one -> one.device.equals(device) && one.at == at);
        changes.add(new Change(at, device, () -> oracle.register(device, type(device), place, at)));
    }

    /** The device is gone at once, and what it told that the rules have not seen yet. */
    private void remove(String device) {
        if (registered.remove(device)) {
            long from = settledTime();
            shards.device(device, new DeviceChange.Removed(device));
            told.removeIf(one -> one.device.equals(device) && one.at > from);
            changes.removeIf(one -> one.device.equals(device) && one.at > from);
            changes.add(new Change(from, "", () -> oracle.remove(device)));
        }
    }

    private void acknowledge() {
        List<Alarm> alarms = shards.alarms();
        if (!alarms.isEmpty()) {
            Alarm seen = alarms.get(random.nextInt(alarms.size()));
            shards.alarm(new AlarmChange.Acknowledged(
                    seen.key(), wall, seen.sequence(), "kim", "on my way"));
            changes.add(new Change(
                    settledTime(),
                    "",
                    () -> oracle.acknowledge(seen.rule(), seen.device(), seen.activation())));
        }
    }

    private void happen() {
        for (String device : DEVICES) {
            for (long at = START + Oracle.GRID; at < LAST; at += Oracle.GRID) {
                Map<Point, Value> values = new LinkedHashMap<>();
                for (int left = random.nextInt(4); left > 0; left--) {
                    Point point = type.points().get(random.nextInt(5));
                    values.put(point, rules.value(point));
                }
                if (!values.isEmpty()) {
                    events.add(new Event(at, device, values));
                }
            }
        }
    }

    /** Each sample by itself, late by less than the rules wait; and the hub is stopped now and then. */
    private void arrive() {
        List<Arrival> arrivals = new ArrayList<>();
        for (Event event : events) {
            event.values.forEach((point, value) -> arrivals.add(new Arrival(
                    event.at + random.nextInt((int) SETTLE), () -> tell(event, point, value))));
        }
        for (String device : DEVICES) {
            // between two ticks the hub knows no better time than that of the last sample
            for (long at = START + random.nextInt(10) * 1_000L; at < LAST; at += BETWEEN_MOVES) {
                arrivals.add(new Arrival(at, () -> register(device)));
            }
        }
        for (long at = START + SETTLE + 1_000; at < LAST; at += 1_000) {
            switch (random.nextInt(12)) {
                case 0 -> arrivals.add(new Arrival(at, this::change));
                case 1 -> {
                    String device = DEVICES.get(random.nextInt(DEVICES.size()));
                    arrivals.add(new Arrival(at, () -> remove(device)));
                    long back = at + random.nextInt(5) * 1_000L;
                    arrivals.add(new Arrival(back, () -> register(device)));
                }
                case 2, 3 -> arrivals.add(new Arrival(at, this::acknowledge));
                default -> {}
            }
        }
        arrivals.sort(Comparator.comparingLong(Arrival::at));
        for (Arrival one : arrivals) {
            passTo(one.at);
            one.what.run();
            if (random.nextInt(100) == 0) {
                shards.restart();
            }
        }
        passTo(END + SETTLE);
    }

    private void tell(Event event, Point point, Value value) {
        if (!registered.contains(event.device)) {
            return;
        }
        told.add(new Told(event.at, event.device, point, value));
        String json =
                "{\"ts\":" + event.at + ",\"" + point.name() + "\":" + RandomCase.json(value) + "}";
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        shards.publish("d/" + event.device + "/up/all", payload, event.device);
    }

    private void passTo(long millis) {
        while (wall / 1_000 < millis / 1_000) {
            wall = (wall / 1_000 + 1) * 1_000;
            shards.moveTo(wall);
            shards.tick();
        }
        wall = millis;
        shards.moveTo(wall);
    }

    /** By times, then by devices; what is of no device comes behind. */
    private void inOrder() {
        Map<Long, Map<String, Map<Point, Value>>> samples = new HashMap<>();
        told.forEach(one -> samples.computeIfAbsent(one.at, at -> new HashMap<>())
                .computeIfAbsent(one.device, device -> new LinkedHashMap<>())
                .put(one.point, one.value));
        changes.sort(Comparator.comparingLong(Change::at));
        int next = 0;
        for (long at = START; at <= END; at += Oracle.GRID) {
            if (at % 1_000 == 0 && at > START) {
                oracle.tick(at);
            }
            for (String device : DEVICES) {
                for (int i = next; i < changes.size() && changes.get(i).at == at; i++) {
                    if (changes.get(i).device.equals(device)) {
                        changes.get(i).what.run();
                    }
                }
                Map<Point, Value> values = samples.getOrDefault(at, Map.of()).get(device);
                if (values != null) {
                    oracle.report(device, values, at);
                }
            }
            for (; next < changes.size() && changes.get(next).at == at; next++) {
                if (changes.get(next).device.isEmpty()) {
                    changes.get(next).what.run();
                }
            }
        }
    }

    /** What was decided, at the instants of the samples. */
    List<String> decisions() {
        return shards.decisions().stream()
                .map(line -> {
                    int blank = line.indexOf(' ');
                    long at = Long.parseLong(line.substring(0, blank)) - SETTLE;
                    return at + line.substring(blank);
                })
                .filter(SettledCase::isInTime)
                .toList();
    }

    private static boolean isInTime(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(' '))) <= END;
    }

    /** What was said and set, at the instants of the samples. */
    List<Said> said() {
        return shards.said().stream()
                .map(said -> said.after(-SETTLE))
                .filter(said -> said.atMillis() <= END)
                .toList();
    }

    /** What the definition has rules say and set. */
    List<Said> expectedSaid() {
        return oracle.said().stream().filter(said -> said.atMillis() <= END).toList();
    }

    /** What the definition says. */
    List<String> expected() {
        return oracle.decisions().stream().filter(SettledCase::isInTime).toList();
    }
}
