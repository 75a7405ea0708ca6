package io.signalbox.rules;

import io.signalbox.device.Device;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Where each device sits: its type's rules and its row in their table. Both are one number, so that
 * one look at memory finds them. For the one engine of a registry that decides at once it is in the
 * device itself, which has been looked at anyway; engines that lag have it by the device's ordinal.
 */
final class Seats {
    private final boolean inDevices;
    private List<TypeRules> types = List.of();

    /** By ordinal, unless it is in the devices. */
    private long[] seats = new long[0];

    private Seats(boolean inDevices) {
        this.inDevices = inDevices;
    }

    /** Those of the engine that decides at once. A registry has one. */
    static Seats inDevices() {
        return new Seats(true);
    }

    /** Those of an engine beside it. */
    static Seats byOrdinal() {
        return new Seats(false);
    }

    /** The rules of the device's type, or null if it has none that is declared. */
    @Nullable
    TypeRules rules(Device device) {
        long seat = seat(device);
        return seat == Device.NO_SEAT ? null : types.get((int) (seat >>> Integer.SIZE));
    }

    /** The row of a device that has rules. */
    int row(Device device) {
        return (int) seat(device);
    }

    /** The row of the rule's instance for this device, or {@link Members#NOWHERE}. */
    int row(Instances of, Device device) {
        TypeRules own = rules(device);
        return own != null && own.table() == of.table() ? row(device) : Members.NOWHERE;
    }

    private long seat(Device device) {
        if (inDevices) {
            return device.seat();
        }
        int ordinal = device.ordinal();
        return ordinal < seats.length ? seats[ordinal] : Device.NO_SEAT;
    }

    void take(Device device, TypeRules of, int row) {
        long seat = seat(types.indexOf(of), row);
        if (inDevices) {
            device.seat(seat);
        } else {
            put(device.ordinal(), seat);
        }
    }

    private static long seat(int type, int row) {
        return ((long) type << Integer.SIZE) | row;
    }

    private void put(int ordinal, long seat) {
        if (ordinal >= seats.length) {
            int old = seats.length;
            seats = Arrays.copyOf(seats, Math.max(ordinal + 1, old + old / 4));
            Arrays.fill(seats, old, seats.length, Device.NO_SEAT);
        }
        seats[ordinal] = seat;
    }

    void leave(Device device) {
        if (inDevices) {
            device.seat(Device.NO_SEAT);
        } else {
            put(device.ordinal(), Device.NO_SEAT);
        }
    }

    /**
     * Begins anew with the rows that the tables of a book have.
     *
     * @param all the devices of the registry
     */
    void open(List<TypeRules> book, Iterable<Device> all) {
        types = book;
        Arrays.fill(seats, Device.NO_SEAT);
        for (int i = 0; i < book.size(); i++) {
            int type = i;
            DeviceTable table = book.get(i).table();
            table.forEachRow(row -> put(table.ordinal(row), seat(type, row)));
        }
        if (inDevices) {
            for (Device device : all) {
                int ordinal = device.ordinal();
                device.seat(ordinal < seats.length ? seats[ordinal] : Device.NO_SEAT);
            }
            seats = new long[0];
        }
    }
}
