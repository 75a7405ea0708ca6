package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A memory of arrays with one entry for each row, or several side by side. Each is declared once,
 * with what an entry begins with; all of them grow, are forgotten, taken over, written and read
 * together. The order in which they are declared is that in which snapshots have them.
 */
abstract class RowMemory implements Memory {
    /** Arrays that are written entry by entry in turn; most are alone. */
    private final List<List<Entries>> groups = new ArrayList<>();

    final Bytes bytes(int first) {
        return add(new Bytes((byte) first));
    }

    final Ints ints(int first) {
        return add(new Ints(first, 1));
    }

    final Longs longs(long first) {
        return add(new Longs(first));
    }

    final Doubles doubles(double first) {
        return doubles(first, 1);
    }

    /** So many for each row. */
    final Doubles doubles(double first, int width) {
        return add(new Doubles(first, width));
    }

    /** As many for each row, and written in turn with them. */
    final Doubles doublesBeside(Doubles others, double first) {
        return addBeside(others, new Doubles(first, others.width));
    }

    final Ints intsBeside(Doubles others, int first) {
        return addBeside(others, new Ints(first, others.width));
    }

    private <E extends Entries> E add(E entries) {
        groups.add(new ArrayList<>(List.of(entries)));
        return entries;
    }

    private <E extends Entries> E addBeside(Entries others, E entries) {
        for (List<Entries> group : groups) {
            if (group.contains(others)) {
                group.add(entries);
            }
        }
        return entries;
    }

    /** Most look at the present instant. */
    @Override
    public long reachMillis() {
        return 0;
    }

    @Override
    public int rowBytes() {
        int bytes = 0;
        for (List<Entries> group : groups) {
            for (Entries entries : group) {
                bytes += entries.width * entries.entryBytes();
            }
        }
        return bytes;
    }

    @Override
    public final void resize(int rows) {
        for (List<Entries> group : groups) {
            for (Entries entries : group) {
                entries.resize(rows * entries.width);
            }
        }
    }

    @Override
    public final void reset(int row) {
        for (List<Entries> group : groups) {
            for (Entries entries : group) {
                entries.begin(row * entries.width, (row + 1) * entries.width);
            }
        }
    }

    @Override
    public final void copy(int row, Memory older) {
        List<List<Entries>> theirs = ((RowMemory) older).groups;
        for (int i = 0; i < groups.size(); i++) {
            List<Entries> group = groups.get(i);
            for (int j = 0; j < group.size(); j++) {
                group.get(j).copy(row * group.get(j).width, theirs.get(i).get(j));
            }
        }
    }

    @Override
    public final void snapshot(ByteWriter out, int row) {
        for (List<Entries> group : groups) {
            int width = group.getFirst().width;
            for (int at = row * width; at < (row + 1) * width; at++) {
                for (Entries entries : group) {
                    entries.write(out, at);
                }
            }
        }
    }

    @Override
    public final void restore(ByteReader in, int row) {
        for (List<Entries> group : groups) {
            int width = group.getFirst().width;
            for (int at = row * width; at < (row + 1) * width; at++) {
                for (Entries entries : group) {
                    entries.read(in, at);
                }
            }
        }
    }

    /** One array, with so many entries for each row. */
    abstract static class Entries {
        final int width;

        Entries(int width) {
            this.width = width;
        }

        abstract Object array();

        abstract void grow(int entries);

        /** Sets entries to what they begin with. */
        abstract void begin(int from, int to);

        abstract void write(ByteWriter out, int entry);

        abstract void read(ByteReader in, int entry);

        abstract int entryBytes();

        final void resize(int entries) {
            int old = Array.getLength(array());
            grow(entries);
            begin(Math.min(old, entries), entries);
        }

        /** Takes over those of the row that begins with this one. */
        final void copy(int from, Entries older) {
            System.arraycopy(older.array(), from, array(), from, width);
        }
    }

    static final class Bytes extends Entries {
        byte[] at = new byte[0];
        private final byte first;

        private Bytes(byte first) {
            super(1);
            this.first = first;
        }

        boolean is(int row) {
            return at[row] == 1;
        }

        void set(int row, boolean to) {
            at[row] = (byte) (to ? 1 : 0);
        }

        @Override
        Object array() {
            return at;
        }

        @Override
        void grow(int entries) {
            at = Arrays.copyOf(at, entries);
        }

        @Override
        void begin(int from, int to) {
            Arrays.fill(at, from, to, first);
        }

        @Override
        void write(ByteWriter out, int entry) {
            out.u8(at[entry]);
        }

        @Override
        void read(ByteReader in, int entry) {
            at[entry] = (byte) in.u8();
        }

        @Override
        int entryBytes() {
            return Byte.BYTES;
        }
    }

    static final class Ints extends Entries {
        int[] at = new int[0];
        private final int first;

        private Ints(int first, int width) {
            super(width);
            this.first = first;
        }

        @Override
        Object array() {
            return at;
        }

        @Override
        void grow(int entries) {
            at = Arrays.copyOf(at, entries);
        }

        @Override
        void begin(int from, int to) {
            Arrays.fill(at, from, to, first);
        }

        @Override
        void write(ByteWriter out, int entry) {
            out.u32(at[entry]);
        }

        @Override
        void read(ByteReader in, int entry) {
            at[entry] = in.u32();
        }

        @Override
        int entryBytes() {
            return Integer.BYTES;
        }
    }

    static final class Longs extends Entries {
        long[] at = new long[0];
        private final long first;

        private Longs(long first) {
            super(1);
            this.first = first;
        }

        @Override
        Object array() {
            return at;
        }

        @Override
        void grow(int entries) {
            at = Arrays.copyOf(at, entries);
        }

        @Override
        void begin(int from, int to) {
            Arrays.fill(at, from, to, first);
        }

        @Override
        void write(ByteWriter out, int entry) {
            out.u64(at[entry]);
        }

        @Override
        void read(ByteReader in, int entry) {
            at[entry] = in.u64();
        }

        @Override
        int entryBytes() {
            return Long.BYTES;
        }
    }

    static final class Doubles extends Entries {
        double[] at = new double[0];
        private final double first;

        private Doubles(double first, int width) {
            super(width);
            this.first = first;
        }

        @Override
        Object array() {
            return at;
        }

        @Override
        void grow(int entries) {
            at = Arrays.copyOf(at, entries);
        }

        @Override
        void begin(int from, int to) {
            Arrays.fill(at, from, to, first);
        }

        @Override
        void write(ByteWriter out, int entry) {
            out.f64(at[entry]);
        }

        @Override
        void read(ByteReader in, int entry) {
            at[entry] = in.f64();
        }

        @Override
        int entryBytes() {
            return Double.BYTES;
        }
    }
}
