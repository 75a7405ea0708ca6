package io.signalbox.payload;

import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.List;

/** Numbers at fixed places of a payload. */
final class BinaryReader {
    private BinaryReader() {}

    static Extract read(Layout.Binary layout, byte[] payload) {
        if (payload.length == 0) {
            return Extract.failed(Refusal.EMPTY, 0, "expected bytes, found none");
        }
        List<Extract.Found> found = new ArrayList<>();
        List<DecodeFailure> refusals = new ArrayList<>();
        long time = time(layout, payload, refusals);
        boolean badTime = layout.timeSlot() != Layout.NO_SLOT && time == EventTime.NONE;
        for (int slot = 0; slot < layout.fields().size(); slot++) {
            if (slot != layout.timeSlot()) {
                BinaryField field = layout.fields().get(slot);
                Object read = value(field, payload);
                if (read instanceof Value value) {
                    found.add(new Extract.Found(slot, value, "", time, badTime, field.offset()));
                } else {
                    refusals.add((DecodeFailure) read);
                }
            }
        }
        return new Extract(null, found, refusals, time, badTime);
    }

    private static long time(Layout.Binary layout, byte[] payload, List<DecodeFailure> refusals) {
        if (layout.timeSlot() == Layout.NO_SLOT) {
            return EventTime.NONE;
        }
        BinaryField field = layout.fields().get(layout.timeSlot());
        long time = EventTime.NONE;
        if (isThere(field, payload)) {
            time = field.kind() == BinaryField.Kind.FLOAT
                    ? EventTime.ofEpoch(decimal(field, raw(field, payload)))
                    : EventTime.ofEpoch(raw(field, payload));
        }
        if (time == EventTime.NONE) {
            refusals.add(new DecodeFailure(
                    Refusal.BAD_TIME, Math.min(field.offset(), payload.length), "no epoch"));
        }
        return time;
    }

    private static boolean isThere(BinaryField field, byte[] payload) {
        return field.offset() + field.bytes() <= payload.length;
    }

    /** A {@link Value}, or the {@link DecodeFailure} that tells why there is none. */
    private static Object value(BinaryField field, byte[] payload) {
        if (!isThere(field, payload)) {
            String detail = "expected " + field.bytes() + " bytes at " + field.offset()
                    + ", found a payload of " + payload.length;
            return new DecodeFailure(Refusal.TOO_SHORT, payload.length, detail);
        }
        long raw = raw(field, payload);
        if (field.kind() == BinaryField.Kind.FLOAT) {
            double number = decimal(field, raw);
            return Double.isFinite(number)
                    ? new Value.Numeric(number + 0.0)
                    : new DecodeFailure(
                            Refusal.NOT_A_NUMBER, field.offset(), "the value is " + number);
        }
        boolean unsigned = field.kind() == BinaryField.Kind.UNSIGNED;
        if (unsigned && raw < 0) {
            String detail = "the value is " + Long.toUnsignedString(raw);
            return new DecodeFailure(Refusal.BEYOND_64_BITS, field.offset(), detail);
        }
        return Value.whole(raw);
    }

    private static double decimal(BinaryField field, long raw) {
        return field.bytes() == Float.BYTES
                ? Float.intBitsToFloat((int) raw)
                : Double.longBitsToDouble(raw);
    }

    /** The bits that count; signed ones are extended. */
    private static long raw(BinaryField field, byte[] payload) {
        long raw = 0;
        for (int i = 0; i < field.bytes(); i++) {
            int at = field.little() ? field.bytes() - 1 - i : i;
            raw = raw << Byte.SIZE | (payload[field.offset() + at] & 0xFF);
        }
        int unused = Long.SIZE - field.bytes() * Byte.SIZE;
        if (field.kind() == BinaryField.Kind.SIGNED) {
            return raw << unused >> unused;
        }
        if (field.bits() == 0 || field.bits() == Long.SIZE) {
            return raw;
        }
        return raw >>> field.lowBit() & ((1L << field.bits()) - 1);
    }
}
