package io.signalbox.command;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Arrival;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.device.DeviceFold;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.effect.Cause;
import io.signalbox.effect.Outbox;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Language;
import io.signalbox.language.Source;
import io.signalbox.message.Message;
import io.signalbox.message.Value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A journal in memory with the devices' fold, the ledger and the real outbox behind it. */
final class Plant {
    /** A record as it stands in the journal. */
    record Stored(long sequence, RecordType type, int flags, long timeMillis, String hex)
            implements Entry {
        @Override
        public ByteReader body() {
            return new ByteReader(HexFormat.of().parseHex(hex));
        }

        boolean caused() {
            return (flags & Entry.CAUSED) != 0;
        }
    }

    private static final Source TYPES = new Source("pump.rules", """
            type Pump {
              state   : running | stopped
              command : start | stop   writable    confirm state
              speed   : %   min 0 %   max 100 %   writable
            }
            """);

    final List<Stored> journal = new ArrayList<>();
    final DeviceRegistry registry = new DeviceRegistry();
    final DeviceFold devices = new DeviceFold(registry, Language::check);
    final List<String> inVain = new ArrayList<>();
    Optional<String> veto = Optional.empty();

    /** What rules make of the record at hand; whoever adds to it writes it behind that record. */
    final ClaimsAhead ahead = new ClaimsAhead();

    final Outbox outbox = new Outbox(new Outbox.Sink() {
        @Override
        public void append(RecordType type, int flags, ByteWriter body) {
            Plant.this.append(type, flags, body);
        }

        @Override
        public void publish(Message message, Cause cause) {
            ByteWriter body = new ByteWriter();
            cause.write(body);
            message(body, message.topic(), message.payload());
            Plant.this.append(RecordType.PUBLISH, Entry.CAUSED | 1, body);
        }
    });

    final CommandLedger ledger = new CommandLedger(
            registry,
            outbox,
            (device, point, value) -> veto.isPresent()
                    ? new Interlocks.Verdict.Vetoed("dry", veto.get())
                    : new Interlocks.Verdict.Allowed(),
            (claim, fate, reason) -> inVain.add(claim.id() + " " + fate.id() + ": " + reason),
            ahead);

    private int applied;
    private long nowMillis;

    private static ByteWriter message(ByteWriter body, String topic, byte[] payload) {
        return body.varint(0).string("p1").string(topic).bytes(payload);
    }

    /** A plant that acts, with the pump p1 in it. */
    static Plant live() {
        Plant plant = new Plant();
        plant.outbox.goLive();
        plant.declare();
        plant.register("p1");
        return plant;
    }

    void declare() {
        ByteWriter body = new ByteWriter();
        new Declaration(List.of(TYPES)).write(body);
        input(RecordType.DECLARATION, body);
    }

    void register(String id) {
        ByteWriter body = new ByteWriter();
        new DeviceChange.Registered(id, "Pump", "hall3", new TreeMap<>()).write(body);
        input(RecordType.DEVICE, body);
    }

    void remove(String id) {
        ByteWriter body = new ByteWriter();
        new DeviceChange.Removed(id).write(body);
        input(RecordType.DEVICE, body);
    }

    void tickAt(long millis) {
        nowMillis = millis;
        input(RecordType.TICK, new ByteWriter());
    }

    void publish(String topic, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        input(RecordType.PUBLISH, message(new ByteWriter(), topic, bytes));
    }

    void claim(Claim claim) {
        change(new ClaimChange.Made(claim));
    }

    void release(String claimId) {
        change(new ClaimChange.Released("p1", claimId, "cleared"));
    }

    void change(ClaimChange change) {
        ByteWriter body = new ByteWriter();
        change.write(body);
        input(RecordType.CLAIM, body);
    }

    /** A rule changes a claim because of the last record. */
    void decided(ClaimChange change) {
        ByteWriter body = new ByteWriter();
        change.write(body);
        outbox.append(RecordType.CLAIM, 0, body);
        run();
    }

    private void input(RecordType type, ByteWriter body) {
        append(type, 0, body);
        run();
    }

    private void append(RecordType type, int flags, ByteWriter body) {
        String hex = HexFormat.of().formatHex(body.toByteArray());
        journal.add(new Stored(journal.size() + 1, type, flags, nowMillis, hex));
    }

    /** Applies everything that stands in the journal, and what comes of it. */
    void run() {
        while (applied < journal.size()) {
            step();
        }
    }

    void step() {
        Stored entry = journal.get(applied++);
        nowMillis = entry.timeMillis();
        outbox.turnTo(entry);
        Arrival arrival = devices.apply(entry);
        ledger.apply(entry, arrival, nowMillis);
    }

    byte[] snapshot() {
        ByteWriter out = new ByteWriter();
        out.varint(applied).zigzag(nowMillis);
        devices.snapshot(out);
        ledger.snapshot(out);
        outbox.snapshot(out);
        return out.toByteArray();
    }

    void restore(byte[] snapshot) {
        ByteReader in = new ByteReader(snapshot);
        applied = in.count();
        nowMillis = in.zigzag();
        devices.restore(in);
        ledger.restore(in);
        outbox.restore(in);
    }

    /** What the devices were told, as {@code topic payload}. */
    List<String> told() {
        List<String> told = new ArrayList<>();
        for (Stored entry : journal) {
            if (entry.type() == RecordType.PUBLISH && entry.caused()) {
                ByteReader body = entry.body();
                Cause.read(body);
                body.varint();
                body.string();
                String topic = body.string();
                byte[] payload = body.bytes(body.remaining());
                told.add(topic + " " + new String(payload, StandardCharsets.UTF_8));
            }
        }
        return told;
    }

    /** The states that a command entered, as {@code sent@12000}. */
    List<String> states(String id) {
        return ledger.command("p1", id).orElseThrow().steps().stream()
                .map(step -> step.state().id() + "@" + step.timeMillis())
                .toList();
    }

    static Claim stop(String id, long leaseEndMillis, Claim.Proof proof) {
        return new Claim(
                id,
                "p1",
                "command",
                new Value.Text("stop"),
                new Claim.Rank(5, 0),
                leaseEndMillis,
                new Claim.Origin("pump_dry", "v1", "p1", 1, 0),
                proof);
    }

    /** A claim of a person at the level of people, else of the rule on the pump. */
    static Claim speed(String id, double value, int level, String by, long leaseEndMillis) {
        Claim.Origin origin = level == 8
                ? Claim.Origin.person(by)
                : new Claim.Origin(by, "v1", "p1", 1, Claim.Origin.NOTHING);
        return speed(id, value, level, origin, leaseEndMillis);
    }

    static Claim speed(
            String id, double value, int level, Claim.Origin origin, long leaseEndMillis) {
        return new Claim(
                id,
                "p1",
                "speed",
                new Value.Numeric(value),
                new Claim.Rank(level, 0),
                leaseEndMillis,
                origin,
                Claim.Proof.NONE);
    }
}
