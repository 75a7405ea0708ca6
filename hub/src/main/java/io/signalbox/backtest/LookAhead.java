package io.signalbox.backtest;

import io.signalbox.effect.Cause;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * The past with a view of what comes soon: whether something that is decided now was decided then
 * too stands some records further on, for the decisions were a little behind the journal.
 *
 * <p>It sees {@link #MAX_RECORDS} records ahead and keeps {@link #MAX_BYTES} of them; what was
 * decided later than that counts as not decided.
 */
final class LookAhead {
    static final int MAX_RECORDS = 16_384;
    static final int MAX_BYTES = 8 << 20;

    private record Made(long sequence, int number) {}

    private final Past past;
    private final ArrayDeque<Recorded> ahead = new ArrayDeque<>();
    private final Map<Made, Recorded> caused = new HashMap<>();
    private int bytes;
    private boolean ended;

    LookAhead(Past past) {
        this.past = past;
    }

    /** The record that {@link #next} will give; null when there is no more. */
    @Nullable
    Recorded peek() {
        while (!ended && ahead.size() < MAX_RECORDS && (ahead.isEmpty() || bytes < MAX_BYTES)) {
            Recorded read = past.next();
            if (read == null) {
                ended = true;
            } else {
                ahead.add(read);
                bytes += read.size();
                if (read.caused()) {
                    caused.put(key(read.cause()), read);
                }
            }
        }
        return ahead.peek();
    }

    @Nullable
    Recorded next() {
        Recorded next = peek();
        if (next != null) {
            ahead.remove();
            bytes -= next.size();
            if (next.caused()) {
                caused.remove(key(next.cause()));
            }
        }
        return next;
    }

    /** The record to come that has this cause; null if none in sight has. */
    @Nullable
    Recorded coming(Cause cause) {
        return caused.get(key(cause));
    }

    private static Made key(Cause cause) {
        return new Made(cause.sequence(), cause.number());
    }
}
