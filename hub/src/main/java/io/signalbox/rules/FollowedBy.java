package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.Arrays;

/**
 * {@code a followed by b within d}: true as long as {@code b} is, if {@code a} turned from false to
 * true at most {@code d} before an instant of that.
 *
 * <p>The last {@code a} before the present instant is enough, for every earlier one is further
 * away. One that comes in the present instant must not displace it yet: what follows comes later
 * than what it follows, so that "fault followed by fault" means two of them.
 */
final class FollowedBy implements Sequence {
    private final Node first;
    private final Node then;
    private final long millis;

    /** What {@code a} was last. */
    private byte[] last = new byte[0];

    /** When {@code a} last began. */
    private long[] begun = new long[0];

    /** When it began before that. */
    private long[] earlier = new long[0];

    /** Whether the present stretch of {@code b} follows an {@code a}. */
    private boolean[] follows = new boolean[0];

    FollowedBy(Node first, Node then, long millis) {
        this.first = first;
        this.then = then;
        this.millis = millis;
    }

    @Override
    public int truth(int row, Moment moment) {
        int a = first.truth(row, moment);
        int b = then.truth(row, moment);
        long now = moment.now;
        if (a == Kleene.TRUE && last[row] == Kleene.FALSE && begun[row] != now) {
            earlier[row] = begun[row];
            begun[row] = now;
        }
        last[row] = (byte) a;
        if (b == Kleene.FALSE) {
            follows[row] = false;
            return Kleene.FALSE;
        }
        if (begun[row] == now) {
            moment.wake(now + 1);
        }
        long end = (begun[row] < now ? begun[row] : earlier[row]) + millis;
        follows[row] |= b == Kleene.TRUE && now <= end;
        if (follows[row]) {
            return b;
        }
        moment.wake(end + 1);
        return b == Kleene.UNKNOWN && now <= end ? Kleene.UNKNOWN : Kleene.FALSE;
    }

    @Override
    public long pendingMillis(int row, long now) {
        return now - begun[row] <= millis ? now - begun[row] : 0;
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
        earlier = Arrays.copyOf(earlier, rows);
        follows = Arrays.copyOf(follows, rows);
        for (int row = old; row < rows; row++) {
            reset(row);
        }
    }

    @Override
    public void reset(int row) {
        last[row] = Kleene.UNKNOWN;
        begun[row] = NEVER;
        earlier[row] = NEVER;
        follows[row] = false;
    }

    @Override
    public void copy(int row, Memory from) {
        FollowedBy older = (FollowedBy) from;
        last[row] = older.last[row];
        begun[row] = older.begun[row];
        earlier[row] = older.earlier[row];
        follows[row] = older.follows[row];
    }

    @Override
    public void snapshot(ByteWriter out, int row) {
        out.u8(last[row]).u64(begun[row]).u64(earlier[row]).u8(follows[row] ? 1 : 0);
    }

    @Override
    public void restore(ByteReader in, int row) {
        last[row] = (byte) in.u8();
        begun[row] = in.u64();
        earlier[row] = in.u64();
        follows[row] = in.u8() == 1;
    }

    @Override
    public long reachMillis() {
        return millis;
    }
}
