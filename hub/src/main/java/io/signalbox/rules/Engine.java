package io.signalbox.rules;

import io.signalbox.alarm.Alarms;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.command.ClaimsAhead;
import io.signalbox.command.Fates;
import io.signalbox.command.Interlocks;
import io.signalbox.device.Device;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.effect.Effects;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;

import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Decides what is true of each device and lets follow what its rules say. Belongs to the fold's
 * thread; reads no clock and no chance.
 *
 * <p>Nothing triggers a rule. An instance is evaluated when a sample of a point comes that can
 * change what its conditions say ({@link Watch}), and when one of them may have changed by the
 * passing of time; no others are instants at which its truth can change, so the outcome is as if it
 * were evaluated always (the tests hold it against an evaluator that does just that). Time passes before a sample is
 * taken: what was due until then is decided first, instant by instant, in the order of the rules.
 *
 * <p>An instance becomes active when {@code when} is true and idle when {@code clear when} is;
 * without the latter, when {@code when} is false. Unknown does neither. While {@code clear when} is
 * true too, the rule does not become active: it would flap.
 *
 * <p>Longer than 400 lines because all that changes the one state of a shard stands together.
 */
final class Engine {
    private final DeviceRegistry registry;
    private final Consequences consequences;
    private final PlantTime time = new PlantTime();
    private final Moment moment = new Moment();
    private final Seats seats = new Seats();
    private final Agenda agenda = new Agenda();
    private final Census census;
    private final DecisionCounters counters;
    private final RetiredNumbers retired;
    private final ClaimsAhead ahead;
    private final Pauses pauses = new Pauses();

    /** Indices of the points that the record at hand tells of. */
    private final BitSet told = new BitSet();

    /** Those of them that may have changed what conditions say. */
    private final BitSet moved = new BitSet();

    /** It decides so much later than at once, and in a time that is so much behind. */
    private final long lagMillis;

    private Rulebook book = Rulebook.EMPTY;

    Engine(DeviceRegistry registry, Effects effects, Explanations explanations, Alarms alarms) {
        this(
                registry,
                effects,
                explanations,
                alarms,
                new DecisionCounters(),
                new RetiredNumbers(),
                new ClaimsAhead(),
                0,
                Address.PRESENT);
    }

    Engine(
            DeviceRegistry registry,
            Effects effects,
            Explanations explanations,
            Alarms alarms,
            DecisionCounters counters,
            RetiredNumbers retired,
            ClaimsAhead ahead,
            long lagMillis,
            Address address) {
        this.registry = registry;
        this.counters = counters;
        this.retired = retired;
        this.ahead = ahead;
        this.lagMillis = lagMillis;
        this.consequences = new Consequences(
                effects, explanations, alarms, counters, pauses, retired, ahead, lagMillis);
        this.census = new Census(agenda, consequences, time, address);
    }

    DecisionCounters counters() {
        return counters;
    }

    RetiredNumbers retired() {
        return retired;
    }

    /** What changes claims because of the record at hand. */
    ClaimsAhead ahead() {
        return ahead;
    }

    /** What the interlocks forbid. */
    Interlocks vetoes() {
        return new Vetoes(registry, seats);
    }

    /** What is done when a command is in vain. */
    Fates fates() {
        return new Otherwise(registry, seats, this::book, consequences, time);
    }

    /** The plant's time. */
    long now() {
        return time.now();
    }

    /** From here on a rule may become active so often for one device; 0 for any number. */
    void pace(int activationsPerMinute) {
        pauses.limit(activationsPerMinute);
    }

    Pauses pauses() {
        return pauses;
    }

    Rulebook book() {
        return book;
    }

    /**
     * Turns to a record.
     *
     * @param caused true if a fold made the record: time passes by what comes from outside alone
     * @param mayAct false if too many effects in a row led to the record
     */
    void begin(long recordMillis, boolean caused, boolean mayAct) {
        consequences.allow(mayAct);
        time.begin(recordMillis);
        if (!caused && time.isTickOverdue(recordMillis)) {
            tick(recordMillis);
        }
    }

