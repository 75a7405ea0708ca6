package io.signalbox.language;

import io.signalbox.message.Value;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A test of rules: devices, what they report, and what must follow. Times are milliseconds since
 * its start.
 *
 * @param startMillis the time at its start
 * @param steps in the order of time
 * @param shuffledWithinMillis the test must hold too if messages are late by up to this; 0 for none
 * @param lossPercent the test must hold too if so many messages are lost; 0 for none
 * @param restarted the test must hold too if the hub is stopped and started again at any instant
 */
public record Scenario(
        String name,
        long startMillis,
        List<Device> devices,
        List<Step> steps,
        List<Expectation> expectations,
        long shuffledWithinMillis,
        double lossPercent,
        boolean restarted,
        Position at) {
    /** When a test begins that does not say: the first of January 2026, 0 h UTC, a Thursday. */
    public static final long START = 1_767_225_600_000L;

    public Scenario {
        devices = List.copyOf(devices);
        steps = List.copyOf(steps);
        expectations = List.copyOf(expectations);
    }

    /**
     * A device that takes part.
     *
     * @param place empty if none was named
     */
    public record Device(String name, DeviceType type, String place) {}

    /** Something that happens. */
    public sealed interface Step {
        long atMillis();

        /** The device reports a value. */
        record Report(long atMillis, String device, Point point, Value value) implements Step {}

        /** The device says that something happened to it. */
        record Emit(long atMillis, String device, String event) implements Step {}

        /** A person says that they know of the alarms of this rule on this device. */
        record Acknowledge(long atMillis, String rule, String device) implements Step {}

        /** A person sets an actuator; {@code expiresMillis} is 0 for a claim without an end. */
        record Order(long atMillis, String device, Point point, Value value, long expiresMillis)
                implements Step {}

        /** The hub is stopped and started again. */
        record Restart(long atMillis) implements Step {}
    }

    /** What must, or must not, follow. */
    public sealed interface Expectation {
        Window window();

        Written written();

        /** No command, no alarm, and nothing said to anybody. */
        record Nothing(Window window, Written written) implements Expectation {}

        /**
         * A command to a device.
         *
         * @param forbidden true if it must not come
         * @param by name of the rule that must have given it; empty for any
         */
        record Command(
                boolean forbidden,
                String device,
                Point point,
                Value value,
                Window window,
                String by,
                Written written)
                implements Expectation {}

        /**
         * An alarm on a device.
         *
         * @param forbidden true if it must not come
         * @param severity nothing for any
         * @param by name of the rule that must have raised it; empty for any
         */
        record Alarm(
                boolean forbidden,
                Optional<Severity> severity,
                String device,
                Window window,
                String by,
                Written written)
                implements Expectation {}

        /**
         * Something that is said to people or programs.
         *
         * @param forbidden true if it must not come
         * @param name of the person, the topic or the event
         * @param device empty for any
         * @param text in these words; nothing for any
         * @param by name of the rule that must have said it; empty for any
         */
        record Said(
                boolean forbidden,
                Told what,
                String name,
                String device,
                Optional<String> text,
                Window window,
                String by,
                Written written)
                implements Expectation {}
    }

    /** Ways of a rule to say something. */
    public enum Told {
        NOTIFY,
        PUBLISH,
        EVENT;

        /** As it is written: {@code notify}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** From one instant to another, both included. */
    public record Window(long fromMillis, long toMillis) {
        public static final Window ALWAYS = new Window(0, Long.MAX_VALUE);
    }
}
