package io.signalbox.rules;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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

    /** What a device says of one instant, or with no values that it stands elsewhere. */
    private record Event(long at, String device, Map<Point, Value> values, String place) {}

    /** What the hub hears, and when. */
    private record Arrival(long at, Runnable what) {}

    private final Random random;
    private final RandomRules rules;
    private final DeviceType type;
    private final Program program;
    private final Oracle oracle = new Oracle(START);
    private final Shards shards;
    private final List<Event> events = new ArrayList<>();
    private long wall = START;

    SettledCase(long seed, int number) {
        this.random = new Random(seed * 0xD1B54A32D192ED03L);
        this.rules = new RandomRules(random);
        this.type = rules.type();
        List<Rule> settled = new ArrayList<>();
        rules.program(type, 3).rules().forEach(rule -> settled.add(settled(rule, SETTLE)));
        this.program = RandomRules.program(type, settled);
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

    private Checked check(List<Source> sources) {
        return new Checked(Optional.of(sources.isEmpty() ? Program.EMPTY : program), List.of());
    }

    List<Rule> declared() {
        return program.rules();
    }

    /** Lets it happen, to both. */
    void run() {
        shards.tick();
        oracle.tick(START);
        shards.declare(new Declaration(List.of(new Source("random.rules", "by chance"))));
        oracle.declare(program.rules());
        for (String device : DEVICES) {
            String place = shards.placeOf(device, rules.somewhere());
            register(device, place);
            oracle.register(device, type(device), place, START);
        }
        happen();
        events.sort(Comparator.comparingLong(Event::at).thenComparing(Event::device));
        arrive();
        inOrder();
    }

    private DeviceType type(String device) {
        return device.startsWith("hall") ? RandomRules.hall(type) : type;
    }

    private void register(String device, String place) {
        shards.device(
                device,
                new DeviceChange.Registered(
                        device,
                        type(device).name(),
                        place.isEmpty() ? null : place,
                        new TreeMap<>()));
    }

    private void happen() {
        for (String device : DEVICES) {
            // between two ticks the hub knows no better time than that of the last sample
            long moves = START + random.nextInt(10) * 1_000L;
            for (long at = START + Oracle.GRID; at < LAST; at += Oracle.GRID) {
                Map<Point, Value> values = new LinkedHashMap<>();
                for (int left = random.nextInt(4); left > 0; left--) {
                    Point point = type.points().get(random.nextInt(5));
                    values.put(point, rules.value(point));
                }
                if (at == moves) {
                    String place = shards.placeOf(device, rules.somewhere());
                    events.add(new Event(at, device, Map.of(), place));
                    moves += BETWEEN_MOVES;
                } else if (!values.isEmpty()) {
                    events.add(new Event(at, device, values, ""));
                }
            }
        }
    }

    /** Each sample by itself, late by less than the rules wait; and the hub is stopped now and then. */
    private void arrive() {
        List<Arrival> arrivals = new ArrayList<>();
        for (Event event : events) {
            if (event.values.isEmpty()) {
                arrivals.add(new Arrival(event.at, () -> register(event.device, event.place)));
            }
            event.values.forEach((point, value) -> arrivals.add(new Arrival(
                    event.at + random.nextInt((int) SETTLE), () -> tell(event, point, value))));
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

    private void inOrder() {
        int next = 0;
        for (long at = START + Oracle.GRID; at <= END; at += Oracle.GRID) {
            if (at % 1_000 == 0) {
                oracle.tick(at);
            }
            for (; next < events.size() && events.get(next).at == at; next++) {
                Event event = events.get(next);
                if (event.values.isEmpty()) {
                    oracle.register(event.device, type(event.device), event.place, at);
                } else {
                    oracle.report(event.device, event.values, at);
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
