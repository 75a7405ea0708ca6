package io.signalbox.rules;

import io.signalbox.alarm.AlarmKey;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules that become active too often for one device, because they cause themselves by way of a
 * device, or because somebody wrote an edge where a state was meant. Such an instance does nothing
 * for the rest of the minute, by plant time; all others go on. So it floods the journal by so many
 * activations a minute at most, and everybody is told by one alarm, which ends with the first
 * minute in which it kept to the limit.
 *
 * <p>Interlocks are never paused. At most {@link #MAX_NAMED} instances have an alarm at a time;
 * others are paused, and counted, all the same.
 */
final class Pauses {
    /** Activations within a minute, unless the configuration says otherwise. */
    static final int DEFAULT_ACTIVATIONS = 600;

    static final int MAX_NAMED = 1_000;

    /** Number of the alarm among those of the rule: behind those of all its actions. */
    private static final int ACTION = 1_000_000;

    private static final long MINUTE = 60_000;

    /** Which instance. */
    record Key(String rule, String device) {
        static Key of(Instances of, int row) {
            return new Key(of.rule().name(), of.table().device(row));
        }

        /** The alarm that tells of it. */
        AlarmKey alarm() {
            return new AlarmKey(rule, device, ACTION);
        }

        String words(int most) {
            return "rule '" + rule + "' is paused on " + device + ": it became active more than "
                    + most + " times within a minute (limits.rule_activations)";
        }
    }

    private int most = DEFAULT_ACTIVATIONS;
    private long minute = PlantTime.NEVER;

    /** Activations of the present minute. */
    private final Map<Key, Integer> counts = new HashMap<>();

    /** Those that have an alarm, and the minute in which they were paused last; oldest first. */
    private final LinkedHashMap<Key, Long> named = new LinkedHashMap<>();

    int most() {
        return most;
    }

    /** From here on so many activations are within the limit; 0 for any number. */
    void limit(int activations) {
        most = activations;
    }

    /** Notes in the agenda when those that are paused may go on. */
    void arm(Rulebook book, Agenda agenda, long now) {
        for (Key key : waiting()) {
            Instances of = book.instances(key.rule());
            if (of != null) {
                of.table().forEachRow(row -> {
                    if (of.table().device(row).equals(key.device())) {
                        agenda.wake(of, row, Math.max(end(), now + 1));
                    }
                });
            }
        }
    }

    int named() {
        return named.size();
    }

    /** Counts an activation that is to come; false for one that is too many. */
    boolean admits(Instances of, int row, long now) {
        if (most == 0 || of.interlock().isPresent()) {
            return true;
        }
        if (now / MINUTE != minute) {
            minute = now / MINUTE;
            counts.clear();
        }
        return counts.merge(Key.of(of, row), 1, Integer::sum) <= most;
    }

    /** True for the first activation that is too many, unless the instance has its alarm already. */
    boolean begins(Instances of, int row) {
        Key key = Key.of(of, row);
        boolean isNew = !named.containsKey(key);
        if (isNew && named.size() >= MAX_NAMED) {
            return false;
        }
        named.put(key, minute);
        return isNew;
    }

    /** When a paused instance may be active again. */
    long end() {
        return (minute + 1) * MINUTE;
    }

    /** Takes those that have kept to the limit for a whole minute. */
    List<Key> over(long now) {
        if (named.isEmpty()) {
            return List.of();
        }
        List<Key> over = new ArrayList<>();
        named.forEach((key, last) -> {
            if (now / MINUTE > last + 1) {
                over.add(key);
            }
        });
        over.forEach(named::remove);
        return over;
    }

    /** The instance is given up; true if it had its alarm. */
    boolean forget(Key key) {
        counts.remove(key);
        return named.remove(key) != null;
    }

    /** Those that may be waiting for the {@link #end} of their pause. */
    List<Key> waiting() {
        return List.copyOf(named.keySet());
    }

    void snapshot(ByteWriter out) {
        out.varint(most).zigzag(minute).varint(counts.size());
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(Key::rule).thenComparing(Key::device)))
                .forEach(e ->
                        out.string(e.getKey().rule).string(e.getKey().device).varint(e.getValue()));
        out.varint(named.size());
        named.forEach((key, last) -> out.string(key.rule).string(key.device).zigzag(last));
    }

    void restore(ByteReader in) {
        most = in.count();
        minute = in.zigzag();
        for (int left = in.count(); left > 0; left--) {
            counts.put(new Key(in.string(), in.string()), in.count());
        }
        for (int left = in.count(); left > 0; left--) {
            named.put(new Key(in.string(), in.string()), in.zigzag());
        }
    }
}
