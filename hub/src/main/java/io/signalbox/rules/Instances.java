package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.language.Interlock;
import io.signalbox.language.Rule;
import io.signalbox.rules.ConditionCompiler.Compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The instances of one rule: one per device of its type, in the device's row. An interlock is a
 * rule too: it becomes active when its condition is true or unknown, and claims at level 1 what it
 * forces.
 */
final class Instances implements Timed {
    private final int index;
    private final Rule rule;
    private final Optional<Interlock> interlock;
    private final DeviceTable table;
    private final Compiled when;
    private final Optional<Compiled> clear;
    private final List<Memory> memories;
    private final List<Learners> learning;
    private final List<Lookout> lookouts;
    private final List<Emitted> events;
    private final BitSet points;
    private final long silenceMillis;
    private final Numbered actions;
    private final Targets targets;
    private final Watch watch;
    private final Delays delays;
    private final Settings settings;

    /** What its own arrays take for each row. */
    private static final int ROW_BYTES = Byte.BYTES + Long.BYTES + 2 * Integer.BYTES;

    private boolean[] active = new boolean[0];

    /** The number of the last activation; {@link PlantTime#NEVER} before the first. */
    private long[] activation = new long[0];

    /** The actions done since the last change of state, as bits of {@link Numbered.Step}. */
    private int[] done = new int[0];

    private int[] timers = new int[0];

    private Instances(
            int index,
            Rule rule,
            Optional<Interlock> interlock,
            DeviceTable table,
            Neighbours neighbours) {
        this.index = index;
        this.rule = rule;
        this.interlock = interlock;
        this.table = table;
        ConditionCompiler compiler = new ConditionCompiler(table, neighbours);
        this.when = compiler.compile(rule.when());
        this.clear = rule.clear().map(compiler::compile);
        this.actions = new Numbered(rule);
        this.watch = new Watch(table);
        this.settings = new Settings(table, compiler, watch, actions);
        this.delays = new Delays(actions, rule.pace().repeatMillis(), compiler, watch);
        this.memories = compiler.memories();
        this.learning = compiler.learning();
        this.lookouts = compiler.lookouts();
        this.events = compiler.events();
        this.points = compiler.points();
        this.silenceMillis = compiler.silenceMillis();
        this.targets = new Targets(actions, table, neighbours);
        watch.add(rule.when());
        rule.clear().ifPresent(watch::add);
    }

    /**
     * @param index the rule's place among all rules and interlocks, which orders what is decided at
     *     one instant
     */
    static Instances of(int index, Rule rule, DeviceTable table, Neighbours neighbours) {
        return new Instances(index, rule, Optional.empty(), table, neighbours);
    }

    static Instances of(int index, Interlock interlock, DeviceTable table, Neighbours neighbours) {
        Rule rule = InterlockRule.of(interlock);
        return new Instances(index, rule, Optional.of(interlock), table, neighbours);
    }

    int index() {
        return index;
    }

    /** What it takes for each device, and how often it is looked at. */
    RuleCost cost() {
        int bytes = ROW_BYTES
                + memories.stream().mapToInt(Memory::rowBytes).sum()
                + learning.stream().mapToInt(Memory::rowBytes).sum()
                + lookouts.stream().mapToInt(Lookout::rowBytes).sum()
                + lookouts.stream().mapToInt(Lookout::placeBytes).sum();
        int parts = when.probes().size() + clear.map(c -> c.probes().size()).orElse(0);
        double messages = points.stream()
                .mapToLong(point -> table.type().points().get(point).everyMillis())
                .filter(every -> every > 0)
                .mapToDouble(every -> 60_000.0 / every)
                .sum();
        return new RuleCost(rule, bytes, parts, messages);
    }

    Rule rule() {
        return rule;
    }

    Optional<Interlock> interlock() {
        return interlock;
    }

    DeviceTable table() {
        return table;
    }

    Numbered actions() {
        return actions;
    }

    Delays delays() {
        return delays;
    }

    /** What its claims set. */
    Settings settings() {
        return settings;
    }

    /** What it waits for that happens to its device. */
    List<Emitted> events() {
        return events;
    }

    /** Something happened to the device of this row. */
    void happened(String event, int row, long now) {
        events.forEach(awaited -> awaited.happened(event, row, now));
    }

    /** Whom its claims are on. */
    Targets targets() {
        return targets;
    }

    /** What it counts of other devices, in the order of its text. */
    List<Lookout> lookouts() {
        return lookouts;
    }

    BitSet points() {
        return points;
    }

    /** Those of the points of which each sample has to be seen. */
    BitSet each() {
        return watch.each();
    }

    boolean hearsSilence() {
        return silenceMillis > 0;
    }

    /** How far back its conditions look, at most; how long a value is believed comes to that. */
    long reachMillis() {
        return silenceMillis
                + memories.stream().mapToLong(Memory::reachMillis).sum()
                + table.learnedMillis(points)
                + lookouts.stream().mapToLong(Lookout::reachMillis).sum();
    }

    /** Whether {@code when} holds; an interlock takes unknown as dangerous. */
    int when(int row, Moment moment) {
        int truth = when.node().truth(row, moment);
        return interlock.isPresent() && truth == Kleene.UNKNOWN ? Kleene.TRUE : truth;
    }

    /** Whether the activation ends, given what {@link #when} is. */
    int clear(int row, Moment moment, int whenTruth) {
        return clear.isPresent() ? clear.get().node().truth(row, moment) : Kleene.not(whenTruth);
    }

