package io.signalbox.rules;

/**
 * The instant at which conditions are evaluated. It also gathers the next instant at which a
 * condition may change by the passing of time alone: each part of a condition says when that is
 * for itself ({@link #wake}), and the earliest becomes the instance's one timer.
 */
final class Moment {
    long now;
    long hearingSince;
    private long wakeAt;

    void begin(long now, long hearingSince) {
        this.now = now;
        this.hearingSince = hearingSince;
        this.wakeAt = TimerWheel.NONE;
    }

    /** The same, at once. */
    Moment at(long instant, long heardSince) {
        begin(instant, heardSince);
        return this;
    }

    void wake(long millis) {
        if (millis > now && millis < wakeAt) {
            wakeAt = millis;
        }
    }

    long wakeAt() {
        return wakeAt;
    }
}
