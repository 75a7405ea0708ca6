package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.Arrays;

/**
 * {@code a not followed by b within d}: true from {@code d} after {@code a} turned from false to
 * true until {@code b} comes, or {@code a} comes anew and the waiting starts again.
 *
 * <p>Of several {@code a} that wait the earliest counts: it is the first to have waited too long,
 * and one {@code b} answers them all. While {@code b} is unknown nobody can say that it did not
 * come: as with a dwell, the waiting then starts anew when it is known again, and it is unknown
 * until then, so a gap neither makes a rule active nor ends it.
 */
final class NotFollowedBy implements Sequence {
    private final Node first;
    private final Node then;
    private final long millis;

    /** What {@code a} was last. */
    private byte[] last = new byte[0];

    /** When the {@code a} that waits began; {@link PlantTime#NEVER} if none does. */
    private long[] begun = new long[0];

    /** Since when {@code b} is known to be false, from that instant on. */
    private long[] since = new long[0];

    /** Whether {@code b} was unknown when last looked at. */
    private boolean[] doubtful = new boolean[0];

    NotFollowedBy(Node first, Node then, long millis) {
        this.first = first;
        this.then = then;
        this.millis = millis;
    }

    @Override
    public int truth(int row, Moment moment) {
        int a = first.truth(row, moment);
        int b = then.truth(row, moment);
        long now = moment.now;
        if (begun[row] != NEVER && now > begun[row]) {
            look(row, b, now);
        }
        boolean over = begun[row] == NEVER || now >= begun[row] + millis;
        if (a == Kleene.TRUE && last[row] == Kleene.FALSE && over) {
            begun[row] = now;
            since[row] = now;
            doubtful[row] = false;
        }
        last[row] = (byte) a;
        if (begun[row] == NEVER) {
            return Kleene.FALSE;
        }
        long end = begun[row] + millis;
        if (now < end) {
            moment.wake(begun[row] + 1);
            moment.wake(end);
            return Kleene.FALSE;
        }
        if (doubtful[row]) {
            return Kleene.UNKNOWN;
        }
        moment.wake(since[row] + millis);
        return now < since[row] + millis ? Kleene.UNKNOWN : Kleene.TRUE;
    }

    private void look(int row, int b, long now) {
        if (b == Kleene.TRUE) {
            begun[row] = NEVER;
        } else if (b == Kleene.UNKNOWN) {
            doubtful[row] = true;
        } else if (doubtful[row]) {
            doubtful[row] = false;
            since[row] = now;
        }
    }

    @Override
    public long pendingMillis(int row, long now) {
        return begun[row] == NEVER ? 0 : now - begun[row];
    }

    @Override
    public int rowBytes() {
        return 2 * Byte.BYTES + 2 * Long.BYTES;
    }

    @Override
    public void resize(int rows) {
        int old = last.length;
        last = Arrays.copyOf(last, rows);
        begun = Arrays.copyOf(begun, rows);
        since = Arrays.copyOf(since, rows);
        doubtful = Arrays.copyOf(doubtful, rows);
        for (int row = old; row < rows; row++) {
            reset(row);
        }
    }

    @Override
    public void reset(int row) {
        last[row] = Kleene.UNKNOWN;
        begun[row] = NEVER;
        since[row] = NEVER;
        doubtful[row] = false;
    }

    @Override
    public void copy(int row, Memory from) {
        NotFollowedBy older = (NotFollowedBy) from;
        last[row] = older.last[row];
        begun[row] = older.begun[row];
        since[row] = older.since[row];
        doubtful[row] = older.doubtful[row];
    }

    @Override
    public void snapshot(ByteWriter out, int row) {
        out.u8(last[row]).u64(begun[row]).u64(since[row]).u8(doubtful[row] ? 1 : 0);
    }

    @Override
    public void restore(ByteReader in, int row) {
        last[row] = (byte) in.u8();
        begun[row] = in.u64();
        since[row] = in.u64();
        doubtful[row] = in.u8() == 1;
    }

    @Override
    public long reachMillis() {
        return millis;
    }
}
