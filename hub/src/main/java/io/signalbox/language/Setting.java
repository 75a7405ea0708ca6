package io.signalbox.language;

import io.signalbox.message.Value;

/** What an actuator is set to. */
public sealed interface Setting {
    /** The value that stands in the rule, in the unit of the actuator. */
    record Fixed(Value value) implements Setting {}

    /**
     * A number in the unit of the actuator, worked out when the action is done; rounded if the
     * actuator takes whole numbers.
     *
     * @param number what it is worked out from, windows and what algorithms have learned among it
     */
    record Calculated(Operand number) implements Setting {}

    /** What another point of the device, of an agreeing kind, says when the action is done. */
    record Copied(Point point) implements Setting {}
}
