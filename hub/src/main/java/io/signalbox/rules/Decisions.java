package io.signalbox.rules;

import io.signalbox.alarm.Alarm;
import io.signalbox.alarm.AlarmMessage;
import io.signalbox.alarm.Alarms;
import io.signalbox.alarm.Notices;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.command.CommandLedger;
import io.signalbox.command.CommandView;
import io.signalbox.device.Arrival;
import io.signalbox.device.Device;
import io.signalbox.device.DeviceFold;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.device.KeyedRequests;
import io.signalbox.effect.Outbox;
import io.signalbox.journal.Entry;
import io.signalbox.journal.Fold;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;
import io.signalbox.message.Reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything that decides, as one fold on one thread: for each record first the devices, then the
 * rules, then the commands.
 *
 * <p>It is a function of the records alone. The same journal gives the same effects, byte for byte,
 * whether it is replayed from its beginning or from any snapshot.
 *
 * <p>The fold's thread applies records under this object's lock, which it has to itself but for the
 * moments in which somebody asks {@link #why} or {@link #alarms}.
 */
public final class Decisions implements Fold {
    private static final int SNAPSHOT_VERSION = 6;

    /**
     * Of versions that numbered activations anew for a device that came back, knew no keys, and in
     * which rules that settle did not know where devices stood in their time.
     */
    private static final int LAST_SNAPSHOT_VERSION = 5;

    /** Of versions in which rules could neither wait nor tell anybody anything. */
    private static final int OLDER_SNAPSHOT_VERSION = 4;

    /** Of versions that had no shelves for alarms and told nobody of them. */
    private static final int OLD_SNAPSHOT_VERSION = 3;

    private final Outbox outbox;
    private final DeviceRegistry registry = new DeviceRegistry();
    private final DeviceFold devices;
    private final Explanations explanations = new Explanations();
    private final Alarms alarms = new Alarms();
    private final Notices notices;
    private final Engine engine;
    private final Settling settling;
    private final CommandLedger ledger;
    private final KeyedRequests requests = new KeyedRequests();

    /** Decisions of which nobody is told. */
    public Decisions(Outbox outbox, Function<List<Source>, Checked> check) {
        this(outbox, check, Notices.Terms.NOBODY);
    }

    /**
     * @param outbox where the effects go; it turns to each record here, and goes live when the
     *     replay has caught up
     * @param check reads declarations
     * @param terms who is told of alarms
     */
    public Decisions(Outbox outbox, Function<List<Source>, Checked> check, Notices.Terms terms) {
        this.outbox = outbox;
        this.devices = new DeviceFold(registry, check);
        this.engine = new Engine(registry, outbox, explanations, alarms);
        this.settling = new Settling(registry, outbox, explanations, alarms, engine);
        this.ledger =
                new CommandLedger(registry, outbox, engine.vetoes(), settling, engine.ahead());
        this.notices = new Notices(terms, this::placeOf);
    }

    /** Other records do not exist here: not even time passes by them. */
    @Override
    public int concern() {
        return devices.concern();
    }

    @Override
    public synchronized void apply(Entry entry) {
        if ((entry.concerns() & concern()) == 0) {
            return;
        }
        begin(entry);
        apply(entry, devices.apply(entry));
    }

    /** Takes readings as they were judged when their record came, in place of that record. */
    public synchronized void apply(Entry entry, List<Reading> readings) {
        begin(entry);
        apply(entry, devices.told(entry, readings));
    }

    private void begin(Entry entry) {
        outbox.turnTo(entry);
        engine.ahead().begin();
        engine.begin(entry.timeMillis(), isCaused(entry), outbox.mayAct());
        settling.begin(entry.timeMillis(), outbox.mayAct());
    }

    private static boolean isCaused(Entry entry) {
        return (entry.flags() & Entry.CAUSED) != 0;
    }

    private void apply(Entry entry, Arrival arrival) {
        switch (entry.type()) {
            case TICK -> {
                engine.tick(entry.timeMillis());
                settling.tick(entry.timeMillis());
                engine.retired().forgetBefore(entry.timeMillis());
                requests.tick(entry.timeMillis());
                alarms.tick(entry.timeMillis()).forEach(alarm -> tell(alarm, entry.timeMillis()));
                notices.tick(entry, alarms);
            }
            case TRACE -> explanations.add(Trace.read(entry));
            case ALARM -> alarms.apply(entry).ifPresent(alarm -> tell(alarm, entry.timeMillis()));
            case NOTICE -> notices.apply(entry);
            case TELL -> notices.tell(entry);
            case KEY -> requests.apply(entry);
            case PUBLISH, DEVICE, DECLARATION -> arrived(arrival, isCaused(entry));
            case FILTER,
                    SESSION,
                    SUBSCRIPTION,
                    CURSOR,
                    CLAIM,
                    COMMAND,
                    EXCHANGE,
                    GIVEN,
                    LEASE,
                    IMPORT -> {}
        }
        ledger.apply(entry, arrival, engine.now());
    }

    private void tell(Alarm alarm, long atMillis) {
        outbox.publish(AlarmMessage.of(alarm, alarms, atMillis));
        notices.changed(alarm);
    }

    /** Where an alarm is: the device's place, or the place that has it. */
    private String placeOf(String subject) {
        if (engine.book().isPlace(subject)) {
            return subject;
        }
        return registry.find(subject).flatMap(Device::place).orElse("");
    }

    private void arrived(Arrival arrival, boolean caused) {
        switch (arrival) {
            case Arrival.Readings told -> {
                engine.readings(told.device(), told.heard(), caused);
                settling.readings(told.heard());
            }
            case Arrival.Happened it ->
                engine.happened(it.device(), it.event(), it.atMillis(), caused);
            case Arrival.Registered registered -> {
                engine.registered(registered.device());
                settling.registered(registered.device());
            }
            case Arrival.Removed removed -> {
                engine.removed(removed.device());
                settling.removed(removed.device());
            }
            case Arrival.Declared declared -> settling.declared(declared.factsGoOn());
            case Arrival.Paced paced -> {
                engine.pace(paced.activationsPerMinute());
                settling.pace(paced.activationsPerMinute());
            }
            case Arrival.Answer answer -> {}
            case Arrival.Nothing nothing -> {}
        }
    }

    @Override
    public synchronized void caughtUp(long throughSequence) {
        outbox.goLive();
        notices.goLive();
    }

    /** The devices and what is declared; its views may be taken by any thread. */
    public DeviceRegistry registry() {
        return registry;
    }

    /** The commands; its views may be taken by any thread. */
    public CommandLedger ledger() {
        return ledger;
    }

    /** How often a rule may become active for one device within a minute; 0 if as often as it likes. */
    public synchronized int activationsPerMinute() {
        return engine.pauses().most();
    }

    /** How many instances of rules are paused, because they became active too often. */
    public synchronized int paused() {
        return engine.pauses().named();
    }

    /** The requests that came with a key; may be asked by any thread. */
    public KeyedRequests requests() {
        return requests;
    }

    public DecisionCounters counters() {
        return engine.counters();
    }

    /** Effects that a replay did not make again, or made otherwise; 0 unless something is wrong. */
    public synchronized long diverged() {
        return outbox.diverged();
    }

    /** All alarms, active and lately cleared ones, in the order in which they were raised last. */
    public synchronized List<Alarm> alarms() {
        return alarms.all();
    }

    /** How many alarms are active, shelved ones among them. */
    public synchronized int activeAlarms() {
        return alarms.active();
    }

    /** How many alarms are shelved. */
    public synchronized int shelvedAlarms() {
        return alarms.shelved();
    }

    /** Who is told of alarms; may be asked by any thread. */
    public Notices notices() {
        return notices;
    }

    /** Why a rule or interlock did what it did to a device, or why it did not. */
    public synchronized Why why(String rule, String device) {
        Engine engine = settling.engineOf(rule);
        Optional<String> reason = Absence.of(engine, registry, rule, device);
        Instances of = engine.book().instances(rule);
        if (reason.isPresent() || of == null) {
            return new Why.Unknown(reason.orElse(""));
        }
        int row = engine.row(of, device);
        List<Why.Decision> decisions = new ArrayList<>();
        for (Trace trace : explanations.of(rule, device)) {
            decisions.add(new Why.Decision(trace, commands(trace)));
        }
        return new Why.Explained(
                rule,
                of.rule().title(),
                device,
                of.active(row),
                engine.observe(of, row),
                engine.pending(of, row),
                decisions);
    }

    /** What stands in the way of a rule on a device now, the closest first. */
    public synchronized WhyNot whyNot(String rule, String device) {
        Engine engine = settling.engineOf(rule);
        Optional<String> reason = Absence.of(engine, registry, rule, device);
        Instances of = engine.book().instances(rule);
        if (reason.isPresent() || of == null) {
            return new WhyNot.Unknown(reason.orElse(""));
        }
        int row = engine.row(of, device);
        List<Hindrance> hindrances = new ArrayList<>(engine.hindrances(of, row));
        hindrances.sort(Comparator.comparingDouble(Hindrance::farness));
        return new WhyNot.Waits(rule, device, of.active(row), engine.now(), hindrances);
    }

    /** Notes how the conditions of all rules stand now. */
    synchronized void look(Coverage coverage) {
        Moment moment = engine.instant();
        for (Instances of : engine.book().instances()) {
            coverage.know(of);
            of.table().forEachRow(row -> coverage.look(of, row, moment));
        }
    }

    private List<CommandView> commands(Trace trace) {
        List<CommandView> commands = new ArrayList<>();
        for (Trace.Done done : trace.actions()) {
            if (!done.commandId().isEmpty()) {
                String device = done.device().isEmpty() ? trace.device() : done.device();
                commands.addAll(ledger.ofClaim(device, done.commandId()));
            }
        }
        return commands;
    }

    /** The whole state between two records, to be kept with the sequence of the last one. */
    public synchronized byte[] snapshot() {
        ByteWriter out = new ByteWriter(1 << 16);
        out.u8(SNAPSHOT_VERSION);
        outbox.snapshot(out);
        devices.snapshot(out);
        engine.snapshot(out);
        engine.snapshotPauses(out);
        ledger.snapshot(out);
        alarms.snapshot(out);
        explanations.snapshot(out);
        notices.snapshot(out);
        settling.snapshot(out);
        engine.retired().snapshot(out);
        requests.snapshot(out);
        return out.toByteArray();
    }

    /**
     * Takes up what {@link #snapshot} gave, before the first record.
     *
     * @throws MalformedBytes if these bytes are not that, or of a version that gives another
     *     meaning to the declared rules: then the journal is replayed from its beginning, by a new
     *     object
     */
    public synchronized void restore(byte[] state) {
        ByteReader in = new ByteReader(state);
        int version = in.u8();
        if (version < OLD_SNAPSHOT_VERSION || version > SNAPSHOT_VERSION) {
            throw new MalformedBytes("expected a snapshot of decisions of version "
                    + SNAPSHOT_VERSION + ", found " + version);
        }
        outbox.restore(in);
        devices.restore(in);
        engine.restore(in);
        if (version >= LAST_SNAPSHOT_VERSION) {
            engine.restorePauses(in);
        }
        ledger.restore(in);
        if (version == OLD_SNAPSHOT_VERSION) {
            alarms.restoreOld(in);
            explanations.restore(in);
        } else {
            alarms.restore(in);
            explanations.restore(in);
            if (version == OLDER_SNAPSHOT_VERSION) {
                notices.restoreOld(in);
            } else {
                notices.restore(in);
                settling.restore(in, version > LAST_SNAPSHOT_VERSION);
            }
        }
        if (version == SNAPSHOT_VERSION) {
            engine.retired().restore(in);
            requests.restore(in);
        }
    }
}
