package io.signalbox.device;

import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The last reading of each point of one device, in arrays instead of objects: a hub has millions of
 * them. Four numbers and a byte for each point; values that are neither number nor yes or no in an
 * array that is there only if one is.
 */
final class LastValues {
    /** Value, event, arrival, sequence. */
    private static final int NUMBERS = 4;

    private static final Quality[] QUALITIES = Quality.values();
    private static final int KIND_SHIFT = 4;
    private static final int NUMERIC = 0;
    private static final int BOOL = 1;
    private static final int OTHER = 2;

    private static final long[] NO_NUMBERS = {};
    private static final byte[] NO_MARKS = {};

    private PointNames names = PointNames.NONE;
    private long[] numbers = NO_NUMBERS;

    /** Quality, and above it the kind of the value. */
    private byte[] marks = NO_MARKS;

    private @Nullable Value @Nullable [] others;

    int size() {
        return names.size();
    }

    boolean has(String point) {
        return names.find(point) >= 0;
    }

    String point(int index) {
        return names.get(index);
    }

    /** Keeps a reading in the place of the one before; how much larger that makes the whole. */
    int put(Reading reading, SharedWords shared) {
        int found = names.find(reading.point());
        int place = found < 0 ? -1 - found : found;
        int before = 0;
        if (found < 0) {
            names = shared.names(names.with(shared.word(reading.point()), place));
            makeRoom(place);
        } else {
            before = size(place);
        }
        int kind = OTHER;
        long value = 0;
        if (reading.value() instanceof Value.Numeric number) {
            kind = NUMERIC;
            value = Double.doubleToRawLongBits(number.value());
        } else if (reading.value() instanceof Value.Bool bool) {
            kind = BOOL;
            value = bool.value() ? 1 : 0;
        }
        other(place, kind == OTHER ? shared.value(reading.value()) : null);
        int at = place * NUMBERS;
        numbers[at] = value;
        numbers[at + 1] = reading.eventMillis();
        numbers[at + 2] = reading.receivedMillis();
        numbers[at + 3] = reading.sequence();
        marks[place] = (byte) (kind << KIND_SHIFT | reading.quality().ordinal());
        return size(place) - before;
    }

    private void other(int place, @Nullable Value value) {
        if (value != null && others == null) {
            others = new Value[names.size()];
        }
        if (others != null) {
            others[place] = value;
        }
    }

    /** As {@link WaitingRoom} counts it. */
    private int size(int place) {
        Value value = others == null ? null : others[place];
        return value instanceof Value.Text text ? 1 + text.value().length() / 32 : 1;
    }

    private void makeRoom(int place) {
        int size = names.size();
        long[] moreNumbers = new long[size * NUMBERS];
        int at = place * NUMBERS;
        System.arraycopy(numbers, 0, moreNumbers, 0, at);
        System.arraycopy(numbers, at, moreNumbers, at + NUMBERS, numbers.length - at);
        numbers = moreNumbers;
        byte[] moreMarks = new byte[size];
        System.arraycopy(marks, 0, moreMarks, 0, place);
        System.arraycopy(marks, place, moreMarks, place + 1, size - 1 - place);
        marks = moreMarks;
        if (others != null) {
            @Nullable Value[] moreOthers = new Value[size];
            System.arraycopy(others, 0, moreOthers, 0, place);
            System.arraycopy(others, place, moreOthers, place + 1, size - 1 - place);
            others = moreOthers;
        }
    }

    /** The last value of a point, or null. */
    @Nullable
    Value value(String point) {
        int place = names.find(point);
        return place < 0 ? null : value(place);
    }

    private Value value(int place) {
        Value other = others == null ? null : others[place];
        if (other != null) {
            return other;
        }
        long value = numbers[place * NUMBERS];
        return marks[place] >> KIND_SHIFT == BOOL
                ? new Value.Bool(value == 1)
                : new Value.Numeric(Double.longBitsToDouble(value));
    }

    /** The last reading of a point, or null. */
    @Nullable
    Reading reading(String device, String point) {
        int place = names.find(point);
        return place < 0 ? null : reading(device, place);
    }

    private Reading reading(String device, int place) {
        int at = place * NUMBERS;
        return new Reading(
                device,
                names.get(place),
                value(place),
                numbers[at + 1],
                numbers[at + 2],
                QUALITIES[marks[place] & ((1 << KIND_SHIFT) - 1)],
                numbers[at + 3]);
    }

    /** All of them, by name. */
    List<Reading> readings(String device) {
        List<Reading> readings = new ArrayList<>(names.size());
        for (int place = 0; place < names.size(); place++) {
            readings.add(reading(device, place));
        }
        return readings;
    }
}
