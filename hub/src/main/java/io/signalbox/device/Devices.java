package io.signalbox.device;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The devices by id: each found at once, all in order. Among a million the order alone would take
 * twenty looks at memory to find one, for each reading.
 */
final class Devices {
    private final Map<String, Device> found = new HashMap<>();
    private final TreeMap<String, Device> ordered = new TreeMap<>();

    @Nullable
    Device get(String id) {
        return found.get(id);
    }

    void put(Device device) {
        found.put(device.id(), device);
        ordered.put(device.id(), device);
    }

    @Nullable
    Device remove(String id) {
        Device gone = found.remove(id);
        if (gone != null) {
            ordered.remove(id);
        }
        return gone;
    }

    void clear() {
        found.clear();
        ordered.clear();
    }

    int size() {
        return found.size();
    }

    /** All, in the order of their ids. */
    Collection<Device> values() {
        return ordered.values();
    }

    /** Those behind this id, in order; behind the empty one are all. */
    Collection<Device> after(String id) {
        return ordered.tailMap(id, false).values();
    }
}
