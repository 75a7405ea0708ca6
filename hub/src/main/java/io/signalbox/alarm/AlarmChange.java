package io.signalbox.alarm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Entry;
import io.signalbox.language.Severity;

/** What happens to an alarm; the body of an ALARM record. */
public sealed interface AlarmChange {
    AlarmKey key();

    /** Plant time. */
    long atMillis();

    /** The alarm begins; its text is filled with the values of that moment. */
    record Raised(AlarmKey key, long atMillis, long activation, Severity severity, String text)
            implements AlarmChange {}

    /** The activation that raised it has ended. */
    record Cleared(AlarmKey key, long atMillis) implements AlarmChange {}

    /**
     * Somebody knows of it.
     *
     * @param sequence the record that raised what they have seen; one that came later stays unknown
     */
    record Acknowledged(AlarmKey key, long atMillis, long sequence, String by, String note)
            implements AlarmChange {}

    /** Somebody does not want to see it until then. */
    record Shelved(AlarmKey key, long atMillis, long untilMillis, String by, String reason)
            implements AlarmChange {}

    /** Somebody wants to see it again. */
    record Unshelved(AlarmKey key, long atMillis, String by) implements AlarmChange {}

    /** Writes the body, without its cause. */
    default void write(ByteWriter out) {
        out.u8(kind());
        key().write(out);
        out.zigzag(atMillis());
        switch (this) {
            case Raised r -> out.zigzag(r.activation).u8(r.severity.ordinal()).string(r.text);
            case Cleared c -> {}
            case Acknowledged a -> out.varint(a.sequence).string(a.by).string(a.note);
            case Shelved s -> out.zigzag(s.untilMillis).string(s.by).string(s.reason);
            case Unshelved u -> out.string(u.by);
        }
    }

    private int kind() {
        return switch (this) {
            case Raised r -> 0;
            case Cleared c -> 1;
            case Acknowledged a -> 2;
            case Shelved s -> 3;
            case Unshelved u -> 4;
        };
    }

    /** Reads the body of an ALARM record. */
    public static AlarmChange read(Entry entry) {
        ByteReader in = entry.body();
        if ((entry.flags() & Entry.CAUSED) != 0) {
            Cause.read(in);
        }
        return read(in);
    }

    private static AlarmChange read(ByteReader in) {
        int kind = in.u8();
        AlarmKey key = AlarmKey.read(in);
        long at = in.zigzag();
        return switch (kind) {
            case 0 -> new Raised(key, at, in.zigzag(), Alarm.severityOf(in.u8()), in.string());
            case 1 -> new Cleared(key, at);
            case 2 -> new Acknowledged(key, at, in.varint(), in.string(), in.string());
            case 3 -> new Shelved(key, at, in.zigzag(), in.string(), in.string());
            case 4 -> new Unshelved(key, at, in.string());
            default -> throw new MalformedBytes("expected an alarm change 0 to 4, found " + kind);
        };
    }
}
