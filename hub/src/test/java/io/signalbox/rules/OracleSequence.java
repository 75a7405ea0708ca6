package io.signalbox.rules;

import io.signalbox.language.Condition;

import java.util.ArrayList;
import java.util.List;

/** A sequence by brute force: all that its parts ever were, searched anew each time. */
final class OracleSequence {
    /** What both parts of a sequence were. */
    record Both(long at, int first, int then) {
        boolean like(Both other) {
            return first == other.first && then == other.then;
        }
    }

    private final List<Both> history = new ArrayList<>();
    private final boolean followed;
    private final long millis;
    private long now;

    OracleSequence(Condition.Sequence sequence) {
        this.followed = sequence.followed();
        this.millis = sequence.millis();
    }

    /** Its truth, given what its parts are at this instant. */
    int truth(long at, int first, int then) {
        now = at;
        Both both = new Both(now, first, then);
        int size = history.size();
        boolean stays = size > 1
                && both.like(history.get(size - 1))
                && both.like(history.get(size - 2))
                && history.get(size - 2).at < history.get(size - 1).at;
        if (!stays) {
            history.add(both);
        }
        return followed ? followed() : notFollowed();
    }

    private boolean begins(int i) {
        return i > 0 && history.get(i - 1).first == 0 && history.get(i).first == 2;
    }

    /** Whether the first part began before that instant, at most so long. */
    private boolean begunWithin(long at) {
        for (int i = history.size() - 1; i > 0; i--) {
            long begun = history.get(i).at;
            if (begins(i) && begun < at && at - begun <= millis) {
                return true;
            }
        }
        return false;
    }

    private int followed() {
        int then = history.getLast().then;
        if (then != 0 && begunWithin(now)) {
            return history.stream().skip(lastFalse() + 1).anyMatch(b -> b.then == 2)
                    ? then
                    : Math.min(then, 1);
        }
        for (int i = history.size() - 1; i > lastFalse(); i--) {
            if (history.get(i).then == 2 && begunWithin(history.get(i).at)) {
                return then;
            }
        }
        return 0;
    }

    private int lastFalse() {
        int i = history.size() - 1;
        while (i >= 0 && history.get(i).then != 0) {
            i--;
        }
        return i;
    }

    private int notFollowed() {
        int waiting = -1;
        long known = 0;
        for (int i = 0; i < history.size(); i++) {
            Both both = history.get(i);
            boolean later = waiting >= 0 && both.at > history.get(waiting).at;
            if (later && both.then == 2) {
                waiting = -1;
            } else if (later
                    && both.then == 0
                    && history.get(i - 1).then == 1
                    && history.get(i - 1).at > history.get(waiting).at) {
                known = both.at;
            }
            if (begins(i) && (waiting < 0 || both.at >= history.get(waiting).at + millis)) {
                waiting = i;
                known = both.at;
            }
        }
        if (waiting < 0 || now < history.get(waiting).at + millis) {
            return 0;
        }
        return history.getLast().then == 0 && now >= known + millis ? 2 : 1;
    }
}
