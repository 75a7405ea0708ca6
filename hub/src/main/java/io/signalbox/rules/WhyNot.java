package io.signalbox.rules;

import io.signalbox.time.Times;

import java.util.ArrayList;
import java.util.List;

/** The answer to "why does this rule not do anything to this device". */
public sealed interface WhyNot {
    /**
     * There is no such rule, or it is not for such a device.
     *
     * @param reason what was expected and found
     */
    record Unknown(String reason) implements WhyNot {}

    /**
     * What it waits for.
     *
     * @param active whether it waits for its end, and not for its condition
     * @param atMillis plant time
     * @param hindrances what stands in the way, the closest first
     */
    record Waits(
            String rule, String device, boolean active, long atMillis, List<Hindrance> hindrances)
            implements WhyNot {
        public Waits {
            hindrances = List.copyOf(hindrances);
        }

        /** It as lines of text. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add(rule + " on " + device + " at " + Times.of(atMillis) + ": "
                    + (active ? "active, waits for its end" : "idle, waits for its condition"));
            hindrances.forEach(one -> lines.add("  " + one.words()));
            if (hindrances.isEmpty()) {
                lines.add("  nothing stands in the way: it is decided when it is looked at next");
            }
            return lines;
        }
    }
}
