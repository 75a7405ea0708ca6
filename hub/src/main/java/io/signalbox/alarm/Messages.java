package io.signalbox.alarm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What rules say to people, and how often: of each channel {@link Notices#BURST} go at once in
 * {@link Notices#WINDOW_MILLIS}, what comes beyond is gathered and told in one notice when that time
 * is over.
 */
final class Messages {
    /** One channel. */
    private static final class Gathering {
        private long fromMillis;
        private int sent;
        private int count;
        private final List<Notice.Said> said = new ArrayList<>();
    }

    private final Map<String, Gathering> channels = new TreeMap<>();

    /** True if this may be told at once; if not it is kept. */
    boolean passes(String channel, Notice.Said said, long nowMillis) {
        Gathering of = channels.computeIfAbsent(channel, _ -> new Gathering());
        if (nowMillis - of.fromMillis >= Notices.WINDOW_MILLIS && of.count == 0) {
            of.fromMillis = nowMillis;
            of.sent = 0;
        }
        if (of.sent < Notices.BURST) {
            of.sent++;
            return true;
        }
        of.count++;
        if (of.said.size() < Notice.MOST_TOLD) {
            of.said.add(said);
        }
        return false;
    }

    /** What was gathered long enough, by channel; numbered from {@code first} on. */
    Map<String, Notice> due(long sequence, int first, long nowMillis) {
        Map<String, Notice> due = new TreeMap<>();
        int number = first;
        Iterator<Map.Entry<String, Gathering>> all = channels.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Gathering> entry = all.next();
            Gathering of = entry.getValue();
            if (nowMillis - of.fromMillis < Notices.WINDOW_MILLIS) {
                continue;
            }
            if (of.count == 0) {
                all.remove();
                continue;
            }
            NoticeId id = new NoticeId(sequence, number++);
            due.put(entry.getKey(), Notice.message(id, nowMillis, of.said, of.count));
            of.fromMillis = nowMillis;
            of.sent = 1;
            of.count = 0;
            of.said.clear();
        }
        return due;
    }

    void snapshot(ByteWriter out) {
        out.varint(channels.size());
        channels.forEach((name, of) -> {
            out.string(name).zigzag(of.fromMillis).varint(of.sent).varint(of.count);
            Notice.writeSaid(out, of.said);
        });
    }

    void restore(ByteReader in) {
        channels.clear();
        for (int left = in.count(); left > 0; left--) {
            Gathering of = new Gathering();
            channels.put(in.string(), of);
            of.fromMillis = in.zigzag();
            of.sent = in.count();
            of.count = in.count();
            of.said.addAll(Notice.readSaid(in));
        }
    }
}
