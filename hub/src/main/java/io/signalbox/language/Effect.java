package io.signalbox.language;

import io.signalbox.message.Value;

import java.util.List;

/**
 * What setting one point of a device does to another one, as the author of the type knows it.
 *
 * @param by the values that do it; none for all
 */
public record Effect(Point cause, Point on, Direction direction, List<Value> by) {
    public Effect {
        by = List.copyOf(by);
    }

    /** Where the other point goes; of a number that is set: when it is set to more. */
    public enum Direction {
        UP,
        DOWN,
        /** The author did not say. */
        UNSTATED
    }
}
