package io.signalbox.device;

/**
 * A device that floods the hub: of its messages of QoS 0 only a sample is looked at.
 *
 * @param sinceMillis when its first message was one too many
 * @param lastMillis when the last one was
 * @param excess messages that were too many since
 */
public record Babbler(String id, long sinceMillis, long lastMillis, long excess) {}
