package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.time.Times;

/**
 * {@code a followed by b within d}: true as long as {@code b} is, if {@code a} turned from false to
 * true at most {@code d} before an instant of that.
 *
 * <p>The last {@code a} before the present instant is enough, for every earlier one is further
 * away. One that comes in the present instant must not displace it yet: what follows comes later
 * than what it follows, so that "fault followed by fault" means two of them.
 */
final class FollowedBy extends RowMemory implements Node, Fill {
    private final String text;
    private final Node first;
    private final Node then;
    private final long millis;

    /** What {@code a} was last. */
    private final Bytes last = bytes(Kleene.UNKNOWN);

    /** When {@code a} last began. */
    private final Longs begun = longs(NEVER);

    /** When it began before that. */
    private final Longs earlier = longs(NEVER);

    /** Whether the present stretch of {@code b} follows an {@code a}. */
    private final Bytes follows = bytes(0);

    /** @param text what the author wrote for {@code a} */
    FollowedBy(String text, Node first, Node then, long millis) {
        this.text = text;
        this.first = first;
        this.then = then;
        this.millis = millis;
    }

    @Override
    public int truth(int row, Moment moment) {
        int a = first.truth(row, moment);
        int b = then.truth(row, moment);
        long now = moment.now;
        if (a == Kleene.TRUE && last.at[row] == Kleene.FALSE && begun.at[row] != now) {
            earlier.at[row] = begun.at[row];
            begun.at[row] = now;
        }
        last.at[row] = (byte) a;
        if (b == Kleene.FALSE) {
            follows.set(row, false);
            return Kleene.FALSE;
        }
        if (begun.at[row] == now) {
            moment.wake(now + 1);
        }
        long end = (begun.at[row] < now ? begun.at[row] : earlier.at[row]) + millis;
        if (b == Kleene.TRUE && now <= end) {
            follows.set(row, true);
        }
        if (follows.is(row)) {
            return b;
        }
        moment.wake(end + 1);
        return b == Kleene.UNKNOWN && now <= end ? Kleene.UNKNOWN : Kleene.FALSE;
    }

    @Override
    public String lack(int row) {
        if (follows.is(row)) {
            return "";
        }
        if (begun.at[row] == NEVER) {
            return "'" + text + "' has not begun yet";
        }
        return "'" + text + "' began at " + Times.of(begun.at[row]) + "; what follows by "
                + Times.of(begun.at[row] + millis) + " counts";
    }

    /** How long ago the last {@code a} came, in milliseconds; 0 if it counts no more. */
    long pendingMillis(int row, long now) {
        return now - begun.at[row] <= millis ? now - begun.at[row] : 0;
    }

    @Override
    public long reachMillis() {
        return millis;
    }
}
