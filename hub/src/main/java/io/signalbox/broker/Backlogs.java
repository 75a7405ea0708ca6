package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.journal.Entry;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Qos;

import java.util.ArrayList;
import java.util.List;

/**
 * How much the journal holds for each filter from any place on, so that it costs a subtraction to
 * know what waits for a session, and no message is looked at once per session.
 *
 * <p>A walk of its own counts messages of QoS 1 and 2 by the filters that their records name. Now
 * and then it puts a mark: so many had come before this record. What came up to a place is then
 * known to within one step, a 64th of the quota, and rounded so that never too much seems to wait.
 * Marks further back than a quota reaches are thinned out. Belongs to one thread at a time.
 */
final class Backlogs implements AutoCloseable {
    /** Steps into which each quota is divided. */
    private static final int STEPS = 64;

    /** The same for what is further back than a quota reaches. */
    private static final int OLD_STEPS = 4;

    /** What had come of one filter before this record; or how many ticks. */
    private record Mark(long sequence, long messages, long bytes) {}

    private static final class Flow {
        private final List<Mark> marks = new ArrayList<>(2);
        private long messages;
        private long bytes;
        private long last;

        /** How many of the marks are thinned out. */
        private int old;

        /** The first mark behind a place, or the end. */
        private Mark after(long sequence) {
            int low = 0;
            int high = marks.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (marks.get(middle).sequence <= sequence) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low < marks.size() ? marks.get(low) : new Mark(last + 1, messages, bytes);
        }
    }

    /** What waits; at least so much. */
    record Waiting(long messages, long bytes) {
        boolean exceeds(long mostMessages, long mostBytes) {
            return messages > mostMessages || bytes > mostBytes;
        }
    }

    /** What a session has of one filter: the messages behind {@code since} and before {@code until}. */
    record Span(int filterId, long since, long until) {
        static List<Span> of(StoredSession session) {
            List<Span> spans = new ArrayList<>();
            for (Subscription newest : session.all()) {
                for (Subscription s = newest; s != null; s = s.older) {
                    if (!s.shared && s.maximumQos() != Qos.AT_MOST_ONCE) {
                        spans.add(new Span(s.filterId, s.since, s.until));
                    }
                }
            }
            return spans;
        }
    }

    private final Journal journal;
    private final Quotas quotas;
    private final JournalReader reader;
    private IntMap<Flow> flows = new IntMap<>();
    private final List<Mark> tickMarks = new ArrayList<>();
    private final long from;
    private long ticks;
    private long tickMark;
    private long position;

    /** Counts what comes behind {@code from}, and nothing yet. */
    Backlogs(Journal journal, Quotas quotas, long from) {
        this.journal = journal;
        this.quotas = quotas;
        this.from = from;
        this.position = from;
        this.reader = journal.reader(Math.max(from + 1, journal.firstSequence()));
    }

    /** It knows nothing of what came before. */
    long from() {
        return from;
    }

    /** Counts all that is committed. */
    void walk() {
        long through = journal.committed();
        while (position < through && reader.next()) {
            Entry entry = reader.entry();
            position = entry.sequence();
            if (entry.type() == RecordType.PUBLISH
                    && PublishRecord.qos(entry.flags()) != Qos.AT_MOST_ONCE) {
                count(entry);
            } else if (entry.type() == RecordType.TICK && ++ticks % tickStep() == 0) {
                tickMarks.add(new Mark(position, ticks, 0));
                tickMark = quotas.sessionAgeSeconds() > 0 ? position : 0;
                forgetTicks();
            }
        }
    }

    private void count(Entry entry) {
        ByteReader in = entry.body();
        int size = in.remaining();
        PublishRecord.skipCause(in, entry.flags());
        for (int left = in.count(); left > 0; left--) {
            int filterId = in.count();
            Flow flow = flows.get(filterId);
            if (flow == null) {
                flow = new Flow();
                flows.put(filterId, flow);
            }
            count(flow, size);
        }
    }

