package io.signalbox.load;

/**
 * Where the readings of a rule loop go, and where its commands come from. In topics {@code %d} is
 * the number of the device.
 *
 * @param high a payload that makes the rule act
 * @param low a payload that makes it act the other way
 */
public record LoopPlan(String readingTopic, String commandFilter, byte[] high, byte[] low) {
    private static final String NUMBER = "%d";

    String topicOf(int device) {
        return readingTopic.replace(NUMBER, Integer.toString(device));
    }

    String filterOf(int device) {
        return commandFilter.replace(NUMBER, Integer.toString(device));
    }
}
