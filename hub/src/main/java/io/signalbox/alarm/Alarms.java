package io.signalbox.alarm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The alarms of all rules and devices: a fold over ALARM records and the time. Belongs to the fold's
 * thread.
 *
 * <p>Per key the last alarm is kept, active or cleared. Of the cleared ones at most
 * {@link #MAX_CLEARED}; then the one that was cleared first is forgotten, unless it is shelved. The
 * active ones are bounded by the instances of rules.
 */
public final class Alarms {
    /** Cleared alarms that are kept. */
    public static final int MAX_CLEARED = 10_000;

    /** Alarms that may be shelved at a time; nobody would remember more. */
    public static final int MAX_SHELVED = 1_000;

    /** A rule has fewer actions than that. */
    private static final int ACTIONS = 64;

    private final Map<AlarmKey, Alarm> active = new LinkedHashMap<>();
    private final Map<AlarmKey, Alarm> cleared = new LinkedHashMap<>();
    private final Set<AlarmKey> shelved = new LinkedHashSet<>();

    /** Applies the record; returns the alarm as it is now, nothing if it changed none. */
    public Optional<Alarm> apply(Entry entry) {
        AlarmChange change = AlarmChange.read(entry);
        Alarm before = find(change.key());
        if (change instanceof AlarmChange.Raised words) {
            return put(Alarm.raised(words, entry.sequence(), before));
        }
        if (before == null) {
            return Optional.empty();
        }
        return switch (change) {
            case AlarmChange.Raised words -> throw new IllegalStateException();
            case AlarmChange.Cleared c ->
                before.active() ? put(before.cleared(c.atMillis())) : Optional.empty();
            case AlarmChange.Acknowledged a ->
                before.acknowledged() || before.sequence() > a.sequence()
                        ? Optional.empty()
                        : put(before.acknowledged(
                                new Alarm.Acknowledgement(a.atMillis(), a.by(), a.note())));
            case AlarmChange.Shelved s ->
                before.shelved() || shelved.size() < MAX_SHELVED
                        ? put(before.shelved(
                                new Alarm.Shelf(s.atMillis(), s.untilMillis(), s.by(), s.reason())))
                        : Optional.empty();
            case AlarmChange.Unshelved u ->
                before.shelved() ? put(before.shelved(null)) : Optional.empty();
        };
    }

    /** Takes from the shelf what has been there long enough; returns those alarms. */
    public List<Alarm> tick(long nowMillis) {
        if (shelved.isEmpty()) {
            return List.of();
        }
        List<Alarm> back = new ArrayList<>();
        for (AlarmKey key : List.copyOf(shelved)) {
            Alarm alarm = find(key);
            Alarm.Shelf shelf = alarm == null ? null : alarm.shelf();
            if (alarm != null && shelf != null && shelf.untilMillis() <= nowMillis) {
                put(alarm.shelved(null)).ifPresent(back::add);
            }
        }
        return back;
    }

    private Optional<Alarm> put(Alarm alarm) {
        AlarmKey key = alarm.key();
        if (alarm.shelved()) {
            shelved.add(key);
        } else {
            shelved.remove(key);
        }
        if (alarm.active()) {
            cleared.remove(key);
            Alarm old = active.get(key);
            if (old != null && old.sequence() != alarm.sequence()) {
                active.remove(key);
            }
            active.put(key, alarm);
        } else {
            active.remove(key);
            cleared.put(key, alarm);
            if (cleared.size() > MAX_CLEARED) {
                forgetOldest();
            }
        }
        return Optional.of(alarm);
    }

    private void forgetOldest() {
        for (Iterator<Alarm> all = cleared.values().iterator(); all.hasNext(); ) {
            if (!all.next().shelved()) {
                all.remove();
                return;
            }
        }
    }

    @Nullable
    Alarm find(AlarmKey key) {
        Alarm alarm = active.get(key);
        return alarm != null ? alarm : cleared.get(key);
    }

    /** True if somebody knows of what this activation of the rule has raised. */
    public boolean isAcknowledged(AlarmKey key, long activation) {
        Alarm alarm = find(key);
        return alarm != null && alarm.activation() == activation && alarm.acknowledged();
    }

    /** All alarms of this rule on this device that are known. */
    List<Alarm> siblings(AlarmKey key) {
        List<Alarm> all = new ArrayList<>(1);
        for (int action = 0; action < ACTIONS; action++) {
            Alarm alarm = find(new AlarmKey(key.rule(), key.device(), action));
            if (alarm != null) {
                all.add(alarm);
            }
        }
        return all;
    }

    /** All that are known, in the order in which they were raised last. */
    public List<Alarm> all() {
        List<Alarm> all = new ArrayList<>(active.size() + cleared.size());
        all.addAll(active.values());
        all.addAll(cleared.values());
        all.sort(Comparator.comparingLong(Alarm::sequence));
        return all;
    }

    /** How many conditions hold. */
    public int active() {
        return active.size();
    }

    /** How many are shelved. */
    public int shelved() {
        return shelved.size();
    }

    public void snapshot(ByteWriter out) {
        out.varint(active.size() + cleared.size());
        active.values().forEach(alarm -> alarm.write(out));
        cleared.values().forEach(alarm -> alarm.write(out));
    }

    /** Takes up what {@link #snapshot} wrote. */
    public void restore(ByteReader in) {
        clear();
        for (int left = in.count(); left > 0; left--) {
            put(Alarm.read(in));
        }
    }

    /** Takes up what versions wrote that knew neither acknowledgement nor shelf. */
    public void restoreOld(ByteReader in) {
        clear();
        int count = in.count();
        for (int i = 1; i <= count; i++) {
            put(Alarm.readOld(in, i));
        }
    }

    private void clear() {
        active.clear();
        cleared.clear();
        shelved.clear();
    }
}
