package io.signalbox.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which devices of a type stand in which places of a kind: by row of the device its place, and by row
 * of the place its devices in ascending order.
 */
final class Members {
    /** The row of no place. */
    static final int NOWHERE = -1;

    private static final int[] NONE = {};

    private final PlaceTable places;
    private final DeviceTable devices;
    private final List<Lookout> lookouts = new ArrayList<>();

    private int[] placeOf = NONE;
    private int[][] rows = new int[0][];
    private int[] counts = NONE;

    Members(PlaceTable places, DeviceTable devices) {
        this.places = places;
        this.devices = devices;
    }

    PlaceTable places() {
        return places;
    }

    DeviceTable devices() {
        return devices;
    }

    /** What is counted of these devices. */
    List<Lookout> lookouts() {
        return lookouts;
    }

    /** Where the device stands, or {@link #NOWHERE}. */
    int place(int row) {
        return row < placeOf.length ? placeOf[row] : NOWHERE;
    }

    /** How many devices of the type stand there. */
    int count(int place) {
        return place < counts.length ? counts[place] : 0;
    }

    /** The row of the {@code i}th device there. */
    int row(int place, int i) {
        return rows[place][i];
    }

    /** The device, which stood nowhere, stands there from now on. */
    void put(int row, int place) {
        if (row >= placeOf.length) {
            int old = placeOf.length;
            placeOf = Arrays.copyOf(placeOf, Math.max(row + 1, old * 2));
            Arrays.fill(placeOf, old, placeOf.length, NOWHERE);
        }
        if (place >= counts.length) {
            int old = counts.length;
            counts = Arrays.copyOf(counts, Math.max(place + 1, old * 2));
            rows = Arrays.copyOf(rows, counts.length);
            Arrays.fill(rows, old, rows.length, NONE);
        }
        placeOf[row] = place;
        int count = counts[place]++;
        if (count == rows[place].length) {
            rows[place] = Arrays.copyOf(rows[place], Math.max(4, count * 2));
        }
        int at = -Arrays.binarySearch(rows[place], 0, count, row) - 1;
        System.arraycopy(rows[place], at, rows[place], at + 1, count - at);
        rows[place][at] = row;
    }

    /** The device, which stood somewhere, stands nowhere. */
    void take(int row) {
        int place = placeOf[row];
        placeOf[row] = NOWHERE;
        int count = counts[place]--;
        int at = Arrays.binarySearch(rows[place], 0, count, row);
        System.arraycopy(rows[place], at + 1, rows[place], at, count - at - 1);
        if (count == 1) {
            rows[place] = NONE;
        }
    }
}
