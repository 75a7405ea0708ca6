package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last decisions of each instance: a fold over TRACE records. Of one instance the last
 * {@link #KEPT} are kept; of all instances the {@link #MAX_INSTANCES} that decided last. What is
 * older is in the journal. Of repetitions in a row the last one is kept.
 */
final class Explanations {
    static final int KEPT = 8;
    static final int MAX_INSTANCES = 100_000;

    private record Key(String rule, String device) {}

    /** The one that decided last stands last. */
    private final Map<Key, ArrayDeque<Trace>> traces = new LinkedHashMap<>();

    void add(Trace trace) {
        Key key = new Key(trace.rule(), trace.device());
        ArrayDeque<Trace> own = traces.remove(key);
        if (own == null) {
            own = new ArrayDeque<>(KEPT);
            if (traces.size() >= MAX_INSTANCES) {
                traces.remove(traces.keySet().iterator().next());
            }
        } else if (isRepeated(trace) && isRepeated(own.getLast())) {
            own.removeLast();
        } else if (own.size() >= KEPT) {
            own.removeFirst();
        }
        own.addLast(trace);
        traces.put(key, own);
    }

    private static boolean isRepeated(Trace trace) {
        return trace.change() == Trace.Change.REPEATED;
    }

    /** The newest first. */
    List<Trace> of(String rule, String device) {
        ArrayDeque<Trace> own = traces.get(new Key(rule, device));
        return own == null ? List.of() : new ArrayList<>(own).reversed();
    }

    void snapshot(ByteWriter out) {
        out.varint(traces.size());
        for (ArrayDeque<Trace> own : traces.values()) {
            out.varint(own.size());
            own.forEach(trace -> trace.write(out));
        }
    }

    void restore(ByteReader in) {
        traces.clear();
        for (int instances = in.count(); instances > 0; instances--) {
            for (int left = in.count(); left > 0; left--) {
                add(Trace.read(in));
            }
        }
    }
}
