package io.signalbox.language;

import io.signalbox.message.Qos;
import io.signalbox.message.Value;

import java.util.List;
import java.util.Optional;

/** What a rule does when it becomes active, or when it clears. */
public sealed interface Action {
    /**
     * Claims an actuator.
     *
     * @param setting what it is set to
     * @param expiresMillis length of the lease, 0 for a claim without an end
     * @param confirmMillis how long the device has to show that it obeyed, 0 for no limit
     * @param retries how often the command is sent again while it is not confirmed
     * @param retryEveryMillis pause between two of them, 0 if there are none
     * @param otherwise done once when all that was in vain
     * @param everywhere the type of the devices whose actuators are claimed, all that stand in the
     *     place of the rule; nothing if it is the actuator of the device itself
     */
    record Claim(
            Point point,
            Setting setting,
            long expiresMillis,
            long confirmMillis,
            int retries,
            long retryEveryMillis,
            Optional<Action> otherwise,
            Written written,
            Optional<DeviceType> everywhere)
            implements Action {
        /** A claim on the device itself. */
        public Claim(
                Point point,
                Setting setting,
                long expiresMillis,
                long confirmMillis,
                int retries,
                long retryEveryMillis,
                Optional<Action> otherwise,
                Written written) {
            this(
                    point,
                    setting,
                    expiresMillis,
                    confirmMillis,
                    retries,
                    retryEveryMillis,
                    otherwise,
                    written,
                    Optional.empty());
        }

        /** The value that it sets, or nothing if that is worked out when it is done. */
        public Optional<Value> value() {
            return setting instanceof Setting.Fixed fixed
                    ? Optional.of(fixed.value())
                    : Optional.empty();
        }
    }

    /** Raises an alarm on the device; it ends when the rule clears. */
    record Alarm(Severity severity, Template text, Written written) implements Action {}

    /**
     * Tells somebody.
     *
     * @param who a name of the hub's configuration, or {@link #EVERYBODY}
     * @param via {@code mail} or {@code webhook}; empty for all ways to them
     */
    record Notify(String who, Template text, String via, Written written) implements Action {
        /** Those who are told of alarms. */
        public static final String EVERYBODY = "everybody";

        /** The ways by which people can be told. */
        public static final List<String> WAYS = List.of("mail", "webhook");
    }

    /** Publishes a message of MQTT; its topic has a place to fill for the device alone. */
    record Publish(Template topic, Template payload, Qos qos, boolean retained, Written written)
            implements Action {}

    /** Says that something happened to the device, by a name of the author's. */
    record Emit(String event, Optional<Template> text, Written written) implements Action {}

    /**
     * Does something later in the same activation; never in {@code otherwise} nor in another one.
     *
     * @param millis counted from when the rule became active, or cleared in {@code on clear}
     * @param unless nothing is done if this is true then
     * @param unlessAcknowledged nothing is done if an alarm of the activation is acknowledged then
     */
    record After(
            long millis,
            Optional<Condition> unless,
            boolean unlessAcknowledged,
            Action action,
            Written written)
            implements Action {}

    /** What the author wrote. */
    Written written();
}
