package io.signalbox.rules;

import io.signalbox.message.Value;

import java.util.Arrays;

/** The positions of a {@link Column} as numbers; they mean something while it is known. */
final class Whereabouts {
    private double[] latitudes = new double[0];
    private double[] longitudes = new double[0];

    void resize(int rows) {
        latitudes = Arrays.copyOf(latitudes, rows);
        longitudes = Arrays.copyOf(longitudes, rows);
    }

    void keep(int row, Value value) {
        if (value instanceof Value.Position place) {
            latitudes[row] = place.latitude();
            longitudes[row] = place.longitude();
        }
    }

    void copy(int row, Whereabouts from, int fromRow) {
        latitudes[row] = from.latitudes[fromRow];
        longitudes[row] = from.longitudes[fromRow];
    }

    double latitude(int row) {
        return latitudes[row];
    }

    double longitude(int row) {
        return longitudes[row];
    }
}
