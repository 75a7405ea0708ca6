package io.signalbox.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The start of each payload: a mark (4 bytes), the publisher (4), its sequence number (8), and when
 * the message was due (8, monotonic nanoseconds of this machine), all big-endian.
 */
public final class Stamp {
    public static final int BYTES = 24;

    private static final int MARK = 0x53424C44;
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Stamp() {}

    static void write(byte[] target, int at, int publisher, long sequence, long dueNanos) {
        INT.set(target, at, MARK);
        INT.set(target, at + 4, publisher);
        LONG.set(target, at + 8, sequence);
        LONG.set(target, at + 16, dueNanos);
    }

    /** Whether the payload comes from a publisher of this program. */
    static boolean isIn(byte[] payload) {
        return payload.length >= BYTES && (int) INT.get(payload, 0) == MARK;
    }

    static int publisher(byte[] payload) {
        return (int) INT.get(payload, 4);
    }

    static long sequence(byte[] payload) {
        return (long) LONG.get(payload, 8);
    }

    static long dueNanos(byte[] payload) {
        return (long) LONG.get(payload, 16);
    }
}
