package io.signalbox.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The devices that flood the hub now. Nothing depends on it but what people are told, so it is not
 * part of any snapshot.
 */
final class Babblers {
    /** Devices that are named at a time; more are only counted with their messages. */
    static final int MOST = 100;

    private final Map<String, Babbler> byId = new LinkedHashMap<>();

    /** A message of this device was one too many. */
    void heard(String id, long nowMillis) {
        Babbler before = byId.get(id);
        if (before != null && nowMillis - before.lastMillis() <= FloodShield.SAID_MILLIS) {
            byId.put(id, new Babbler(id, before.sinceMillis(), nowMillis, before.excess() + 1));
            return;
        }
        byId.remove(id);
        if (byId.size() == MOST) {
            forget(nowMillis);
        }
        if (byId.size() < MOST) {
            byId.put(id, new Babbler(id, nowMillis, nowMillis, 1));
        }
    }

    /** Those that flood at this time, the first one first. */
    List<Babbler> at(long nowMillis) {
        forget(nowMillis);
        return new ArrayList<>(byId.values());
    }

    private void forget(long nowMillis) {
        byId.values().removeIf(b -> nowMillis - b.lastMillis() > FloodShield.SAID_MILLIS);
    }
}