    /** Lets time pass up to an instant at which something comes from outside. */
    void pass(long millis) {
        advance(time.atSample(millis));
    }

    void tick(long millis) {
        if (time.tick(millis)) {
            census.doubtSilence(book);
        }
        advance(millis);
        consequences.resume(time.now());
    }

    /**
     * Takes the readings of one record, all at once.
     *
     * @param caused true if a rule published them: then they are of the present instant
     */
    void readings(Device device, List<Reading> readings, boolean caused) {
        if (!caused) {
            long to = time.now();
            for (Reading reading : readings) {
                to = Math.max(to, time.atSample(reading.eventMillis()));
            }
            advance(to);
        }
        TypeRules rules = seats.rules(device.ordinal());
        if (rules == null) {
            return;
        }
        int row = seats.row(device.ordinal());
        if (readings.size() == 1) {
            reading(rules, row, readings.getFirst());
        } else {
            readings(rules, row, readings);
        }
        evaluateNoted();
    }

    private void reading(TypeRules rules, int row, Reading reading) {
        Column column = rules.table().column(reading.point());
        if (column != null) {
            boolean moves = take(rules, column, row, reading);
            int point = column.point().index();
            census.look(rules, row, point, moves);
            for (Instances of : moves ? rules.readers(point) : rules.eager(point)) {
                evaluate(of, row);
            }
        }
    }

    private void readings(TypeRules rules, int row, List<Reading> readings) {
        told.clear();
        moved.clear();
        for (Reading reading : readings) {
            Column column = rules.table().column(reading.point());
            if (column != null) {
                told.set(column.point().index());
                if (take(rules, column, row, reading)) {
                    moved.set(column.point().index());
                }
            }
        }
        census.look(rules, row, told, moved);
        for (Instances of : rules.all()) {
            if (of.points().intersects(moved) || of.each().intersects(told)) {
                evaluate(of, row);
            }
        }
    }

    /**
     * Something happened to a device.
     *
     * @param caused true if a rule says so: then it happens in the present instant
     */
    void happened(Device device, String event, long atMillis, boolean caused) {
        TypeRules rules = seats.rules(device.ordinal());
        if (rules == null || !rules.awaits(event)) {
            return;
        }
        if (!caused) {
            advance(time.atSample(atMillis));
        }
        int row = seats.row(device.ordinal());
        for (Lookout lookout : rules.lookersFor(event)) {
            lookout.events().forEach(awaited -> awaited.happened(event, row, time.now()));
            census.look(lookout, row);
        }
        for (Instances of : rules.listeners(event)) {
            of.happened(event, row, time.now());
            evaluate(of, row);
        }
        evaluateNoted();
    }

    /** Takes a sample; true if what conditions say of the point may have changed. */
    private boolean take(TypeRules rules, Column column, int row, Reading reading) {
        long now = time.now();
        if (reading.eventMillis() > now) {
            counters.aheadOne();
        }
        boolean good = reading.quality() == Quality.GOOD;
        long event = Math.min(reading.eventMillis(), now);
        int outcome = column.take(row, reading.value(), good, event, now);
        if (rules.represented() != null) {
            census.told(rules.represented(), row, reading, event, now);
        }
        if ((outcome & Column.LATE) != 0) {
            counters.lateOne();
        }
        if ((outcome & Column.MOVED) == 0) {
            return false;
        }
        if (column.expiry(row) > now) {
            agenda.wake(rules.freshness(), row, column.expiry(row));
        }
        return true;
    }

    /** Lets time pass and decides what is due on the way. */
    private void advance(long to) {
        for (long at = agenda.next(to); at != TimerWheel.NONE; at = agenda.next(to)) {
            time.moveTo(at);
            agenda.take(at);
            evaluateNoted();
        }
        time.moveTo(to);
    }

