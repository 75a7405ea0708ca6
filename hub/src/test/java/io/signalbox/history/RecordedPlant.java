package io.signalbox.history;

import io.signalbox.alarm.AlarmChange;
import io.signalbox.alarm.AlarmKey;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.command.CommandChange;
import io.signalbox.command.CommandState;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Durability;
import io.signalbox.journal.Entry;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.Needs;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.journal.Snapshots;
import io.signalbox.language.Checked;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Position;
import io.signalbox.language.Program;
import io.signalbox.language.Severity;
import io.signalbox.language.Source;
import io.signalbox.language.Unit;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;
import io.signalbox.time.ManualClock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A data folder whose journal tests fill, one second a record, and the means to read it. */
final class RecordedPlant implements AutoCloseable {
    static final long START = 1_750_000_000_000L;

    private static final JournalConfig CONFIG =
            new JournalConfig(Durability.NONE, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 0, 0);

    final ManualClock clock = new ManualClock(START);
    final Snapshots snapshots;
    Journal journal;
    private final Path folder;

    RecordedPlant(Path folder) throws IOException {
        this.folder = folder;
        this.journal = Journal.open(new FileDisk(folder.resolve("journal")), CONFIG, clock);
        this.snapshots = new Snapshots(new FileDisk(folder.resolve("snapshots")));
    }

    /** What a new start of the hub finds. */
    void reopen() throws IOException {
        journal.close();
        journal = Journal.open(new FileDisk(folder.resolve("journal")), CONFIG, clock);
    }

    Path history() {
        return folder.resolve("history");
    }

    HistoryConfig config() {
        return new HistoryConfig(history(), 64 << 20, Duration.ofDays(2));
    }

    History start() {
        return History.start(config(), journal, snapshots, RecordedPlant::check, clock);
    }

    /** Declares the type {@code pump}, whose flow is at most 10, and registers a device of it. */
    void declarePump(String id) {
        ByteWriter body = new ByteWriter();
        new Declaration(List.of(new Source("pump.rules", "pump"))).write(body);
        append(RecordType.DECLARATION, 0, body);
        body.clear();
        new DeviceChange.Registered(id, "pump", null, new TreeMap<>()).write(body);
        append(RecordType.DEVICE, 0, body);
    }

    /** The record of a message with quality of service 1 that matched no filter. */
    long publish(String topic, String payload) {
        ByteWriter body = new ByteWriter();
        body.varint(0).string("test").string(topic);
        body.bytes(payload.getBytes(StandardCharsets.UTF_8));
        return append(RecordType.PUBLISH, 1, body);
    }

    /** The same for more of them in one moment. */
    void publishAtOnce(String topic, String... payloads) {
        clock.advance(1000);
        RecordBatch batch = new RecordBatch();
        for (String payload : payloads) {
            ByteWriter body = new ByteWriter();
            body.varint(0).string("test").string(topic);
            body.bytes(payload.getBytes(StandardCharsets.UTF_8));
            batch.add(RecordType.PUBLISH, 1, clock.millis(), body);
        }
        journal.append(batch);
    }

    /** The record of an import: so many readings, a millisecond apart. */
    long importOf(String device, String point, int count) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readings.add(new Reading(
                    device, point, new Value.Numeric(i), START + i, START, Quality.GOOD, 0));
        }
        ByteWriter body = new ByteWriter();
        ImportRecord.write(body, readings);
        return append(RecordType.IMPORT, 0, body);
    }

    /** A record of a command of the device, whose name is its id, to run at the speed 30. */
    long command(String device, CommandState state, int attempt, String reason) {
        ByteWriter body = new ByteWriter();
        new Cause(1, 0, 1).write(body);
        Value speed = new Value.Numeric(30);
        new CommandChange(
                        "c-" + device,
                        "c-" + device,
                        device,
                        "speed",
                        speed,
                        state,
                        attempt,
                        reason,
                        "rule:slow")
                .write(body);
        return append(RecordType.COMMAND, Entry.CAUSED, body);
    }

    /** A record of what rules do, and what people do. */
    long alarm(AlarmChange change) {
        ByteWriter body = new ByteWriter();
        change.write(body);
        return append(RecordType.ALARM, 0, body);
    }

    /** The life of an alarm of the rule {@code hot}: five records. */
    void alarmStory(String device) {
        AlarmKey key = new AlarmKey("hot", device, 0);
        alarm(new AlarmChange.Raised(key, START, 1, Severity.MAJOR, "81 °C\tat " + device));
        alarm(new AlarmChange.Shelved(key, START, START + 60_000, "ada", "new bearing"));
        alarm(new AlarmChange.Unshelved(key, START, "ada"));
        alarm(new AlarmChange.Acknowledged(key, START, 1, "bob", ""));
        alarm(new AlarmChange.Cleared(key, START));
    }

    long tick() {
        return append(RecordType.TICK, 0, new ByteWriter());
    }

    /** The journal goes on in its next file and lets go of the first; the first record that is left. */
    long forgetTheOldest() {
        while (!journal.hasSegmentBefore(journal.committed())) {
            publish("elsewhere", "x".repeat(100_000));
        }
        journal.release(journal.committed(), new Needs());
        return journal.firstSequence();
    }

    private long append(RecordType type, int flags, ByteWriter body) {
        clock.advance(1000);
        RecordBatch batch = new RecordBatch();
        batch.add(type, flags, clock.millis(), body);
        return journal.append(batch);
    }

    /** Understands one word alone: pump. */
    static Checked check(List<Source> sources) {
        if (sources.isEmpty()) {
            return new Checked(Optional.of(Program.EMPTY), List.of());
        }
        Point flow =
                new Point(0, "flow", new PointKind.Quantity(Unit.ONE, 0, 10), 0, false, "flow");
        DeviceType pump = new DeviceType(
                "pump", "pump", "", List.of(flow), "pump", "0", new Position("pump.rules", 1, 1));
        return new Checked(
                Optional.of(new Program(
                        List.of(pump), List.of(), List.of(), List.of(), List.of(), sources)),
                List.of());
    }

    @Override
    public void close() {
        journal.close();
    }
}
