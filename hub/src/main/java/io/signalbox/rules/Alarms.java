package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The alarms of all rules and devices: a fold over ALARM records. Belongs to the fold's thread.
 *
 * <p>Per rule, device and action the last alarm is kept, active or cleared. Of the cleared ones at
 * most {@link #MAX_CLEARED}; then the one that was raised first is forgotten. The active ones are
 * bounded by the instances of rules.
 */
final class Alarms {
    static final int MAX_CLEARED = 10_000;

    private record Key(String rule, String device, int action) {}

    /** In the order in which they were raised. */
    private final Map<Key, Alarm> alarms = new LinkedHashMap<>();

    private int cleared;

    /** Applies the record; returns the alarm as it is now, nothing if there was none to clear. */
    Optional<Alarm> apply(Entry entry) {
        AlarmChange change = AlarmChange.read(entry);
        Key key = new Key(change.rule(), change.device(), change.action());
        switch (change) {
            case AlarmChange.Raised r -> {
                Alarm old = alarms.remove(key);
                if (old != null && !old.active()) {
                    cleared--;
                }
                alarms.put(
                        key,
                        new Alarm(
                                r.rule(),
                                r.device(),
                                r.action(),
                                r.activation(),
                                r.severity(),
                                r.text(),
                                r.atMillis(),
                                0));
            }
            case AlarmChange.Cleared c -> {
                if (!clear(key, c.atMillis())) {
                    return Optional.empty();
                }
            }
        }
        return Optional.ofNullable(alarms.get(key));
    }

    private boolean clear(Key key, long atMillis) {
        Alarm old = alarms.get(key);
        if (old == null || !old.active()) {
            return false;
        }
        alarms.put(
                key,
                new Alarm(
                        old.rule(),
                        old.device(),
                        old.action(),
                        old.activation(),
                        old.severity(),
                        old.text(),
                        old.raisedMillis(),
                        atMillis));
        if (++cleared > MAX_CLEARED) {
            forgetOldest();
        }
        return true;
    }

    private void forgetOldest() {
        for (Iterator<Alarm> all = alarms.values().iterator(); all.hasNext(); ) {
            if (!all.next().active()) {
                all.remove();
                cleared--;
                return;
            }
        }
    }

    /** All that are known, the oldest first. */
    List<Alarm> all() {
        return List.copyOf(alarms.values());
    }

    void snapshot(ByteWriter out) {
        out.varint(alarms.size());
        for (Alarm a : alarms.values()) {
            out.string(a.rule()).string(a.device()).varint(a.action()).zigzag(a.activation());
            out.u8(a.severity().ordinal()).string(a.text());
            out.zigzag(a.raisedMillis()).zigzag(a.clearedMillis());
        }
    }

    void restore(ByteReader in) {
        alarms.clear();
        cleared = 0;
        for (int left = in.count(); left > 0; left--) {
            Alarm alarm = new Alarm(
                    in.string(),
                    in.string(),
                    in.count(),
                    in.zigzag(),
                    AlarmChange.severity(in.u8()),
                    in.string(),
                    in.zigzag(),
                    in.zigzag());
            alarms.put(new Key(alarm.rule(), alarm.device(), alarm.action()), alarm);
            cleared += alarm.active() ? 0 : 1;
        }
    }
}
