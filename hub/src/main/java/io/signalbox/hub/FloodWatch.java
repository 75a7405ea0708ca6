package io.signalbox.hub;

import io.signalbox.device.Babbler;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.time.Clock;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;

/** Says in the log which device floods the hub, once for each flood, and when that is over. */
final class FloodWatch {
    static final int LOOK_MILLIS = 1_000;

    private static final Logger LOG = System.getLogger(FloodWatch.class.getName());

    private final DeviceRegistry registry;
    private final Clock clock;
    private final Map<String, Babbler> told = new HashMap<>();

    FloodWatch(DeviceRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    void look() {
        Map<String, Babbler> now = new HashMap<>();
        for (Babbler babbler : registry.babblers(clock.millis())) {
            now.put(babbler.id(), babbler);
            if (told.put(babbler.id(), babbler) == null) {
                LOG.log(
                        Level.WARNING,
                        "device " + babbler.id() + " sends more than "
                                + registry.shield().messagesPerSecond()
                                + " messages a second (limits.device_messages); of those of QoS"
                                + " 0 a sample alone reaches rules and history, the others are"
                                + " counted as flood");
            }
        }
        told.values().removeIf(babbler -> {
            boolean over = !now.containsKey(babbler.id());
            if (over) {
                LOG.log(
                        Level.INFO,
                        "device " + babbler.id() + " floods no more; " + babbler.excess()
                                + " messages were too many");
            }
            return over;
        });
    }
}