    private void count(Flow flow, int size) {
        List<Mark> marks = flow.marks;
        Mark before = marks.isEmpty() ? null : marks.getLast();
        if (before == null
                || before.sequence < tickMark
                || flow.messages - before.messages >= step(quotas.sessionMessages())
                || flow.bytes - before.bytes >= step(quotas.sessionBytes())) {
            marks.add(new Mark(position, flow.messages, flow.bytes));
            thinOut(flow);
        }
        flow.messages++;
        flow.bytes += size;
        flow.last = position;
    }

    private void thinOut(Flow flow) {
        List<Mark> marks = flow.marks;
        while (flow.old + 1 < marks.size() && isFarBack(flow, marks.get(flow.old + 1))) {
            if (flow.old > 0 && isNear(marks.get(flow.old - 1), marks.get(flow.old + 1))) {
                marks.remove(flow.old);
            } else {
                flow.old++;
            }
        }
    }

    /** More came since this mark than any session may keep. */
    private boolean isFarBack(Flow flow, Mark mark) {
        return flow.messages - mark.messages > quotas.sessionMessages()
                || flow.bytes - mark.bytes > quotas.sessionBytes();
    }

    private boolean isNear(Mark first, Mark second) {
        return second.messages - first.messages < quotas.sessionMessages() / OLD_STEPS
                && second.bytes - first.bytes < quotas.sessionBytes() / OLD_STEPS;
    }

    private static long step(long quota) {
        return Math.max(1, quota / STEPS);
    }

    private long tickStep() {
        return step(quotas.sessionAgeSeconds());
    }

    private void forgetTicks() {
        while (tickMarks.size() > 1
                && ticks - tickMarks.get(1).messages >= quotas.sessionAgeSeconds()) {
            tickMarks.removeFirst();
        }
    }

    /** The last record that is older than a message may be; 0 if none is known to be. */
    long tooOld() {
        if (quotas.sessionAgeSeconds() == 0 || tickMarks.isEmpty()) {
            return 0;
        }
        Mark oldest = tickMarks.getFirst();
        return ticks - oldest.messages >= quotas.sessionAgeSeconds() ? oldest.sequence : 0;
    }

    /** What of these comes behind a place. */
    Waiting behind(List<Span> spans, long place) {
        long messages = 0;
        long bytes = 0;
        for (Span span : spans) {
            Flow flow = flows.get(span.filterId);
            if (flow == null || Math.max(place, span.since) >= flow.last) {
                continue;
            }
            Mark begin = flow.after(Math.max(place, span.since));
            Mark end = span.until > flow.last
                    ? new Mark(0, flow.messages, flow.bytes)
                    : flow.after(span.until - 1);
            messages += Math.max(0, end.messages - begin.messages);
            bytes += Math.max(0, end.bytes - begin.bytes);
        }
        return new Waiting(messages, bytes);
    }

    /** The first place behind which no more waits than this; all that is known of is one. */
    long firstPlaceWith(List<Span> spans, long place, long mostMessages, long mostBytes) {
        List<Long> places = new ArrayList<>();
        for (Span span : spans) {
            Flow flow = flows.get(span.filterId);
            if (flow != null) {
                flow.marks.forEach(mark -> places.add(mark.sequence - 1));
            }
        }
        places.removeIf(each -> each <= place);
        places.sort(null);
        int low = 0;
        int high = places.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (behind(spans, places.get(middle)).exceeds(mostMessages, mostBytes)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < places.size() ? places.get(low) : position;
    }

    int filters() {
        return flows.size();
    }

    /** Forgets all filters but these. */
    void keepOnly(int[] filterIds) {
        IntMap<Flow> kept = new IntMap<>();
        for (int filterId : filterIds) {
            Flow flow = flows.get(filterId);
            if (flow != null) {
                kept.put(filterId, flow);
            }
        }
        flows = kept;
    }

    @Override
    public void close() {
        reader.close();
    }
}
