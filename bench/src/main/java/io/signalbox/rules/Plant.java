package io.signalbox.rules;

import io.signalbox.alarm.Alarms;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Arrival;
import io.signalbox.device.Declaration;
import io.signalbox.device.Device;
import io.signalbox.device.DeviceChange;
import io.signalbox.device.DeviceFold;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.effect.Effects;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Language;
import io.signalbox.language.Source;
import io.signalbox.message.Message;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Pumps of five points under ten rules, and what they report: each point every ten seconds, one
 * reading a record, the devices in an order that no cache foresees.
 */
final class Plant {
    private static final String TYPE = """
            type Pump {
              flow     : l/min  every 10 s
              bearing  : °C     every 10 s
              pressure : bar    every 10 s
              state    : running | stopped | fault  every 10 s
              speed    : rpm    every 10 s
            }
            """;
    private static final String RULES = """
            rule flow_low for each Pump p
              when p.flow < 5 l/min for 20 s
              clear when p.flow > 8 l/min for 10 s
              then alarm major "{p}: {p.flow}"
            rule bearing_hot for each Pump p
              when p.bearing > 80 °C
              clear when p.bearing < 70 °C
              then alarm major "{p}: {p.bearing}"
            rule bearing_wrong for each Pump p
              when p.bearing outside -10..90 °C
              then alarm minor "{p}: {p.bearing}"
            rule pressure_high for each Pump p
              when p.pressure > 8 bar for 1 min
              then alarm major "{p}: {p.pressure}"
            rule pressure_low for each Pump p
              when p.pressure < 0.5 bar and p.state is running
              then alarm major "{p}: {p.pressure}"
            rule fault for each Pump p
              when p.state becomes fault
              clear when p.state is stopped
              then alarm critical "{p}"
            rule silent for each Pump p
              when p.flow silent for 1 min
              then alarm minor "{p}"
            rule fast for each Pump p
              when p.speed > 3000 rpm
              clear when p.speed < 2800 rpm
              then alarm minor "{p}: {p.speed}"
            rule overload for each Pump p
              when p.speed rises above 2900 rpm
              then alarm minor "{p}: {p.speed}"
            rule dry for each Pump p
              when (p.state is running and p.flow < 2 l/min) for 30 s
              then alarm critical "{p}: {p.flow}"
            """;

    /** Ten limits, two of each point. */
    static final String LIMITS = limits();

    /** One limit that has to be passed for a time. */
    static final String DWELL = """
            rule low for each Pump p
              when p.flow < 10 l/min for 20 s
              then alarm minor "{p}"
            """;

    private static final String[] POINTS = {"flow", "bearing", "pressure", "state", "speed"};
    private static final long START = 1_790_000_000_000L;
    private static final long EVERY_MILLIS = 10_000;
    private static final int VALUES = 4096;

    /** Counts what the rules do. */
    static final class Counted implements Effects {
        long count;

        @Override
        public void append(RecordType type, int flags, ByteWriter body) {
            count++;
        }

        @Override
        public void publish(Message message) {
            count++;
        }
    }

    final Counted effects = new Counted();
    Engine engine;
    private final DeviceRegistry registry = new DeviceRegistry();
    private final Device[] devices;
    private final Value[][] values = new Value[POINTS.length][VALUES];
    private long sequence;
    private long ticked = START;
    private long sent;
    private int device;
    private int point;

    /**
     * @param calm true if one value in a thousand crosses a limit; else every second one does, but
     *     none for as long as its rule wants it
     */
    Plant(int pumps, boolean calm) {
        this(pumps, RULES);
        fill(calm);
    }

    /** Calm, with rules of its own. */
    static Plant calm(int pumps, String rules) {
        Plant plant = new Plant(pumps, rules);
        plant.fill(true);
        return plant;
    }

    private static String limits() {
        List<String> conditions = List.of(
                "flow < 10 l/min",
                "flow > 40 l/min",
                "bearing < 25 °C",
                "bearing > 100 °C",
                "pressure < 2 bar",
                "pressure > 8 bar",
                "speed < 750 rpm",
                "speed > 3000 rpm",
                "state is stopped",
                "state is fault");
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < conditions.size(); i++) {
            rules.append("rule limit").append(i).append(" for each Pump p when p.");
            rules.append(conditions.get(i)).append(" then alarm minor \"{p}\"\n");
        }
        return rules.toString();
    }

    /** A plant with rules of its own; what it reports is the same again and again. */
    Plant(int pumps, String rules) {
        DeviceFold fold = new DeviceFold(registry, Language::check);
        engine = new Engine(registry, effects, new Explanations(), new Alarms());
        engine.begin(START, false, true);
        ByteWriter body = new ByteWriter();
        new Declaration(List.of(new Source("plant.rules", TYPE + rules))).write(body);
        apply(fold, RecordType.DECLARATION, body);
        engine.declared(engine.turnOver(), Set.of(), true);
        devices = new Device[pumps];
        for (int i = 0; i < pumps; i++) {
            body.clear();
            new DeviceChange.Registered("pump" + i, "Pump", null, new TreeMap<>()).write(body);
            if (apply(fold, RecordType.DEVICE, body) instanceof Arrival.Registered registered) {
                devices[i] = registered.device();
                engine.registered(registered.device());
            }
        }
        Random random = new Random(42);
        for (int i = pumps - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Device moved = devices[i];
            devices[i] = devices[other];
            devices[other] = moved;
        }
        Arrays.fill(values[3], new Value.Text("running"));
        for (int point : new int[] {0, 1, 2, 4}) {
            Arrays.fill(values[point], new Value.Numeric(point));
        }
    }

    private void fill(boolean calm) {
        Random random = new Random(42);
        for (int i = 0; i < VALUES; i++) {
            boolean out = i % 1000 == 999;
            values[0][i] = number(calm ? out ? 4 : 20 : 6.5, calm ? 0.5 : 2.5, random);
            values[1][i] = number(calm ? out ? 75 : 50 : 70, calm ? 2 : 5, random);
            values[2][i] = number(calm ? out ? 8.5 : 4 : 8, calm ? 0.2 : 1, random);
            values[3][i] = new Value.Text(i % 1000 == 999 ? "stopped" : "running");
            values[4][i] = number(calm ? out ? 2850 : 1500 : 2800, calm ? 20 : 50, random);
        }
    }

    private static Value number(double middle, double span, Random random) {
        return new Value.Numeric(middle + (random.nextDouble() * 2 - 1) * span);
    }

    private Arrival apply(DeviceFold fold, RecordType type, ByteWriter body) {
        return fold.apply(new Rehearsal.Stored(++sequence, type, 0, START, body.toByteArray()));
    }

    DeviceRegistry registry() {
        return registry;
    }

    /** Lets go of the engine; nothing can be reported from here on. */
    void forgetEngine() {
        engine = new Engine(registry, effects, new Explanations(), new Alarms());
    }

    /** One reading of one pump. */
    void report() {
        long now = START + sent * EVERY_MILLIS / ((long) devices.length * POINTS.length);
        if (now - ticked >= 1_000) {
            ticked = now;
            engine.begin(now, false, true);
            engine.tick(now);
        }
        Device from = devices[device];
        Value value = values[point][(int) ((sent * 0x9E3779B97F4A7C15L) >>> 52)];
        Reading reading =
                new Reading(from.id(), POINTS[point], value, now, now, Quality.GOOD, sent++);
        engine.begin(now, false, true);
        engine.readings(from, List.of(reading), false);
        if (++device == devices.length) {
            device = 0;
            point = (point + 1) % POINTS.length;
        }
    }
}
