package io.signalbox.device;

import io.signalbox.message.Reading;

import java.util.List;

/** What a journal record says about devices, for the folds behind. */
public sealed interface Arrival {
    /** Nothing. */
    record Nothing() implements Arrival {
        static final Nothing AT_ALL = new Nothing();
    }

    /**
     * A device told the values of its points; at least one, in the order of the payload.
     *
     * @param readings those that are kept
     * @param heard the same, and those within the deadband of a point: they are not kept, and have
     *     the value of the last one that was
     */
    record Readings(Device device, List<Reading> readings, List<Reading> heard)
            implements Arrival {}

    /**
     * A device answers a command before it acts, or instead.
     *
     * @param device its id, registered or not
     * @param refused true if it will not do it, false if it has the command
     * @param reason in the device's words; empty if it gave none
     */
    record Answer(String device, String commandId, boolean refused, String reason)
            implements Arrival {}

    /**
     * Something happened to a device for which a rule waits, as the device says itself or a rule
     * does.
     *
     * @param event a name of the author's
     */
    record Happened(Device device, String event, long atMillis) implements Arrival {}

    /** A device is registered now, or in other words than before. */
    record Registered(Device device) implements Arrival {}

    /** A device is gone. */
    record Removed(Device device) implements Arrival {}

    /** From here on a rule may become active so often for one device; 0 for any number. */
    record Paced(int activationsPerMinute) implements Arrival {}

    /**
     * Other types, rules and interlocks hold from here on.
     *
     * @param factsGoOn whether windows and dwells do so in rules that changed
     */
    record Declared(boolean factsGoOn) implements Arrival {}
}
