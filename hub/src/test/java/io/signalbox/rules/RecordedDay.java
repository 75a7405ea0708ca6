package io.signalbox.rules;

import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.journal.Entry;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What the journal of a small plant has after some hours, with rules of all that the language has:
 * a reading in most seconds, late ones, events, silence, devices that obey now and then, restarts.
 */
public final class RecordedDay {
    private static final String RULES = """
            place Room in Hall
            zone "Europe/Berlin"
            type Machine in Room {
              x    : number   every 2 s
              y    : number   every 2 s
              s    : a | b | c
              held : boolean
              at   : position
              out  : a | b    writable  confirm s
              rate : rpm      writable  min 0 rpm  max 100 rpm
              event worn
            }
            type Pir in Room {
              motion : on | off  every 5 s
              lux    : number
            }
            area spot circle 1, 1 radius 100 km
            schedule shift {
              mon..fri  08:00..12:00, 13:00..17:00
              sat, sun  01:30..03:15
            }
            signal gap for each Machine m = m.x - m.y
            rule high for each Machine m  as protection  repeat every 10 min
              when m.x > 2 for 20 s
              clear when m.x < 1 for 5 s
              then set m.out = a expires in 15 min confirm within 5 s retry 2 every 5 s
                     otherwise alarm critical "{m} does not obey"
                   alarm major "{m}: {m.x}, {avg(m.y, 1 h)}"
                   after 5 min unless acknowledged: notify lead "{m.gap}"
                   after 30 min unless m.s is a: emit worn
              on clear after 2 min: publish "plant/{m}" "{m.x}"
            rule working for each Machine m  as comfort
              when time in shift and m.y > 0
              then set m.out = b expires in 2 h
              on clear set m.out = a expires in 1 min
            rule nobody for each Room r
              when no Pir in r has (motion is on) for 10 min
              then set Machine.rate in r = 5 rpm expires in 1 h
                   alarm info "{r}: {Pir}, {sum(Machine.x in r)}"
            rule billed for each Machine m  settle 30 s
              when m.x > 1 followed by m.y < 0 within 1 min
              then alarm minor "{m}"
            rule tired for each Machine m
              when avg(m.x, 6 h) > 1.6 or time_in(m.s is a, 12 h) > 3 h or p95(m.y, 1 h) > 3
              then emit worn "{p95(m.y, 1 h)}"
            rule seen for each Machine m
              when any Pir in m has (motion is on) and m emits worn
              then publish "seen/{m}" "{m.x}" retained
            rule strange for each Machine m
              when anomaly(m.x) > 0.9 or forecast(m.y, 1 h) > 2.2
              then alarm warning "{m}: {anomaly(m.x)}"
            rule moved for each Machine m
              when m.at enters spot and time in 22:00..06:00
              then notify everybody
            interlock guard for each Machine m
              never m.out = a while m.held is not false or any Pir in m has (lux > 3)
              force m.out = b
            """;

    private static final Map<String, String> DEVICES =
            new TreeMap<>(Map.of("m1", "r1", "m2", "r1", "m3", "r2", "p1", "r1", "p2", "r2"));

    private static final List<String> NUMBERS =
            List.of("0", "1", "1.25", "1.5", "1.75", "2", "2.5", "3", "4", "-1");

    private final Random random;
    private final Rehearsal plant;
    private long millis;

    private RecordedDay(Instant start, long seed) {
        this.random = new Random(seed);
        this.millis = start.toEpochMilli();
        this.plant = new Rehearsal(Language::check, millis);
    }

    /** The journal from then on; the same seed makes the same one. */
    public static List<? extends Entry> from(Instant start, int hours, long seed) {
        RecordedDay day = new RecordedDay(start, seed);
        day.run(hours);
        return day.plant.journal();
    }

    private void run(int hours) {
        plant.tick();
        plant.declare(new Declaration(List.of(new Source("plant.rules", RULES))));
        DEVICES.forEach((device, room) -> plant.device(new DeviceChange.Registered(
                device,
                device.startsWith("m") ? "Machine" : "Pir",
                "hall/" + room,
                new TreeMap<>())));
        for (int second = 0; second < hours * 3_600; second++) {
            millis += 1_000;
            plant.moveTo(millis);
            plant.tick();
            if (random.nextInt(4_000) == 0) {
                plant.restart();
            }
            if (random.nextInt(3) > 0) {
                report(second);
            }
        }
    }

    private void report(int second) {
        String device = random.nextInt(5) > 0
                ? "m" + (1 + random.nextInt(3))
                : "p" + (1 + random.nextInt(2));
        boolean silent = device.equals("m3") && second % 7_200 < 3_600;
        if (silent) {
            return;
        }
        if (device.startsWith("m") && random.nextInt(300) == 0) {
            publish(device, "event/worn", "{}");
            return;
        }
        long at = millis - (random.nextInt(10) == 0 ? random.nextInt(20_000) : 0);
        publish(device, "up/all", "{\"ts\":" + at + "," + value(device) + "}");
    }

    private String value(String device) {
        if (device.startsWith("p")) {
            return random.nextBoolean()
                    ? "\"motion\":\"" + (random.nextInt(50) == 0 ? "on" : "off") + '"'
                    : "\"lux\":" + number();
        }
        return switch (random.nextInt(8)) {
            case 0 -> "\"s\":\"" + "abc".charAt(random.nextInt(3)) + '"';
            case 1 -> "\"held\":" + (random.nextInt(5) == 0);
            case 2 ->
                "\"at\":{\"lat\":" + random.nextInt(3) + ",\"lon\":" + random.nextInt(3) + "}";
            case 3, 4 -> "\"y\":" + number();
            default -> "\"x\":" + number();
        };
    }

    private String number() {
        return NUMBERS.get(random.nextInt(NUMBERS.size()));
    }

    private void publish(String device, String topic, String payload) {
        plant.publish(
                "d/" + device + "/" + topic, payload.getBytes(StandardCharsets.UTF_8), device);
    }
}