    /** The statements of the condition that is waited for now. */
    List<Observation> observe(int row, Moment moment) {
        Compiled decides = active[row] ? clear.orElse(when) : when;
        return decides.observe(row, moment);
    }

    /** The statements of {@code when}. */
    List<Observation> whenStatements(int row, Moment moment) {
        return when.observe(row, moment);
    }

    /** The statements of {@code clear when}; none if it was not written. */
    List<Observation> clearStatements(int row, Moment moment) {
        return clear.map(compiled -> compiled.observe(row, moment)).orElse(List.of());
    }

    /** What stands in the way of the change of state that is waited for now. */
    List<Hindrance> hindrances(int row, Moment moment) {
        Compiled decides = active[row] ? clear.orElse(when) : when;
        boolean wanted = !active[row] || clear.isPresent();
        List<Observation> seen = decides.observe(row, moment);
        List<Hindrance> found = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            boolean wants = decides.helps().get(i) == wanted;
            if (seen.get(i).truth() != Kleene.of(wants)) {
                boolean measured = decides.probes().get(i).measures(wants);
                found.add(new Hindrance(
                        measured ? seen.get(i) : seen.get(i).unmeasured(),
                        wants,
                        decides.lacks(i, row)));
            }
        }
        return found;
    }

    boolean active(int row) {
        return active[row];
    }

    long activation(int row) {
        return activation[row];
    }

    int done(int row) {
        return done[row];
    }

    @Override
    public int timer(int row) {
        return timers[row];
    }

    @Override
    public void setTimer(int row, int timer) {
        timers[row] = timer;
    }

    @Override
    public void due(int row, long now, Agenda agenda) {
        agenda.note(this, row);
    }

    /**
     * Begins an activation. Its number is the instant at which it begins, or one more than the last
     * number if that is not less: unique for the device and the rule, even if one of them was away
     * in between.
     *
     * @param last the last number
     */
    void activate(int row, long now, long last) {
        active[row] = true;
        activation[row] = Math.max(last + 1, now);
        done[row] = 0;
        if (!delays.none()) {
            delays.begin(row);
            delays.changed(row, true, now);
        }
    }

    void deactivate(int row, long now) {
        active[row] = false;
        done[row] = 0;
        if (!delays.none()) {
            delays.changed(row, false, now);
        }
    }

    void did(int row, Numbered.Step step) {
        done[row] |= step.bit();
    }

    int capacity() {
        return active.length;
    }

    void resize(int rows) {
        int old = active.length;
        active = Arrays.copyOf(active, rows);
        activation = Arrays.copyOf(activation, rows);
        Arrays.fill(activation, old, rows, NEVER);
        done = Arrays.copyOf(done, rows);
        timers = Arrays.copyOf(timers, rows);
        Arrays.fill(timers, old, rows, NONE);
        memories.forEach(d -> d.resize(rows));
        if (!delays.none()) {
            delays.resize(rows);
        }
    }

    void reset(int row) {
        active[row] = false;
        activation[row] = NEVER;
        done[row] = 0;
        memories.forEach(d -> d.reset(row));
        if (!delays.none()) {
            delays.reset(row);
        }
    }

    /** Goes on where the same version of the rule stood under an older declaration. */
    void adopt(Instances older) {
        for (int row = 0; row < table.rows(); row++) {
            active[row] = older.active[row];
            activation[row] = older.activation[row];
            done[row] = older.done[row];
            for (int i = 0; i < memories.size(); i++) {
                memories.get(i).copy(row, older.memories.get(i));
            }
            if (!delays.none()) {
                delays.copy(row, older.delays);
            }
        }
        for (int i = 0; i < lookouts.size(); i++) {
            lookouts.get(i).adopt(older.lookouts.get(i));
        }
    }

    /** Begins beside rules of an older declaration: what is so of a device for all of them goes on. */
    void beginAfter(Rulebook older) {
        older.table(table)
                .ifPresent(before -> table.facts().goOn(memories, before.facts(), before.rows()));
        lookouts.forEach(lookout -> lookout.beginAfter(older));
    }

    void snapshot(ByteWriter out) {
        for (int row = 0; row < table.rows(); row++) {
            if (table.used(row)) {
                out.u8(active[row] ? 1 : 0)
                        .u64(activation[row])
                        .u64(Integer.toUnsignedLong(done[row]));
                for (Memory memory : memories) {
                    memory.snapshot(out, row);
                }
                if (!delays.none()) {
                    delays.snapshot(out, row);
                }
            }
        }
        lookouts.forEach(lookout -> lookout.snapshot(out));
    }

    /** As {@link Numbered.Step#bit} has them; once each of 63 actions had a bit of its own. */
    private static int bits(long stored) {
        return (int) (stored | (stored >>> Integer.SIZE == 0 ? 0 : Integer.MIN_VALUE));
    }

    void restore(ByteReader in) {
        for (int row = 0; row < table.rows(); row++) {
            if (table.used(row)) {
                active[row] = in.u8() == 1;
                activation[row] = in.u64();
                done[row] = bits(in.u64());
                for (Memory memory : memories) {
                    memory.restore(in, row);
                }
                if (!delays.none()) {
                    delays.restore(in, row);
                }
            }
        }
        lookouts.forEach(lookout -> lookout.restore(in));
    }
}
