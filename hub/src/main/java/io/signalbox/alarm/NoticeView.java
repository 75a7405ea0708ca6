package io.signalbox.alarm;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A channel by which notices go.
 *
 * @param waiting in the order in which they are sent
 * @param dead those that were given up, the oldest first
 * @param delivered how many have arrived
 * @param died how many were given up
 * @param lastMillis when the last one arrived; 0 if none has
 * @param trouble what holds up the first that waits; null if nothing is known to
 */
public record NoticeView(
        String channel,
        List<Notice> waiting,
        List<Letter> dead,
        long delivered,
        long died,
        long lastMillis,
        @Nullable NoticeTrouble trouble) {
    /** A notice that was given up. */
    public record Letter(Notice notice, long atMillis, String reason) {}

    public NoticeView {
        waiting = List.copyOf(waiting);
        dead = List.copyOf(dead);
    }
}
