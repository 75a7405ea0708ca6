package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What a rule counts of the devices that stand in a place. It looks at each device by itself, when a
 * sample of it comes or its time has come, and keeps the sum of what it saw for each place: so the
 * change of one device costs no look at the others, and the rule is evaluated if the sum is another.
 */
final class Lookout implements Timed {
    /** What came of looking at the devices, for each of them and for each place. */
    interface Tally extends Memory {
        /** Looks at a device; true if its place is to be evaluated. */
        boolean look(int row, Moment moment);

        /** Counts a device, with what it was when last looked at, to a place. */
        void enter(int row, int place);

        /** Counts it no more. */
        void leave(int row, int place);

        /** Bytes that it takes for each place. */
        int placeBytes();

        /** Makes room for so many places. */
        void resizePlaces(int places);
    }

    private final Members members;
    private final Tally tally;
    private final List<Memory> memories;
    private final List<Emitted> events;
    private final BitSet points;
    private final long silenceMillis;
    private final BitSet each;

    private int[] timers = new int[0];
    private int index;
    private int owner;
    private @Nullable Members readers;

    /**
     * @param compiler what is looked at was compiled by it
     * @param watch which samples have to be seen for that
     */
    Lookout(Members members, Tally tally, ConditionCompiler compiler, Watch watch) {
        this.members = members;
        this.tally = tally;
        this.memories = compiler.memories();
        this.events = compiler.events();
        this.points = compiler.points();
        this.silenceMillis = compiler.silenceMillis();
        this.each = watch.each();
    }

    /**
     * Sets for whom it counts, once.
     *
     * @param number its place among all lookouts
     * @param rule index of the rule
     * @param devices where the rule's devices stand; null if it is over the places themselves
     */
    void serve(int number, int rule, @Nullable Members devices) {
        index = number;
        owner = rule;
        readers = devices;
    }

    /** Its place among all lookouts. */
    int index() {
        return index;
    }

    Members members() {
        return members;
    }

    Tally tally() {
        return tally;
    }

    /** What it waits for that happens to the devices. */
    List<Emitted> events() {
        return events;
    }

    /** Indices of the points that are looked at. */
    BitSet points() {
        return points;
    }

    /** Those of the points of which each sample has to be seen. */
    BitSet each() {
        return each;
    }

    boolean hearsSilence() {
        return silenceMillis > 0;
    }

    /** The {@link Instances#index} of the rule that counts. */
    int owner() {
        return owner;
    }

    /** Where the devices of the rule stand; null if it is over the places themselves. */
    @Nullable
    Members readers() {
        return readers;
    }

    /** Of which place the rule speaks for its own device, or place, of this row. */
    int place(int row) {
        return readers == null ? row : readers.place(row);
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
        agenda.note(~index, row);
    }

    int capacity() {
        return timers.length;
    }

    void resize(int rows) {
        int old = timers.length;
        timers = Arrays.copyOf(timers, rows);
        Arrays.fill(timers, old, rows, NONE);
        memories.forEach(m -> m.resize(rows));
        tally.resize(rows);
    }

    void reset(int row) {
        memories.forEach(m -> m.reset(row));
        tally.reset(row);
    }

    /** What it keeps for each device that it looks at. */
    int rowBytes() {
        return Integer.BYTES
                + tally.rowBytes()
                + memories.stream().mapToInt(Memory::rowBytes).sum();
    }

    /** What it keeps for each place. */
    int placeBytes() {
        return tally.placeBytes();
    }

    /** How far back it looks, in milliseconds. */
    long reachMillis() {
        return silenceMillis
                + tally.reachMillis()
                + memories.stream().mapToLong(Memory::reachMillis).sum();
    }

    /** Goes on where the same lookout of the same rule stood under an older declaration. */
    void adopt(Lookout older) {
        int rows = Math.min(capacity(), older.capacity());
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < memories.size(); i++) {
                memories.get(i).copy(row, older.memories.get(i));
            }
            tally.copy(row, older.tally);
        }
    }

    /** As {@link Instances#beginAfter}, for what is remembered of each device. */
    void beginAfter(Rulebook older) {
        DeviceTable devices = members.devices();
        older.table(devices)
                .ifPresent(before -> devices.facts().goOn(memories, before.facts(), before.rows()));
    }

    void snapshot(ByteWriter out) {
        members.devices().forEachRow(row -> {
            memories.forEach(m -> m.snapshot(out, row));
            tally.snapshot(out, row);
        });
    }

    void restore(ByteReader in) {
        members.devices().forEachRow(row -> {
            memories.forEach(m -> m.restore(in, row));
            tally.restore(in, row);
        });
    }
}
