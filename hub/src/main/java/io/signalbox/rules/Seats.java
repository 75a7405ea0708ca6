package io.signalbox.rules;

import io.signalbox.device.Device;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where each device sits: by its ordinal, its type's rules and its row in their table. Both are one
 * number, so that one look at memory finds them.
 */
final class Seats {
    private static final long NOWHERE = -1;

    private final List<TypeRules> types = new ArrayList<>();
    private long[] seats = new long[0];

    /** The rules of the device's type, or null if it has none that is declared. */
    @Nullable
    TypeRules rules(int ordinal) {
        if (ordinal >= seats.length || seats[ordinal] == NOWHERE) {
            return null;
        }
        return types.get((int) (seats[ordinal] >>> Integer.SIZE));
    }

    int row(int ordinal) {
        return (int) seats[ordinal];
    }

    /** The row of the rule's instance for this device, or {@link Members#NOWHERE}. */
    int row(Instances of, Device device) {
        TypeRules own = rules(device.ordinal());
        return own != null && own.table() == of.table() ? row(device.ordinal()) : Members.NOWHERE;
    }

    void take(int ordinal, TypeRules of, int row) {
        if (ordinal >= seats.length) {
            int old = seats.length;
            seats = Arrays.copyOf(seats, Math.max(ordinal + 1, old + old / 4));
            Arrays.fill(seats, old, seats.length, NOWHERE);
        }
        int type = types.indexOf(of);
        if (type < 0) {
            type = types.size();
            types.add(of);
        }
        seats[ordinal] = ((long) type << Integer.SIZE) | row;
    }

    void leave(int ordinal) {
        seats[ordinal] = NOWHERE;
    }

    void clear() {
        types.clear();
        Arrays.fill(seats, NOWHERE);
    }
}
