package io.signalbox.device;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The devices that only publish, in the order in which they were heard last. They keep what they
 * sent until somebody registers them, or until others need the room: then the quietest goes, and is
 * counted. A device that is registered is never here.
 */
final class WaitingRoom {
    /** Devices that wait. */
    static final int MAX_DEVICES = 10_000;

    /** Values of all devices that wait; each 32 characters of a text count as one more. */
    static final int MAX_VALUES = 250_000;

    private final Map<String, Device> byLastHeard = new LinkedHashMap<>();
    private long values;
    private long forgotten;

    int size() {
        return byLastHeard.size();
    }

    /** Devices that went because there was no room. */
    long forgotten() {
        return forgotten;
    }

    /** A device comes, or is heard again. */
    void heard(Device device) {
        byLastHeard.remove(device.id());
        byLastHeard.put(device.id(), device);
    }

    /** A device that waits has so many values more. */
    void grew(long by) {
        values += by;
    }

    /** A device goes, because it is registered or removed. */
    void leaves(Device device) {
        byLastHeard.remove(device.id());
        values -= device.values();
    }

    /** The device that has to go now, or null while there is room; the last one never has to. */
    @Nullable
    Device tooMany() {
        if (byLastHeard.size() <= 1
                || (byLastHeard.size() <= MAX_DEVICES && values <= MAX_VALUES)) {
            return null;
        }
        Iterator<Device> quietest = byLastHeard.values().iterator();
        Device gone = quietest.next();
        quietest.remove();
        values -= gone.values();
        forgotten++;
        return gone;
    }

    void write(ByteWriter out) {
        out.varint(forgotten);
    }

    void read(ByteReader in) {
        forgotten = in.varint();
    }

    /** Takes in the devices of a snapshot in the order in which they were heard. */
    void restore(Iterable<Device> devices) {
        List<Device> waiting = new ArrayList<>();
        devices.forEach(device -> {
            if (!device.registered()) {
                waiting.add(device);
            }
        });
        waiting.sort(Comparator.comparingLong(Device::lastSequence));
        byLastHeard.clear();
        values = 0;
        for (Device device : waiting) {
            heard(device);
            values += device.values();
        }
    }
}
