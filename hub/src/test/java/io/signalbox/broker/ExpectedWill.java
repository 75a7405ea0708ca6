package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;

/**
 * What the model says of the will of one connection [MQTT5 3.1.2.5]: when it is published, if it is,
 * and that it is never published twice.
 */
final class ExpectedWill {
    private enum State {
        /** Its connection is open. */
        ARMED,
        /** Another connection is opened, and not accepted yet. */
        PASSING,
        /** It is published at its time, if no other connection comes before. */
        WAITING,
        NEVER,
        /** The connection was never accepted, or the other one never was. */
        PERHAPS
    }

    private static final long NOT_YET = -1;

    final Published published;
    private final Chronicle chronicle;
    private final long delaySeconds;
    private State state = State.ARMED;
    private Deadline deadline = Deadline.in(0, 0);
    private @Nullable Deadline passedBy;
    private boolean atOnce;
    private long decided;
    private long millis = NOT_YET;

    ExpectedWill(
            Chronicle chronicle,
            String publisher,
            String topic,
            Qos qos,
            boolean retain,
            long delaySeconds) {
        this.chronicle = chronicle;
        this.delaySeconds = delaySeconds;
        this.published = chronicle.will(this, publisher, topic, qos, retain);
    }

    Will will() {
        return new Will(published.message, delaySeconds);
    }

    private void become(State next) {
        state = next;
        decided = chronicle.now();
        check();
    }

    /** Its connection was never accepted. */
    void refused() {
        become(State.PERHAPS);
    }

    /** The client said good-bye. */
    void cancelled() {
        become(State.NEVER);
    }

    /** Its connection is gone, and the session that has so many seconds left. */
    void lost(long now, long expirySeconds) {
        long seconds = Math.min(delaySeconds, expirySeconds);
        atOnce = seconds == 0;
        deadline = Deadline.in(seconds, now);
        become(State.WAITING);
    }

    /** Another connection is opened. */
    void passes(long now, long expirySeconds) {
        if (state == State.ARMED) {
            atOnce = delaySeconds == 0 || expirySeconds == 0;
            passedBy = null;
            deadline = Deadline.in(0, now);
            become(State.PASSING);
        } else if (state == State.WAITING
                && !atOnce
                && millis == NOT_YET
                && !deadline.isOver(now)) {
            passedBy = deadline;
            become(State.PASSING);
        }
    }

    /** The other connection was accepted, which was opened then. */
    void passed(boolean sessionPresent, long opened, long now) {
        if (state != State.PASSING) {
            return;
        }
        Deadline before = passedBy;
        if (!sessionPresent || atOnce) {
            deadline = Deadline.since(
                    before == null ? opened : Math.min(before.earliest(), opened), now);
            atOnce = true;
            become(State.WAITING);
        } else if (before == null || before.isBefore(now)) {
            become(State.NEVER);
        } else {
            become(State.PERHAPS);
        }
    }

    /** The other connection never was accepted. */
    void notPassed(long opened, long now) {
        if (state == State.PASSING) {
            deadline = Deadline.since(opened, now);
            become(atOnce ? State.WAITING : State.PERHAPS);
        }
    }

    void settled(long now) {
        if (state == State.WAITING) {
            deadline.settled(now);
        }
    }

    void restarted(long now, boolean powerFailed) {
        boolean durable = !powerFailed || chronicle.isDurable(decided);
        if (state == State.NEVER && !durable) {
            become(State.PERHAPS);
        }
        if (state == State.WAITING && millis == NOT_YET) {
            deadline.restarted(powerFailed ? now - chronicle.durableMillis() : 0);
            if (!durable) {
                atOnce = false;
                deadline = deadline.or(now, delaySeconds);
            }
        }
    }

    /** It comes to somebody. */
    void comes(long publishedMillis) {
        if (millis != NOT_YET) {
            assertThat(publishedMillis).as("%s comes twice", published).isEqualTo(millis);
        }
        millis = publishedMillis;
        check();
    }

    private void check() {
        if (millis == NOT_YET) {
            return;
        }
        assertThat(state).as("%s", published).isNotIn(State.ARMED, State.NEVER);
        if (state == State.WAITING) {
            boolean inTime = !deadline.isBefore(millis) && !deadline.isOver(millis);
            assertThat(inTime)
                    .as("%s at %d, not in %s", published, millis, deadline)
                    .isTrue();
        }
    }

    /** At the end, when the one who gets everything has all that was published. */
    void checkLast(long now) {
        if (state == State.WAITING && deadline.isOver(now)) {
            assertThat(millis)
                    .as("%s until %d, by %s", published, now, deadline)
                    .isPositive();
        }
    }

    boolean isExpected() {
        return state == State.WAITING;
    }
}
