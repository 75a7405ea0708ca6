package io.signalbox.trail;

/**
 * One journal record on a trail.
 *
 * @param timeMillis when it was made
 * @param cause the record for which a fold made it, or 0 if it came from outside
 * @param kind what it is: {@code message}, {@code decision}, {@code claim}, {@code command}, {@code
 *     alarm}, {@code tell}, {@code notice}, or the name of the record's type
 * @param device the device that it is about; empty for none
 * @param text the rest, for people
 */
public record Step(
        long sequence, long timeMillis, long cause, String kind, String device, String text) {}
