package io.signalbox.history;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.List;

/**
 * The body of an IMPORT record: {@code count (device point time value quality received)*}. So the
 * history stays a fold of the journal, and is built again with what was imported.
 */
public final class ImportRecord {
    /** The shortest reading: two empty names, one byte for each number, a flag. */
    private static final int LEAST_BYTES = 7;

    private static final int NUMERIC = 0;
    private static final int TEXT = 1;
    private static final int NO = 2;
    private static final int YES = 3;
    private static final int WHOLE = 4;
    private static final int POSITION = 5;

    private ImportRecord() {}

    /** Appends the body; the readings' sequence is that of the record. */
    public static void write(ByteWriter out, List<Reading> readings) {
        out.varint(readings.size());
        for (Reading reading : readings) {
            out.string(reading.device()).string(reading.point()).zigzag(reading.eventMillis());
            switch (reading.value()) {
                case Value.Numeric number -> out.u8(NUMERIC).f64(number.value());
                case Value.Whole whole -> out.u8(WHOLE).u64(whole.value());
                case Value.Position place ->
                    out.u8(POSITION)
                            .f64(place.latitude())
                            .f64(place.longitude())
                            .f64(place.altitude());
                case Value.Text text -> out.u8(TEXT).string(text.value());
                case Value.Bool bool -> out.u8(bool.value() ? YES : NO);
            }
            out.u8(reading.quality().ordinal()).zigzag(reading.receivedMillis());
        }
    }

    static List<Reading> read(Entry entry) {
        ByteReader in = entry.body();
        int count = in.count(LEAST_BYTES);
        List<Reading> readings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String device = in.string();
            String point = in.string();
            long eventMillis = in.zigzag();
            Value value = value(in);
            Quality quality = Quality.values()[in.u8()];
            long received = in.zigzag();
            readings.add(new Reading(
                    device, point, value, eventMillis, received, quality, entry.sequence()));
        }
        return readings;
    }

    private static Value value(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case NUMERIC -> new Value.Numeric(in.f64());
            case TEXT -> new Value.Text(in.string());
            case NO -> new Value.Bool(false);
            case YES -> new Value.Bool(true);
            case WHOLE -> Value.whole(in.u64());
            case POSITION -> new Value.Position(in.f64(), in.f64(), in.f64());
            default -> throw new IllegalStateException("a value of kind " + kind);
        };
    }
}
