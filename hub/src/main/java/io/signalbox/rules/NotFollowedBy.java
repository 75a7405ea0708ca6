package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

/**
 * {@code a not followed by b within d}: true from {@code d} after {@code a} turned from false to
 * true until {@code b} comes, or {@code a} comes anew and the waiting starts again.
 *
 * <p>Of several {@code a} that wait the earliest counts: it is the first to have waited too long,
 * and one {@code b} answers them all. While {@code b} is unknown nobody can say that it did not
 * come: as with a dwell, the waiting then starts anew when it is known again, and it is unknown
 * until then, so a gap neither makes a rule active nor ends it.
 */
final class NotFollowedBy extends RowMemory implements Node {
    private final Node first;
    private final Node then;
    private final long millis;

    /** What {@code a} was last. */
    private final Bytes last = bytes(Kleene.UNKNOWN);

    /** When the {@code a} that waits began; {@link PlantTime#NEVER} if none does. */
    private final Longs begun = longs(NEVER);

    /** Since when {@code b} is known to be false, from that instant on. */
    private final Longs since = longs(NEVER);

    /** Whether {@code b} was unknown when last looked at. */
    private final Bytes doubtful = bytes(0);

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
        if (begun.at[row] != NEVER && now > begun.at[row]) {
            look(row, b, now);
        }
        boolean over = begun.at[row] == NEVER || now >= begun.at[row] + millis;
        if (a == Kleene.TRUE && last.at[row] == Kleene.FALSE && over) {
            begun.at[row] = now;
            since.at[row] = now;
            doubtful.set(row, false);
        }
        last.at[row] = (byte) a;
        if (begun.at[row] == NEVER) {
            return Kleene.FALSE;
        }
        long end = begun.at[row] + millis;
        if (now < end) {
            moment.wake(begun.at[row] + 1);
            moment.wake(end);
            return Kleene.FALSE;
        }
        if (doubtful.is(row)) {
            return Kleene.UNKNOWN;
        }
        moment.wake(since.at[row] + millis);
        return now < since.at[row] + millis ? Kleene.UNKNOWN : Kleene.TRUE;
    }

    private void look(int row, int b, long now) {
        if (b == Kleene.TRUE) {
            begun.at[row] = NEVER;
        } else if (b == Kleene.UNKNOWN) {
            doubtful.set(row, true);
        } else if (doubtful.is(row)) {
            doubtful.set(row, false);
            since.at[row] = now;
        }
    }

    /** For how long an {@code a} has waited, in milliseconds; 0 if none does. */
    long pendingMillis(int row, long now) {
        return begun.at[row] == NEVER ? 0 : now - begun.at[row];
    }

    @Override
    public long reachMillis() {
        return millis;
    }
}
