package io.signalbox.message;

/**
 * One value of one point of one device.
 *
 * @param eventMillis when the device says it was so; never overwritten
 * @param receivedMillis when the hub received it
 * @param sequence the journal record it came in
 */
public record Reading(
        String device,
        String point,
        Value value,
        long eventMillis,
        long receivedMillis,
        Quality quality,
        long sequence) {}
