package io.signalbox.alarm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Severity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Alarms and notices that live through a journal which the test tells, second by second. */
final class Story {
    static final long START = 1_767_225_600_000L;

    private record Written(long sequence, RecordType type, long timeMillis, byte[] bytes)
            implements Entry {
        @Override
        public int flags() {
            return 0;
        }

        @Override
        public ByteReader body() {
            return new ByteReader(bytes);
        }
    }

    Alarms alarms = new Alarms();
    Notices notices;
    private Notices.Terms terms;
    private long now = START;
    private long sequence;

    Story(String... channels) {
        terms = new Notices.Terms(Set.of(channels), Severity.WARNING);
        notices = new Notices(terms, device -> device.startsWith("far") ? "hall9" : "hall1");
        notices.goLive();
    }

    /** With receivers that have a name. */
    Story(Notices.Terms terms, String... channels) {
        this(channels);
        this.terms = terms;
        notices = new Notices(terms, device -> "hall1");
        notices.goLive();
    }

    void tell(String who, String via, String text) {
        ByteWriter body = new ByteWriter();
        new Tell(who, via, "hot", "p1", 1, text, now).write(body);
        notices.tell(write(RecordType.TELL, body.toByteArray()));
    }

    long now() {
        return now;
    }

    private Written write(RecordType type, byte[] bytes) {
        return new Written(++sequence, type, now, bytes);
    }

    Optional<Alarm> change(AlarmChange change) {
        ByteWriter body = new ByteWriter();
        change.write(body);
        Optional<Alarm> alarm = alarms.apply(write(RecordType.ALARM, body.toByteArray()));
        alarm.ifPresent(notices::changed);
        return alarm;
    }

    void notice(NoticeChange change) {
        ByteWriter body = new ByteWriter();
        change.write(body);
        notices.apply(write(RecordType.NOTICE, body.toByteArray()));
    }

    static AlarmKey key(String device) {
        return new AlarmKey("hot", device, 0);
    }

    Alarm raise(String device) {
        return raise(device, Severity.MAJOR);
    }

    Alarm raise(String device, Severity severity) {
        return change(new AlarmChange.Raised(key(device), now, 1, severity, device + " is hot"))
                .orElseThrow();
    }

    Optional<Alarm> clear(String device) {
        return change(new AlarmChange.Cleared(key(device), now));
    }

    Optional<Alarm> acknowledge(Alarm seen) {
        return change(
                new AlarmChange.Acknowledged(seen.key(), now, seen.sequence(), "kim", "on my way"));
    }

    Optional<Alarm> shelve(String device, long millis) {
        return change(
                new AlarmChange.Shelved(key(device), now, now + millis, "kim", "new bearing"));
    }

    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now += 1_000;
            alarms.tick(now).forEach(notices::changed);
            notices.tick(write(RecordType.TICK, new byte[0]), alarms);
        }
    }

    /** What waits for a channel, as {@code raised p1} or {@code storm 12}. */
    List<String> told(String channel) {
        List<String> told = new ArrayList<>();
        for (Notice notice : notices.view(channel).orElseThrow().waiting()) {
            told.add(notice.kind().word() + " "
                    + (notice.told().size() == 1
                            ? notice.told().getFirst().alarm().device()
                            : String.valueOf(notice.raised())));
        }
        return told;
    }

    /** Nothing is left but what a snapshot keeps. */
    void restart(String... channels) {
        restart(channels.length == 0 ? terms : new Notices.Terms(Set.of(channels), terms.least()));
    }

    /** The same under another configuration. */
    void restart(Notices.Terms next) {
        ByteWriter out = new ByteWriter();
        alarms.snapshot(out);
        notices.snapshot(out);
        ByteReader in = new ByteReader(out.toByteArray());
        alarms = new Alarms();
        alarms.restore(in);
        notices = new Notices(next, device -> "");
        notices.restore(in);
        notices.goLive();
    }
}
