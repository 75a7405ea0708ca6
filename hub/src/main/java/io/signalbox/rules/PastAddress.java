package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Device;
import io.signalbox.device.DeviceRegistry;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where devices stood in the time of an engine that lags: the registry is ahead of it, so what a
 * device was before is kept until the engine has come to its last registration.
 */
final class PastAddress implements Address {
    private final Map<String, String> places = new TreeMap<>();

    @Override
    public String of(Device device) {
        return places.getOrDefault(device.id(), "");
    }

    /** The engine has come to where the device stands there. */
    void put(String device, String place) {
        places.put(device, place);
    }

    void forget(String device) {
        places.remove(device);
    }

    /** Of devices that nobody has told of yet, nor will, where they are registered. */
    void learn(DeviceRegistry registry, Set<String> coming) {
        for (Device device : registry.devices()) {
            if (!coming.contains(device.id())) {
                places.putIfAbsent(device.id(), PRESENT.of(device));
            }
        }
    }

    /** Keeps what the registry does not say. */
    void snapshot(ByteWriter out, DeviceRegistry registry) {
        Map<String, String> other = new TreeMap<>();
        for (Device device : registry.devices()) {
            String place = of(device);
            if (!place.equals(PRESENT.of(device))) {
                other.put(device.id(), place);
            }
        }
        out.varint(other.size());
        other.forEach((device, place) -> out.string(device).string(place));
    }

    void restore(ByteReader in) {
        places.clear();
        for (int left = in.count(); left > 0; left--) {
            places.put(in.string(), in.string());
        }
    }
}
