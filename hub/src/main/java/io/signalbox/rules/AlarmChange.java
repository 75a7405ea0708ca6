package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Entry;
import io.signalbox.language.Severity;

/** What happens to an alarm; the body of an ALARM record. */
public sealed interface AlarmChange {
    String rule();

    String device();

    /** Number of the action within its rule, from 0: a rule may raise several alarms. */
    int action();

    /** Plant time. */
    long atMillis();

    /** The alarm begins; its text is filled with the values of that moment. */
    record Raised(
            String rule,
            String device,
            int action,
            long atMillis,
            long activation,
            Severity severity,
            String text)
            implements AlarmChange {}

    /** The activation that raised it has ended. */
    record Cleared(String rule, String device, int action, long atMillis) implements AlarmChange {}

    /** Writes the body, without its cause. */
    default void write(ByteWriter out) {
        out.u8(this instanceof Raised ? 0 : 1);
        out.string(rule()).string(device()).varint(action()).zigzag(atMillis());
        if (this instanceof Raised raised) {
            out.zigzag(raised.activation).u8(raised.severity.ordinal()).string(raised.text);
        }
    }

    /** Reads the body of an ALARM record. */
    static AlarmChange read(Entry entry) {
        ByteReader in = entry.body();
        if ((entry.flags() & Entry.CAUSED) != 0) {
            Cause.read(in);
        }
        return read(in);
    }

    private static AlarmChange read(ByteReader in) {
        int kind = in.u8();
        String rule = in.string();
        String device = in.string();
        int action = in.count();
        long atMillis = in.zigzag();
        return switch (kind) {
            case 0 ->
                new Raised(
                        rule,
                        device,
                        action,
                        atMillis,
                        in.zigzag(),
                        severity(in.u8()),
                        in.string());
            case 1 -> new Cleared(rule, device, action, atMillis);
            default -> throw new MalformedBytes("expected an alarm change 0 or 1, found " + kind);
        };
    }

    static Severity severity(int ordinal) {
        Severity[] all = Severity.values();
        if (ordinal >= all.length) {
            throw new MalformedBytes("expected a severity below 5, found " + ordinal);
        }
        return all[ordinal];
    }
}
