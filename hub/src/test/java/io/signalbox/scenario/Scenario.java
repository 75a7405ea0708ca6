package io.signalbox.scenario;

import io.signalbox.mqtt.codec.ProtocolVersion;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A conversation with a hub as it stands in a file of {@code scenarios/mqtt}.
 *
 * @param name the file's name without its ending
 * @param title its first comment
 * @param statements what it shows, such as {@code MQTT-4.3.3-10} of MQTT 5 and {@code
 *     MQTT3-4.3.3-2} of 3.1.1
 * @param versions in which it is held: both unless it names one
 * @param settings of the hub, by name, such as {@code keep-alive}
 * @param excluded where it is not held, and why
 */
record Scenario(
        String name,
        String title,
        Set<String> statements,
        List<ProtocolVersion> versions,
        Map<String, String> settings,
        Map<String, String> excluded,
        List<Step> steps) {

    /** True if the hub is stopped or killed in it. */
    boolean restarts() {
        return steps.stream().anyMatch(s -> s instanceof Step.Restart || s instanceof Step.Kill);
    }

    boolean kills() {
        return steps.stream().anyMatch(Step.Kill.class::isInstance);
    }

    /** All the time that passes in it. */
    long millis() {
        return steps.stream()
                .mapToLong(s -> s instanceof Step.After a ? a.millis() : 0)
                .sum();
    }
}
