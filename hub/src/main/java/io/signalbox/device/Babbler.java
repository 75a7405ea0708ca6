package io.signalbox.device;

/**
 * A device that floods the hub: only a sample of what it sends is looked at.
 *
 * @param sinceMillis when its first message was left out
 * @param lastMillis when the last one was
 * @param dropped messages that were left out since
 */
public record Babbler(String id, long sinceMillis, long lastMillis, long dropped) {}
