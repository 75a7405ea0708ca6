package io.signalbox.backtest;

import io.signalbox.broker.PublishRecord;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.effect.Cause;
import io.signalbox.effect.Outbox;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Language;
import io.signalbox.language.Source;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.rules.Decisions;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * The journal of a plant in which all goes by chance: pumps report, late, ahead and not at all, obey
 * or do not; the decisions lag behind, the hub crashes and loses what it decided last.
 */
final class RecordedPlant implements Outbox.Sink {
    static final long START = 1_790_000_000_000L;

    static final String RULES = """
            type Pump {
              state   : running | stopped   every 10 s
              flow    : l/min               every 2 s
              temp    : °C                  every 5 s
              guarded : boolean
              command : start | stop        writable confirm state
              speed   : rpm                 writable
            }
            rule dry for each Pump p  as protection
              when (p.state is running and p.flow < 5 l/min) for 4 s
              clear when p.flow > 8 l/min for 2 s or p.state is stopped
              then set p.command = stop  expires in 20 s  confirm within 3 s  retry 2 every 2 s
                     otherwise alarm critical "{p} does not stop"
                   alarm major "{p} runs dry at {p.flow}"
              on clear set p.command = start  expires in 5 s
            rule hot for each Pump p
              when avg(p.temp, 20 s) > 60 °C or p.temp rises above 90 °C
              clear when avg(p.temp, 20 s) < 50 °C
              then set p.speed = 600 rpm
                   alarm warning "{p}: {p.temp}"
            rule slow for each Pump p  as comfort
              when p.state becomes running not followed by p.flow > 5 l/min within 8 s
              then set p.speed = 300 rpm expires in 1 min
            rule quiet for each Pump p
              when p.flow silent for 6 s
              then alarm info "{p} is silent"
            rule strange for each Pump p
              when anomaly(p.flow) > 0.5 or forecast(p.temp, 1 h) > 200 °C
              then alarm minor "{p}: {p.flow} is unusual"
            interlock guard for each Pump p
              never p.command = start while p.guarded is not true or p.temp > 80 °C
              force p.command = stop
            """;

    private final Random random;
    private final List<Recorded> journal = new ArrayList<>();
    private final List<Recorded> decided = new ArrayList<>();
    private Decisions decisions = fresh();
    private byte[] snapshot = decisions.snapshot();
    private int snapshotAt;
    private int applied;
    private long wall = START;

    /** Whether other rules are declared, and not other words alone. */
    private final boolean changing;

    RecordedPlant(long seed) {
        this(seed, false);
    }

