package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.message.Value;

import java.util.Optional;

/** A value, or none, in the records and snapshots of rules: a tag and its bytes. */
final class ValueCodec {
    private static final int NONE = 0;
    private static final int NUMERIC = 1;
    private static final int TEXT = 2;
    private static final int FALSE = 3;
    private static final int TRUE = 4;

    private ValueCodec() {}

    static void write(ByteWriter out, Optional<Value> value) {
        if (value.isEmpty()) {
            out.u8(NONE);
            return;
        }
        switch (value.get()) {
            case Value.Numeric n -> out.u8(NUMERIC).f64(n.value());
            case Value.Text t -> out.u8(TEXT).string(t.value());
            case Value.Bool b -> out.u8(b.value() ? TRUE : FALSE);
        }
    }

    static Optional<Value> read(ByteReader in) {
        int tag = in.u8();
        return switch (tag) {
            case NONE -> Optional.empty();
            case NUMERIC -> Optional.of(new Value.Numeric(in.f64()));
            case TEXT -> Optional.of(new Value.Text(in.string()));
            case FALSE -> Optional.of(new Value.Bool(false));
            case TRUE -> Optional.of(new Value.Bool(true));
            default -> throw new MalformedBytes("expected a value's tag 0 to 4, found " + tag);
        };
    }
}
