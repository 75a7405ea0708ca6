package io.signalbox.device;

import io.signalbox.language.Unit;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/** One search under way: its time, and what it has come across. Belongs to one thread. */
final class SearchLook {
    private final long nowMillis;
    private final Links links;
    private final Set<String> flooding;
    private final boolean[] found;
    private final @Nullable Unit[] units;
    private final double[] numbers;

    SearchLook(int fields, long nowMillis, Links links, Set<String> flooding) {
        this.links = links;
        this.flooding = flooding;
        this.nowMillis = nowMillis;
        this.found = new boolean[fields];
        this.units = new Unit[fields];
        this.numbers = new double[fields];
    }

    long nowMillis() {
        return nowMillis;
    }

    Presence presence(Device device) {
        return device.presence(links, nowMillis);
    }

    boolean isFlooding(Device device) {
        return flooding.contains(device.id());
    }

    /** Some device has the field of this index. */
    void found(int field) {
        found[field] = true;
    }

    boolean wasFound(int field) {
        return found[field];
    }

    /** A number of the search in another unit; the last one of each field is remembered. */
    double converted(int field, double number, Unit from, Unit to) {
        if (!to.equals(units[field])) {
            units[field] = to;
            numbers[field] = from.convert(number, to);
        }
        return numbers[field];
    }
}