    /** Decides what is noted: first who is counted, then what rules make of it. */
    private void evaluateNoted() {
        if (agenda.isEmpty()) {
            return;
        }
        int count = agenda.sort(0);
        int i = 0;
        for (; i < count && agenda.rule(i) < 0; i++) {
            census.look(book.lookouts().get(~agenda.rule(i)), agenda.row(i));
        }
        count = i == 0 ? count : agenda.sort(i);
        for (; i < count; i++) {
            Instances of = book.instances().get(agenda.rule(i));
            if (of.table().used(agenda.row(i))) {
                evaluate(of, agenda.row(i));
            }
        }
        agenda.done();
    }

    private void evaluate(Instances of, int row) {
        moment.begin(time.now(), time.hearingSince());
        int when = of.when(row, moment);
        int clear = of.clear(row, moment, when);
        of.settings().look(row, moment);
        agenda.wake(of, row, moment.wakeAt());
        if (of.active(row)) {
            if (clear == Kleene.TRUE) {
                consequences.clear(of, row, moment);
            }
        } else if (when == Kleene.TRUE
                && clear != Kleene.TRUE
                && !consequences.activate(of, row, moment)) {
            agenda.wake(of, row, pauses.end());
        }
        if (!of.delays().none()) {
            long due = consequences.doDelayed(of, row, moment, time.lastTick());
            agenda.wake(of, row, due);
        }
    }

    /** Sets the timer alone: nothing has changed, but the agenda was lost with the process. */
    private void arm(Instances of, int row) {
        moment.begin(time.now(), time.hearingSince());
        of.clear(row, moment, of.when(row, moment));
        of.settings().look(row, moment);
        agenda.wake(of, row, of.delays().look(row, moment));
    }

    /** A device is registered, or registered anew with another type. */
    void registered(Device device) {
        TypeRules rules = device.typeName().map(book::type).orElse(null);
        if (rules != seats.rules(device.ordinal())) {
            census.beginTurn();
            leave(device);
            if (rules != null) {
                enter(device, rules, time.now());
            }
            census.endTurn(time.now());
        } else if (rules != null) {
            census.settle(rules, seats.row(device.ordinal()), device, time.now());
        }
        evaluateNoted();
    }

    void removed(Device device) {
        leave(device);
        evaluateNoted();
    }

    /** @param knownMillis up to when what the device told was heard before it comes */
    private void enter(Device device, TypeRules rules, long knownMillis) {
        long created =
                lagMillis > 0 ? device.createdMillis() : time.atSample(device.createdMillis());
        int row = rules.table().add(device.id(), device.ordinal(), created);
        rules.resize();
        seats.take(device.ordinal(), rules, row);
        warmUp(rules, row, device, knownMillis);
        census.enter(rules, row, device, time.now());
    }

    private void leave(Device device) {
        TypeRules rules = seats.rules(device.ordinal());
        if (rules == null) {
            return;
        }
        int row = seats.row(device.ordinal());
        for (Instances instances : rules.all()) {
            consequences.end(instances, row, time.now());
            instances.reset(row);
            agenda.cancel(instances, row);
        }
        agenda.cancel(rules.freshness(), row);
        census.leave(rules, row, time.now());
        rules.table().remove(row);
        seats.leave(device.ordinal());
    }

    /** Gives points that no rule has heard of yet the last values that the device told. */
    private void warmUp(TypeRules rules, int row, Device device, long knownMillis) {
        for (Column column : rules.table().columns()) {
            if (column.heard(row) == PlantTime.NEVER) {
                device.last(column.point().name())
                        .filter(reading -> isPast(reading, device, knownMillis))
                        .ifPresent(reading -> {
                            take(rules, column, row, reading);
                            column.heardAt(row, Math.min(reading.receivedMillis(), time.now()));
                        });
            }
        }
    }

    /**
     * What lies ahead of an engine that lags comes to it in its time; and that of before the device
     * came has had its time.
     */
    private boolean isPast(Reading reading, Device device, long knownMillis) {
        long event = reading.eventMillis();
        return lagMillis == 0
                || (device.createdMillis() <= event
                        && event <= time.now()
                        && reading.receivedMillis() <= knownMillis);
    }

