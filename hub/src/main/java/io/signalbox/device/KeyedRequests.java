package io.signalbox.device;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.KeyedRequest.Digest;
import io.signalbox.journal.Entry;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The requests with an idempotency key that were taken of late: a fold over KEY records, so that one
 * which comes again is known, also after a crash. The fold's thread changes it, any thread asks.
 *
 * <p>A key is known for a day. Of one device {@link #MOST_OF_DEVICE} are kept and {@link #MOST} of
 * all; beyond that the oldest is forgotten sooner, and counted.
 */
public final class KeyedRequests {
    public static final int MOST = 100_000;
    public static final int MOST_OF_DEVICE = 10_000;
    public static final long KEPT_MILLIS = 86_400_000;

    private record Taken(String device, Digest asked, long atMillis) {}

    /** The oldest first. */
    private final LinkedHashMap<Digest, Taken> taken = new LinkedHashMap<>();

    /** The same keys, by device. */
    private final Map<String, ArrayDeque<Digest>> byDevice = new HashMap<>();

    private long forgotten;

    /** Applies a KEY record. */
    public synchronized void apply(Entry entry) {
        KeyedRequest request = KeyedRequest.read(entry.body());
        add(request, entry.timeMillis());
        if (of(request.device()).size() > MOST_OF_DEVICE) {
            forgetOldestOf(request.device());
            forgotten++;
        } else if (taken.size() > MOST) {
            forgetOldestOf(taken.firstEntry().getValue().device);
            forgotten++;
        }
    }

    private void add(KeyedRequest request, long atMillis) {
        Taken before = taken.remove(request.key());
        if (before != null) {
            of(request.device()).remove(request.key());
        }
        taken.put(request.key(), new Taken(request.device(), request.asked(), atMillis));
        of(request.device()).add(request.key());
    }

    private ArrayDeque<Digest> of(String device) {
        return byDevice.computeIfAbsent(device, _ -> new ArrayDeque<>());
    }

    private void forgetOldestOf(String device) {
        ArrayDeque<Digest> own = of(device);
        taken.remove(own.remove());
        if (own.isEmpty()) {
            byDevice.remove(device);
        }
    }

    /** A second has passed: what is older than a day is forgotten. */
    public synchronized void tick(long nowMillis) {
        while (!taken.isEmpty()) {
            Taken oldest = taken.firstEntry().getValue();
            if (nowMillis - oldest.atMillis < KEPT_MILLIS) {
                return;
            }
            forgetOldestOf(oldest.device);
        }
    }

    /** What the request with this key asked for. */
    public synchronized Optional<Digest> asked(Digest key) {
        return Optional.ofNullable(taken.get(key)).map(Taken::asked);
    }

    /** How many keys are known. */
    public synchronized int size() {
        return taken.size();
    }

    /** Keys that were forgotten in less than a day, for there were too many. */
    public synchronized long forgotten() {
        return forgotten;
    }

    /** Writes all of it. */
    public synchronized void snapshot(ByteWriter out) {
        out.varint(forgotten).varint(taken.size());
        for (Map.Entry<Digest, Taken> entry : taken.entrySet()) {
            Taken one = entry.getValue();
            new KeyedRequest(one.device, entry.getKey(), one.asked).write(out);
            out.zigzag(one.atMillis);
        }
    }

    /** Takes up what {@link #snapshot} wrote. */
    public synchronized void restore(ByteReader in) {
        forgotten = in.varint();
        for (int left = in.count(); left > 0; left--) {
            add(KeyedRequest.read(in), in.zigzag());
        }
    }
}
