package io.signalbox.console;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Which devices have requests under way, so that one that babbles does not take every thread. */
final class UnderWay {
    /** Requests of one device at a time. */
    static final int MOST = 8;

    private final Map<String, Integer> requests = new HashMap<>();
    private final LongAdder refused = new LongAdder();

    /** False if the device has as many as it may have; else {@link #leave} is owed. */
    synchronized boolean enter(String device) {
        int before = requests.getOrDefault(device, 0);
        if (before == MOST) {
            refused.increment();
            return false;
        }
        requests.put(device, before + 1);
        return true;
    }

    synchronized void leave(String device) {
        requests.computeIfPresent(device, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Requests that were refused since the start. */
    long refused() {
        return refused.sum();
    }
}
