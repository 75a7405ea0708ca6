package io.signalbox.alarm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;
import io.signalbox.language.Severity;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides who is told of alarms, and keeps what they have not been told yet: a fold over alarms, the
 * time and NOTICE records. The fold's thread changes it, other threads read it.
 *
 * <p>Once a second each alarm that changed is compared with what was told of it, so that one which
 * ends and begins at once makes no noise. One that comes and goes is told {@link #TOLD_RAISES} times
 * in {@link #QUIET_MILLIS}, then again when that time is over. More than {@link #BURST} notices in
 * {@link #WINDOW_MILLIS} are a storm: from there on one notice in that time tells what the alarms
 * have in common, until they are few again.
 */
public final class Notices {
    /** Notices of single alarms in {@link #WINDOW_MILLIS}. */
    static final int BURST = 10;

    static final long WINDOW_MILLIS = 30_000;

    /** How often one alarm is told to be raised in {@link #QUIET_MILLIS}. */
    static final int TOLD_RAISES = 3;

    static final long QUIET_MILLIS = 600_000;

    /** The channel of what is said to names that the configuration does not have. */
    public static final String UNKNOWN = "no such receiver";

    /** From here on the messages of a tick are numbered; below are its alarms. */
    private static final int FIRST_MESSAGE = 100_000;

    /**
     * Who is told, and of what.
     *
     * @param channels the names of those that are told of alarms
     * @param least how bad an alarm must be to be told of
     * @param receivers whom rules can tell something, by name
     */
    public record Terms(
            Set<String> channels, Severity least, SequencedMap<String, Receiver> receivers) {
        /** Nobody is told. */
        public static final Terms NOBODY = new Terms(Set.of(), Severity.CRITICAL);

        public Terms {
            channels = new LinkedHashSet<>(channels);
            receivers = new LinkedHashMap<>(receivers);
        }

        /** Nobody is told by name. */
        public Terms(Set<String> channels, Severity least) {
            this(channels, least, new LinkedHashMap<>());
        }
    }

    /** What was told of an alarm. */
    private static final class Said {
        private long sequence;
        private boolean active;
        private long quietFrom;
        private int raises;

        boolean mayRaise(long nowMillis) {
            return raises < TOLD_RAISES || nowMillis - quietFrom >= QUIET_MILLIS;
        }

        void say(Alarm alarm, long nowMillis) {
            if (alarm.sequence() > sequence) {
                if (nowMillis - quietFrom >= QUIET_MILLIS) {
                    quietFrom = nowMillis;
                    raises = 0;
                }
                raises++;
            }
            see(alarm);
        }

        void see(Alarm alarm) {
            sequence = alarm.sequence();
            active = alarm.active();
        }
    }

    private final Terms terms;
    private final Function<String, String> placeOf;
    private final Map<AlarmKey, Said> said = new HashMap<>();
    private final Set<AlarmKey> open = new LinkedHashSet<>();
    private final Map<String, NoticeQueue> queues = new LinkedHashMap<>();
    private final Map<String, NoticeTrouble> troubles = new HashMap<>();
    private final Messages messages = new Messages();
    private long windowFrom;
    private int sent;
    private boolean live;
    private boolean fresh;

    /** @param placeOf where a device stands; empty if that is not known */
    public Notices(Terms terms, Function<String, String> placeOf) {
        this.terms = terms;
        this.placeOf = placeOf;
        terms.channels().forEach(channel -> queues.put(channel, new NoticeQueue()));
        for (Receiver receiver : terms.receivers().values()) {
            receiver.channels().forEach(c -> queues.computeIfAbsent(c, _ -> new NoticeQueue()));
        }
        this.fresh = !queues.isEmpty();
    }

    /** The alarm is as it is now; what follows is decided with the next {@link #tick}. */
    public synchronized void changed(Alarm alarm) {
        if (!terms.channels().isEmpty() && alarm.severity().atLeast(terms.least())) {
            open.add(alarm.key());
        }
    }

    /** A rule has something to say: applies a TELL record. */
    public synchronized void tell(Entry entry) {
        tell(Tell.read(entry), new NoticeId(entry.sequence(), 0), entry.timeMillis());
        notifyAll();
    }

    private void tell(Tell words, NoticeId id, long now) {
        Notice.Said said = new Notice.Said(words, placeOf.apply(words.device()));
        Notice notice = Notice.message(id, now, List.of(said), 1);
        Receiver receiver = terms.receivers().get(words.who());
        List<String> channels = receiver == null ? List.of() : receiver.channels(words.via());
        for (String channel : channels) {
            NoticeQueue queue = queues.get(channel);
            if (queue != null && messages.passes(channel, said, now)) {
                queue.add(notice, now);
            }
        }
        if (channels.isEmpty()) {
            String reason = receiver == null
                    ? "nobody is called '" + words.who() + "' in notify.people"
                    : "'" + words.who() + "' has no " + words.via() + " in notify.people";
            queues.computeIfAbsent(UNKNOWN, _ -> new NoticeQueue()).refuse(notice, now, reason);
        }
    }

    /** A second has passed. */
    public synchronized void tick(Entry tick, Alarms alarms) {
        long now = tick.timeMillis();
        messages.due(tick.sequence(), FIRST_MESSAGE, now).forEach((channel, notice) -> {
            NoticeQueue queue = queues.get(channel);
            if (queue != null) {
                queue.add(notice, now);
                notifyAll();
            }
        });
        boolean storm = sent >= BURST;
        boolean windowEnds = now - windowFrom >= WINDOW_MILLIS;
        if (windowEnds) {
            windowFrom = now;
            sent = 0;
            said.values().removeIf(s -> !s.active && now - s.quietFrom >= QUIET_MILLIS);
        }
        if (open.isEmpty() || (storm && !windowEnds)) {
            return;
        }
        List<Alarm> raised = new ArrayList<>();
        List<Alarm> cleared = new ArrayList<>();
        open.removeIf(key -> look(alarms.find(key), key, now, raised, cleared));
        if (storm && raised.size() + cleared.size() > BURST) {
            sent = BURST;
            NoticeId id = new NoticeId(tick.sequence(), 0);
            add(Notice.storm(id, now, raised, cleared, placeOf), now);
            raised.forEach(alarm -> said(alarm.key()).say(alarm, now));
            cleared.forEach(alarm -> said(alarm.key()).say(alarm, now));
        } else {
            int number = tellEach(raised, true, tick, 0);
            int _ = tellEach(cleared, false, tick, number);
        }
    }

    /** Tells of these as long as they are few, and keeps the others open; returns the next number. */
    private int tellEach(List<Alarm> some, boolean raised, Entry tick, int first) {
        int number = first;
        for (Alarm alarm : some) {
            if (sent == BURST) {
                open.add(alarm.key());
                continue;
            }
            sent++;
            NoticeId id = new NoticeId(tick.sequence(), number++);
            long now = tick.timeMillis();
            add(Notice.of(id, now, alarm, raised, placeOf.apply(alarm.device())), now);
            said(alarm.key()).say(alarm, now);
        }
        return number;
    }

    /** Sorts out what is to be told of an alarm; false if it has to be looked at again. */
    private boolean look(
            @Nullable Alarm alarm,
            AlarmKey key,
            long now,
            List<Alarm> raised,
            List<Alarm> cleared) {
        if (alarm == null) {
            said.remove(key);
            return true;
        }
        if (alarm.shelved()) {
            return true;
        }
        Said before = said.get(key);
        boolean untold = before == null || alarm.sequence() > before.sequence;
        if (untold && alarm.acknowledged()) {
            said(key).see(alarm);
        } else if (untold) {
            if (before != null && !before.mayRaise(now)) {
                return false;
            }
            raised.add(alarm);
        } else if (before != null && before.active && !alarm.active()) {
            cleared.add(alarm);
        }
        return true;
    }

    private Said said(AlarmKey key) {
        return said.computeIfAbsent(key, _ -> new Said());
    }

    private void add(Notice notice, long now) {
        for (String channel : terms.channels()) {
            NoticeQueue queue = queues.get(channel);
            if (queue != null) {
                queue.add(notice, now);
            }
        }
        notifyAll();
    }

    /** Applies a NOTICE record. */
    public synchronized void apply(Entry entry) {
        NoticeChange change = NoticeChange.read(entry.body());
        switch (change) {
            case NoticeChange.Delivered d -> {
                NoticeQueue queue = queues.get(d.channel());
                if (queue != null) {
                    queue.delivered(d.id(), d.atMillis());
                }
                troubles.remove(d.channel());
            }
            case NoticeChange.Died d -> {
                NoticeQueue queue = queues.get(d.channel());
                if (queue != null) {
                    queue.died(d.id(), d.atMillis(), d.reason());
                }
                troubles.remove(d.channel());
            }
            case NoticeChange.Again a -> {
                NoticeQueue queue = queues.get(a.channel());
                if (queue != null && a.channel().equals(UNKNOWN)) {
                    queue.takeDead()
                            .forEach(dead -> dead.said()
                                    .forEach(said -> tell(said.words(), dead.id(), a.atMillis())));
                } else if (queue != null) {
                    queue.again(a.atMillis());
                }
            }
            case NoticeChange.Test t -> {
                Notice test = Notice.test(new NoticeId(entry.sequence(), 0), t.atMillis());
                queues.forEach((name, queue) -> {
                    if (!name.equals(UNKNOWN)) {
                        queue.add(test, t.atMillis());
                    }
                });
            }
        }
        notifyAll();
    }

    /** The journal's end is reached: what waits now has not been delivered. */
    public synchronized void goLive() {
        if (!live) {
            live = true;
            notifyAll();
        }
    }

    /** Waits for the notice that this channel is to be sent next. */
    public synchronized Notice await(String channel) throws InterruptedException {
        while (true) {
            NoticeQueue queue = queues.get(channel);
            Notice head = queue == null || !live ? null : queue.head();
            if (head != null) {
                return head;
            }
            wait();
        }
    }

    /** True as long as this notice is the channel's next. */
    public synchronized boolean isNext(String channel, Notice notice) {
        NoticeQueue queue = queues.get(channel);
        Notice head = queue == null ? null : queue.head();
        return head != null && head.id().equals(notice.id());
    }

    /** An attempt was in vain; forgotten with the next that is not, and with the process. */
    public synchronized void trouble(String channel, NoticeTrouble trouble) {
        troubles.put(channel, trouble);
    }

    /** The channels by name. */
    public synchronized List<NoticeView> views() {
        List<NoticeView> views = new ArrayList<>();
        queues.forEach((name, queue) -> views.add(queue.view(name, troubles.get(name))));
        return views;
    }

    /** One channel. */
    public synchronized Optional<NoticeView> view(String channel) {
        return Optional.ofNullable(queues.get(channel))
                .map(queue -> queue.view(channel, troubles.get(channel)));
    }

    /**
     * Some channel was in no snapshot yet. A snapshot has to be made before its first notice: a
     * replay would take it for new again.
     */
    public synchronized boolean fresh() {
        return fresh;
    }

    public synchronized void snapshot(ByteWriter out) {
        out.zigzag(windowFrom).varint(sent).varint(said.size());
        said.forEach((key, s) -> {
            key.write(out);
            out.varint(s.sequence).u8(s.active ? 1 : 0).zigzag(s.quietFrom).varint(s.raises);
        });
        out.varint(open.size());
        open.forEach(key -> key.write(out));
        out.varint(queues.size());
        queues.forEach((name, queue) -> {
            out.string(name);
            queue.write(out);
        });
        messages.snapshot(out);
        fresh = false;
    }

    /** Takes up what {@link #snapshot} wrote; what waited for channels that are gone is dropped. */
    public synchronized void restore(ByteReader in) {
        restoreOld(in);
        messages.restore(in);
    }

    /** Takes up what versions wrote in which rules could tell nobody. */
    public synchronized void restoreOld(ByteReader in) {
        windowFrom = in.zigzag();
        sent = in.count();
        for (int left = in.count(); left > 0; left--) {
            Said s = said(AlarmKey.read(in));
            s.sequence = in.varint();
            s.active = in.u8() == 1;
            s.quietFrom = in.zigzag();
            s.raises = in.count();
        }
        for (int left = in.count(); left > 0; left--) {
            open.add(AlarmKey.read(in));
        }
        Set<String> missing = new LinkedHashSet<>(queues.keySet());
        for (int left = in.count(); left > 0; left--) {
            String name = in.string();
            NoticeQueue queue = NoticeQueue.read(in);
            if (missing.remove(name) || name.equals(UNKNOWN)) {
                queues.put(name, queue);
            }
        }
        fresh = !missing.isEmpty();
    }
}
