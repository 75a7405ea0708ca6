package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;

import java.util.Arrays;

/**
 * Stretches of the journal whose messages a session does not get though they match, because too many
 * waited for it. Part of the cursor, so that reading again after a crash comes to the same
 * deliveries and packet ids. Immutable; as a rule there is none.
 */
final class Skipped {
    static final Skipped NONE = new Skipped(new long[0]);

    /** For each in order: the record before its first, its last. */
    private final long[] ends;

    private Skipped(long[] ends) {
        this.ends = ends;
    }

    boolean holds(long sequence) {
        for (int i = 0; i < ends.length && ends[i] < sequence; i += 2) {
            if (sequence <= ends[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** The last record of the last stretch; 0 when there is none. */
    long through() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** One more stretch, behind the others; one that joins the last makes that longer. */
    Skipped and(long behind, long through) {
        if (behind < through() || through <= behind) {
            throw new IllegalArgumentException("expected a stretch behind record " + through()
                    + ", found " + behind + " to " + through);
        }
        if (ends.length > 0 && behind == through()) {
            long[] longer = ends.clone();
            longer[ends.length - 1] = through;
            return new Skipped(longer);
        }
        long[] more = Arrays.copyOf(ends, ends.length + 2);
        more[ends.length] = behind;
        more[ends.length + 1] = through;
        return new Skipped(more);
    }

    /** Without those that a cursor has passed. */
    Skipped behind(long low) {
        int passed = 0;
        while (passed < ends.length && ends[passed + 1] <= low) {
            passed += 2;
        }
        if (passed == 0) {
            return this;
        }
        return passed == ends.length
                ? NONE
                : new Skipped(Arrays.copyOfRange(ends, passed, ends.length));
    }

    void write(ByteWriter out) {
        out.varint(ends.length / 2);
        for (long end : ends) {
            out.varint(end);
        }
    }

    static Skipped read(ByteReader in) {
        long[] ends = new long[2 * in.count(2)];
        long before = 0;
        for (int i = 0; i < ends.length; i++) {
            long end = in.varint();
            if (end < before || (end == before && i > 0)) {
                throw new MalformedBytes(
                        "expected stretches of records one behind the other, found " + end
                                + " behind " + before);
            }
            ends[i] = end;
            before = end;
        }
        return ends.length == 0 ? NONE : new Skipped(ends);
    }
}
