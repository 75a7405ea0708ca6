package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Entry;
import io.signalbox.language.Template;

import java.util.ArrayList;
import java.util.List;

/**
 * A decision: an instance of a rule changed its state; the body of a TRACE record.
 *
 * @param rule name of the rule, or of the interlock
 * @param version the rule's hash, sixteen hexadecimal digits
 * @param activation number of the activation that begins, ends or gave up here; grows with each
 * @param atMillis plant time of the decision
 * @param observations the statements of the condition that decided
 * @param actions what was done
 */
public record Trace(
        String rule,
        String version,
        String device,
        long activation,
        Change change,
        long atMillis,
        List<Observation> observations,
        List<Done> actions) {
    /** Characters that are kept of a statement. */
    private static final int MAX_STATEMENT = 1_000;

    /** What happened to the instance; the ordinal is stored. */
    public enum Change {
        /** {@code when} became true. */
        ACTIVATED("active"),
        /** {@code clear when} became true, or without it {@code when} became false. */
        CLEARED("cleared"),
        /** The rule was changed or removed, or the device was, while it was active. */
        ENDED("ended with its rule or device"),
        /** A command of it was in vain and {@code otherwise} was done. */
        GAVE_UP("command in vain"),
        /**
         * It would have become active or cleared, but too many effects stood in a row: rules that
         * cause each other in a circle are stopped here. The state changed, nothing was done.
         */
        CUT("cut: too many effects in a row"),
        /** It became active too often; it does nothing for the rest of the minute. */
        PAUSED("paused: active too often"),
        /** A step behind {@code after} was due. */
        STEP("a delayed step"),
        /** A step behind {@code after} was due, and {@code unless} held: nothing was done. */
        SPARED("a delayed step that is not needed"),
        /** The actions were done again, by {@code repeat every}. */
        REPEATED("still active");

        private static final Change[] CHANGES = values();
        private final String words;

        Change(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * One action.
     *
     * @param statement what the author wrote
     * @param commandId sixteen hexadecimal digits if it claims an actuator, else empty
     * @param device whose actuator it claims; empty if it is the trace's own
     */
    public record Done(String statement, String commandId, String device) {
        /** Stands between a command's id and the device, where there is one. */
        private static final char ON = '@';

        void write(ByteWriter out) {
            out.string(statement).string(device.isEmpty() ? commandId : commandId + ON + device);
        }

        static Done read(ByteReader in) {
            String statement = in.string();
            String command = in.string();
            int on = command.indexOf(ON);
            return on < 0
                    ? new Done(statement, command, "")
                    : new Done(statement, command.substring(0, on), command.substring(on + 1));
        }
    }

    public Trace {
        observations = List.copyOf(observations);
        actions = List.copyOf(actions);
    }

    /** What the author wrote, or the beginning of it. */
    static String shortened(String statement) {
        return Template.cut(statement, MAX_STATEMENT);
    }

    /** Writes the body, without its cause. */
    void write(ByteWriter out) {
        out.string(rule).string(version).string(device).zigzag(activation);
        out.u8(change.ordinal()).zigzag(atMillis);
        out.varint(observations.size());
        observations.forEach(o -> o.write(out));
        out.varint(actions.size());
        actions.forEach(done -> done.write(out));
    }

    /** Reads the body of a TRACE record. */
    public static Trace read(Entry entry) {
        ByteReader in = entry.body();
        if ((entry.flags() & Entry.CAUSED) != 0) {
            Cause.read(in);
        }
        return read(in);
    }

    static Trace read(ByteReader in) {
        String rule = in.string();
        String version = in.string();
        String device = in.string();
        long activation = in.zigzag();
        int change = in.u8();
        if (change >= Change.CHANGES.length) {
            throw new MalformedBytes(
                    "expected a change below " + Change.CHANGES.length + ", found " + change);
        }
        long atMillis = in.zigzag();
        List<Observation> observations = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            observations.add(Observation.read(in));
        }
        List<Done> actions = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            actions.add(Done.read(in));
        }
        Change changed = Change.CHANGES[change];
        return new Trace(
                rule, version, device, activation, changed, atMillis, observations, actions);
    }
}
