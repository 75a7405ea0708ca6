package io.signalbox.alarm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The notices of one channel: those that wait, in order, and those that were given up. */
final class NoticeQueue {
    /** Notices that wait; the oldest is given up when there are more. */
    static final int MAX_WAITING = 1_000;

    /** Notices that were given up and are kept; the oldest is forgotten when there are more. */
    static final int MAX_DEAD = 1_000;

    record Dead(Notice notice, long atMillis, String reason) {}

    private final ArrayDeque<Notice> waiting = new ArrayDeque<>();
    private final ArrayDeque<Dead> dead = new ArrayDeque<>();
    private long delivered;
    private long died;
    private long lastMillis;

    void add(Notice notice, long nowMillis) {
        if (waiting.size() == MAX_WAITING) {
            bury(waiting.remove(), nowMillis, "more than " + MAX_WAITING + " notices waited");
        }
        waiting.add(notice);
    }

    /** Gives one up at once. */
    void refuse(Notice notice, long nowMillis, String reason) {
        bury(notice, nowMillis, reason);
    }

    /** Takes all dead letters away, the oldest first. */
    List<Notice> takeDead() {
        List<Notice> all = dead.stream().map(Dead::notice).toList();
        dead.clear();
        return all;
    }

    /** The one that is sent next. */
    @Nullable
    Notice head() {
        return waiting.peek();
    }

    void delivered(NoticeId id, long atMillis) {
        if (take(id) != null) {
            delivered++;
            lastMillis = atMillis;
        }
    }

    void died(NoticeId id, long atMillis, String reason) {
        Notice notice = take(id);
        if (notice != null) {
            bury(notice, atMillis, reason);
        }
    }

    private @Nullable Notice take(NoticeId id) {
        for (Iterator<Notice> all = waiting.iterator(); all.hasNext(); ) {
            Notice notice = all.next();
            if (notice.id().equals(id)) {
                all.remove();
                return notice;
            }
        }
        return null;
    }

    private void bury(Notice notice, long atMillis, String reason) {
        died++;
        if (dead.size() == MAX_DEAD) {
            dead.remove();
        }
        dead.add(new Dead(notice, atMillis, reason));
    }

    /** The dead letters wait again, in their order, behind the others. */
    void again(long nowMillis) {
        List<Dead> all = new ArrayList<>(dead);
        dead.clear();
        all.forEach(one -> add(one.notice, nowMillis));
    }

    NoticeView view(String channel, @Nullable NoticeTrouble trouble) {
        List<NoticeView.Letter> letters = new ArrayList<>();
        dead.forEach(
                one -> letters.add(new NoticeView.Letter(one.notice, one.atMillis, one.reason)));
        return new NoticeView(
                channel, List.copyOf(waiting), letters, delivered, died, lastMillis, trouble);
    }

    void write(ByteWriter out) {
        out.varint(delivered).varint(died).zigzag(lastMillis);
        out.varint(waiting.size());
        waiting.forEach(notice -> notice.write(out));
        out.varint(dead.size());
        for (Dead one : dead) {
            one.notice.write(out);
            out.zigzag(one.atMillis).string(one.reason);
        }
    }

    static NoticeQueue read(ByteReader in) {
        NoticeQueue queue = new NoticeQueue();
        queue.delivered = in.varint();
        queue.died = in.varint();
        queue.lastMillis = in.zigzag();
        for (int left = in.count(); left > 0; left--) {
            queue.waiting.add(Notice.read(in));
        }
        for (int left = in.count(); left > 0; left--) {
            queue.dead.add(new Dead(Notice.read(in), in.zigzag(), in.string()));
        }
        return queue;
    }
}
