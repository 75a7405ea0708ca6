package io.signalbox.device;

import io.signalbox.payload.Refusal;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came in from one device, or from all, and what became of it. It adds up: received = decoded
 * + dropped.
 *
 * @param received messages on {@code d/+/up/+}
 * @param decoded those whose payload could be read
 * @param dropped the others, by reason
 * @param readings values that were taken
 * @param bad those of them that the type of the device does not allow
 * @param uncertain those of them whose time is not believed
 * @param refused values of decoded messages that were not taken, by reason
 */
public record IntakeCounts(
        long received,
        long decoded,
        Map<Refusal, Long> dropped,
        long readings,
        long bad,
        long uncertain,
        Map<Refusal, Long> refused) {
    public IntakeCounts {
        dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
    }
}