    RecordedPlant(long seed, boolean changing) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.changing = changing;
        decisions.caughtUp(0);
    }

    /** What was recorded, the decisions as they came. */
    List<Recorded> run(int steps) {
        put(RecordType.TICK, new ByteWriter());
        declare(RULES);
        for (int i = 0; i < 4; i++) {
            ByteWriter body = new ByteWriter();
            new DeviceChange.Registered("p" + i, "Pump", "hall", new TreeMap<>()).write(body);
            put(RecordType.DEVICE, body);
        }
        for (int i = 0; i < 70; i++) {
            pass(500);
            report("p0", "\"flow\":" + random.nextInt(9, 12), wall);
        }
        for (int i = 0; i < steps; i++) {
            step();
        }
        applyAll();
        return journal;
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0 -> restart(random.nextInt(4) == 0);
            case 1 -> {
                snapshot = decisions.snapshot();
                snapshotAt = applied;
            }
            case 2, 3, 4, 5, 6, 7 -> pass(500L * random.nextInt(1, 6));
            case 8 -> redeclare();
            default -> report("p" + random.nextInt(4));
        }
        apply(random.nextInt(6));
        if (random.nextInt(3) > 0) {
            handOver();
        }
    }

    private void pass(long millis) {
        for (long end = wall + millis; wall < end; ) {
            wall += 500;
            if (wall % 1_000 == 0) {
                put(RecordType.TICK, new ByteWriter());
            }
        }
    }

    private void declare(String rules) {
        ByteWriter body = new ByteWriter();
        new Declaration(List.of(new Source("plant.rules", rules))).write(body);
        put(RecordType.DECLARATION, body);
    }

    private void redeclare() {
        if (!changing) {
            declare(RULES + "# " + random.nextInt() + "\n");
            return;
        }
        String limit = "20 s) > " + random.nextInt(55, 70) + " °C";
        String rules = RULES.replace("20 s) > 60 °C", limit);
        if (random.nextBoolean()) {
            declare(rules);
        } else {
            declareAsBefore(rules);
        }
    }

    /** As versions wrote it in which a rule that changed began with nothing. */
    private void declareAsBefore(String rules) {
        ByteWriter before = new ByteWriter();
        before.varint(1).string("plant.rules").string(rules);
        put(RecordType.DECLARATION, before);
    }

    private void report(String device) {
        String value = switch (random.nextInt(4)) {
            case 0 -> "\"state\":\"" + (random.nextInt(3) > 0 ? "running" : "stopped") + '"';
            case 1 -> "\"temp\":" + random.nextInt(40, 110);
            case 2 -> "\"guarded\":" + (random.nextInt(4) > 0);
            default -> "\"flow\":" + random.nextInt(12);
        };
        long event = wall - (random.nextInt(6) == 0 ? random.nextInt(-3_000, 6_000) : 0);
        report(device, value, event);
    }

    private void report(String device, String value, long event) {
        byte[] payload = ("{\"ts\":" + event + ',' + value + '}').getBytes(StandardCharsets.UTF_8);
        Message message = new Message(
                "d/" + device + "/up/all",
                payload,
                Qos.AT_LEAST_ONCE,
                false,
                MessageProperties.NONE,
                device,
                wall);
        ByteWriter body = new ByteWriter();
        int flags = PublishRecord.write(body, null, new int[] {1, 2}, 2, message);
        journal.add(record(RecordType.PUBLISH, flags, body));
    }

    /** The hub stops, or crashes and loses the effects that it had not handed over. */
    private void restart(boolean crash) {
        if (!crash) {
            applyAll();
            snapshot = decisions.snapshot();
            snapshotAt = applied;
        }
        decided.clear();
        wall += random.nextInt(20) * 500L;
        decisions = fresh();
        decisions.restore(snapshot);
        applied = snapshotAt;
        int end = journal.size();
        while (applied < end) {
            decisions.apply(journal.get(applied++));
        }
        decisions.caughtUp(end);
        handOver();
    }

    private Decisions fresh() {
        return new Decisions(new Outbox(this), Language::check);
    }

    private void apply(int most) {
        for (int left = most; left > 0 && applied < journal.size(); left--) {
            decisions.apply(journal.get(applied++));
        }
    }

    private void applyAll() {
        do {
            handOver();
            apply(Integer.MAX_VALUE);
        } while (!decided.isEmpty());
    }

    private void handOver() {
        for (Recorded effect : decided) {
            journal.add(new Recorded(
                    journal.size() + 1L, effect.type(), effect.flags(), wall, effect.bytes()));
        }
        decided.clear();
    }

    private void put(RecordType type, ByteWriter body) {
        journal.add(record(type, 0, body));
    }

    private Recorded record(RecordType type, int flags, ByteWriter body) {
        return new Recorded(journal.size() + 1L, type, flags, wall, body.toByteArray());
    }

    @Override
    public void append(RecordType type, int flags, ByteWriter body) {
        decided.add(new Recorded(0, type, flags, wall, body.toByteArray()));
    }

    @Override
    public void publish(Message message, Cause cause) {
        ByteWriter body = new ByteWriter();
        int flags = PublishRecord.write(body, cause, new int[] {7}, 1, message);
        decided.add(new Recorded(0, RecordType.PUBLISH, flags, wall, body.toByteArray()));
    }
}
