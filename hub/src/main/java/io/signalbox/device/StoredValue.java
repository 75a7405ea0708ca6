package io.signalbox.device;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.message.Value;

/** Values as they stand in record bodies and snapshots. */
public final class StoredValue {
    private StoredValue() {}

    public static void write(ByteWriter out, Value value) {
        switch (value) {
            case Value.Numeric number -> out.u8(1).f64(number.value());
            case Value.Text text -> out.u8(2).string(text.value());
            case Value.Whole whole -> out.u8(4).u64(whole.value());
            case Value.Position place ->
                out.u8(5).f64(place.latitude()).f64(place.longitude()).f64(place.altitude());
            case Value.Bool bool -> out.u8(3).u8(bool.value() ? 1 : 0);
        }
    }

    public static Value read(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case 1 -> new Value.Numeric(in.f64());
            case 2 -> new Value.Text(in.string());
            case 3 -> new Value.Bool(in.u8() == 1);
            case 4 -> Value.whole(in.u64());
            case 5 -> new Value.Position(in.f64(), in.f64(), in.f64());
            default -> throw new MalformedBytes("expected a value kind 1 to 5, found " + kind);
        };
    }
}