    /** Whether the device has come to this engine. */
    boolean hasSeat(Device device) {
        return seats.rules(device.ordinal()) != null;
    }

    /** The book of the rules that are to hold; ends what no rule of it goes on with. */
    Rulebook turnOver() {
        Rulebook next = new Rulebook(Settling.part(registry.program(), lagMillis));
        for (Instances old : book.instances()) {
            if (!next.continues(old)) {
                old.table().forEachRow(row -> consequences.end(old, row, time.now()));
            }
        }
        return next;
    }

    /**
     * Other types, rules and interlocks hold from here on.
     *
     * @param next what {@link #turnOver} gave
     * @param coming devices that are registered, and have not come yet to an engine that lags
     * @param factsGoOn as {@link Rulebook#adopt} has it
     */
    void declared(Rulebook next, Set<String> coming, boolean factsGoOn) {
        next.adopt(book, factsGoOn);
        open(next);
        census.resume(registry, seats);
        for (Device device : registry.devices()) {
            TypeRules seated = seats.rules(device.ordinal());
            TypeRules rules = device.typeName().map(book::type).orElse(null);
            if (seated != null) {
                int row = seats.row(device.ordinal());
                warmUp(seated, row, device, Long.MAX_VALUE);
                census.settle(seated, row, device, time.now());
            } else if (rules != null && !coming.contains(device.id())) {
                enter(device, rules, Long.MAX_VALUE);
            }
        }
        census.review(book, time.now());
        census.lookAround(book);
        for (Instances instances : book.instances()) {
            instances.table().forEachRow(row -> evaluate(instances, row));
        }
        pauses.arm(book, agenda, time.now());
    }

    private void open(Rulebook next) {
        book = next;
        agenda.clear();
        seats.clear();
        for (TypeRules rules : book.types()) {
            DeviceTable table = rules.table();
            rules.resize();
            table.forEachRow(row -> {
                seats.take(table.ordinal(row), rules, row);
                agenda.wake(rules.freshness(), row, rules.freshness().next(row, time.now()));
            });
        }
        census.open(book, time.now());
    }

    /** The row of the rule's instance for this device or place, or -1 if there is none. */
    int row(Instances of, String subject) {
        return book.places(of)
                .map(places -> places.row(subject))
                .or(() -> registry.find(subject).map(device -> seats.row(of, device)))
                .orElse(Members.NOWHERE);
    }

    /** What the condition that this instance waits for reads now. */
    List<Observation> observe(Instances of, int row) {
        return of.observe(row, instant());
    }

    /** What stands in the way of what this instance waits for. */
    List<Hindrance> hindrances(Instances of, int row) {
        return of.hindrances(row, instant());
    }

    /** The present instant, for whoever looks at conditions and decides nothing. */
    Moment instant() {
        return moment.at(time.now(), time.hearingSince());
    }

    /** What the rule does later to the subject of this row. */
    List<Why.Later> pending(Instances of, int row) {
        return of.delays().pending(row, lagMillis);
    }

    void snapshot(ByteWriter out) {
        time.snapshot(out);
        book.snapshot(out);
    }

    /** Takes up what {@link #snapshot} wrote; the registry has been restored before. */
    void restore(ByteReader in) {
        time.restore(in);
        Rulebook restored = new Rulebook(Settling.part(registry.program(), lagMillis));
        restored.restore(in);
        open(restored);
        census.resume(registry, seats);
        census.lookAround(book);
        for (Instances instances : book.instances()) {
            instances.table().forEachRow(row -> arm(instances, row));
        }
    }

    void snapshotPauses(ByteWriter out) {
        pauses.snapshot(out);
    }

    /** Takes up what {@link #snapshotPauses} wrote, behind {@link #restore}. */
    void restorePauses(ByteReader in) {
        pauses.restore(in);
        pauses.arm(book, agenda, time.now());
    }
}
