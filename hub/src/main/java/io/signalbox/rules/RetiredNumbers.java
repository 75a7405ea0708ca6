package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last activation numbers of instances that were given up. A number is an instant of time as a
 * rule, but of two activations in one instant the second has one more; so a device that leaves and
 * comes back at once, or a rule that does, has to go on behind its last number: else two commands
 * would have one id, and the device would drop the second.
 *
 * <p>A number is forgotten when time has passed it. At most {@link #MAX_KEPT} are kept; if there are
 * more in one second, every new instance begins behind the oldest of them.
 */
final class RetiredNumbers {
    static final int MAX_KEPT = 10_000;

    /** In the plant's time, the one that was kept first at the front. */
    private final LinkedHashMap<Pauses.Key, Long> numbers = new LinkedHashMap<>();

    /** No instance that is new begins at or before this number. */
    private long floor = PlantTime.NEVER;

    /** An instance is given up whose last number this is, in the plant's time. */
    void keep(Pauses.Key instance, long number) {
        numbers.merge(instance, number, Math::max);
        if (numbers.size() > MAX_KEPT) {
            Iterator<Long> oldest = numbers.values().iterator();
            floor = Math.max(floor, oldest.next());
            oldest.remove();
        }
    }

    /** Behind which number an instance begins that is new; {@link PlantTime#NEVER} if it is free. */
    long last(Pauses.Key instance) {
        return Math.max(floor, numbers.getOrDefault(instance, PlantTime.NEVER));
    }

    /** All engines have come to this instant of the plant: what is before it is given no more. */
    void forgetBefore(long millis) {
        numbers.values().removeIf(number -> number < millis);
    }

    void snapshot(ByteWriter out) {
        out.zigzag(floor).varint(numbers.size());
        for (Map.Entry<Pauses.Key, Long> kept : numbers.entrySet()) {
            out.string(kept.getKey().rule()).string(kept.getKey().device());
            out.zigzag(kept.getValue());
        }
    }

    /** Takes up what {@link #snapshot} wrote. */
    void restore(ByteReader in) {
        floor = in.zigzag();
        for (int left = in.count(); left > 0; left--) {
            numbers.put(new Pauses.Key(in.string(), in.string()), in.zigzag());
        }
    }
}
