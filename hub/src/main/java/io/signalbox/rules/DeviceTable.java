package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Operand;
import io.signalbox.language.Point;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The devices of one type as the rules see them: a row each, an array per point. Rows are never
 * moved; the row of a removed device is given to the next new one.
 */
final class DeviceTable {
    private final DeviceType type;
    private final Column[] columns;

    /** The columns where the hash of their point's name says, or behind; half of it is empty. */
    private final @Nullable Column[] byName;

    private final List<Integer> free = new ArrayList<>();
    private final List<Learners> learners = new ArrayList<>();
    private final Facts facts = new Facts();

    /** By row; empty for a row that is free. */
    private String[] devices = new String[0];

    private int[] ordinals = new int[0];
    private long[] created = new long[0];
    private int rows;

    DeviceTable(DeviceType type) {
        this.type = type;
        this.columns = type.points().stream().map(Column::new).toArray(Column[]::new);
        this.byName = new @Nullable Column[Integer.highestOneBit(columns.length * 4 + 1)];
        for (Column column : columns) {
            byName[place(column.point().name())] = column;
        }
    }

    DeviceType type() {
        return type;
    }

    /** Rows in use and free ones below them. */
    int rows() {
        return rows;
    }

    int capacity() {
        return devices.length;
    }

    boolean used(int row) {
        return !devices[row].isEmpty();
    }

    String device(int row) {
        return devices[row];
    }

    long created(int row) {
        return created[row];
    }

    /** Corrects since when the device is there. */
    void born(int row, long millis) {
        created[row] = millis;
    }

    Column[] columns() {
        return columns;
    }

    /** Calls {@code action} with each row in use, in order. */
    void forEachRow(IntConsumer action) {
        for (int row = 0; row < rows; row++) {
            if (used(row)) {
                action.accept(row);
            }
        }
    }

    /** What conditions remember of the devices that is so for all rules. */
    Facts facts() {
        return facts;
    }

    Column column(Point point) {
        return columns[point.index()];
    }

    /** What an algorithm learns of a point: one for all rules that call it, from the first on. */
    Learners learners(Operand.Learned called) {
        for (Learners known : learners) {
            if (known.called().equals(called)) {
                return known;
            }
        }
        Learners more = new Learners(called, column(called.point()));
        column(called.point()).tell(more);
        more.resize(capacity());
        learners.add(more);
        return more;
    }

    /** How far back algorithms look that learn of one of these points; 0 if there are none. */
    long learnedMillis(BitSet points) {
        return learners.stream()
                .filter(l -> points.get(l.called().point().index()))
                .mapToLong(Learners::reachMillis)
                .max()
                .orElse(0);
    }

    /** The column of the point of this name, or null. */
    @Nullable
    Column column(String point) {
        return byName[place(point)];
    }

    /** Where the column of this name is, or would be. Each reading asks. */
    private int place(String point) {
        int mask = byName.length - 1;
        int place = point.hashCode() & mask;
        for (Column at = byName[place]; at != null; at = byName[place]) {
            if (at.point().name().equals(point)) {
                return place;
            }
            place = (place + 1) & mask;
        }
        return place;
    }

    /** The device's number in the registry. */
    int ordinal(int row) {
        return ordinals[row];
    }

    int add(String device, int ordinal, long createdMillis) {
        int row = free.isEmpty() ? rows++ : free.removeLast();
        if (row >= devices.length) {
            resize(Math.max(8, devices.length + devices.length / 4));
        }
        occupy(row, device, ordinal, createdMillis);
        return row;
    }

    private void occupy(int row, String device, int ordinal, long createdMillis) {
        devices[row] = device;
        ordinals[row] = ordinal;
        created[row] = createdMillis;
        for (Column column : columns) {
            column.reset(row);
        }
        learners.forEach(learner -> learner.reset(row));
    }

    void remove(int row) {
        devices[row] = "";
        free.add(row);
    }

    private void resize(int capacity) {
        int old = devices.length;
        devices = Arrays.copyOf(devices, capacity);
        Arrays.fill(devices, old, capacity, "");
        ordinals = Arrays.copyOf(ordinals, capacity);
        created = Arrays.copyOf(created, capacity);
        for (Column column : columns) {
            column.resize(capacity);
        }
        learners.forEach(learner -> learner.resize(capacity));
    }

    /** Takes over the rows of the table of an older declaration, and the points both have alike. */
    void adopt(DeviceTable older) {
        resize(older.devices.length);
        rows = older.rows;
        free.addAll(older.free);
        for (int row = 0; row < rows; row++) {
            if (older.used(row)) {
                occupy(row, older.devices[row], older.ordinals[row], older.created[row]);
            }
        }
        for (Column column : columns) {
            older.type
                    .point(column.point().name())
                    .filter(old -> old.kind().equals(column.point().kind()))
                    .ifPresent(old -> copy(column, older.column(old)));
        }
        for (Learners learner : learners) {
            older.learners.stream().filter(learner::continues).forEach(old -> {
                for (int row = 0; row < rows; row++) {
                    learner.copy(row, old);
                }
            });
        }
    }

    private void copy(Column column, Column older) {
        for (int row = 0; row < rows; row++) {
            column.copy(row, older, row);
        }
    }

    void snapshot(ByteWriter out) {
        out.varint(rows).varint(free.size());
        free.forEach(out::varint);
        for (int row = 0; row < rows; row++) {
            if (used(row)) {
                out.varint(row).string(devices[row]).varint(ordinals[row]).u64(created[row]);
                for (Column column : columns) {
                    column.snapshot(out, row);
                }
                for (Learners learner : learners) {
                    learner.snapshot(out, row);
                }
            }
        }
    }

    void restore(ByteReader in) {
        rows = in.count();
        resize(rows);
        for (int left = in.count(); left > 0; left--) {
            free.add(in.count());
        }
        for (int left = rows - free.size(); left > 0; left--) {
            int row = in.count();
            occupy(row, in.string(), in.count(), in.u64());
            for (Column column : columns) {
                column.restore(in, row);
            }
            for (Learners learner : learners) {
                learner.restore(in, row);
            }
        }
    }
}
