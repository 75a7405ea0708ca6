package io.signalbox.alarm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.language.Severity;

import org.jspecify.annotations.Nullable;

/**
 * An alarm of a rule on a device, as the journal left it. Times are plant time, in milliseconds
 * since 1970.
 *
 * @param sequence the journal record that raised it last: what somebody who looks at it has seen
 * @param activation of the rule that raised it
 * @param firstMillis when it was raised first since it was last cleared and acknowledged
 * @param occurrences how often it was raised since then
 * @param clearedMillis its end; 0 while its condition holds
 */
public record Alarm(
        AlarmKey key,
        long sequence,
        long activation,
        Severity severity,
        String text,
        long raisedMillis,
        long firstMillis,
        int occurrences,
        long clearedMillis,
        @Nullable Acknowledgement acknowledgement,
        @Nullable Shelf shelf) {
    /**
     * Somebody knows.
     *
     * @param note in their words; empty if they said nothing
     */
    public record Acknowledgement(long atMillis, String by, String note) {}

    /** Somebody does not want to see it until then. */
    public record Shelf(long atMillis, long untilMillis, String by, String reason) {}

    /** An alarm that nobody has seen yet. */
    static Alarm raised(AlarmChange.Raised words, long sequence, @Nullable Alarm before) {
        Alarm goesOn = before == null || before.settled() ? null : before;
        return new Alarm(
                words.key(),
                sequence,
                words.activation(),
                words.severity(),
                words.text(),
                words.atMillis(),
                goesOn == null ? words.atMillis() : goesOn.firstMillis,
                goesOn == null ? 1 : goesOn.occurrences + 1,
                0,
                null,
                before == null ? null : before.shelf);
    }

    public String rule() {
        return key.rule();
    }

    public String device() {
        return key.device();
    }

    /** Its condition holds. */
    public boolean active() {
        return clearedMillis == 0;
    }

    /** Somebody knows of this occurrence. */
    public boolean acknowledged() {
        return acknowledgement != null;
    }

    public boolean shelved() {
        return shelf != null;
    }

    /** Over, and somebody knows: when it is raised again, it is counted from one. */
    boolean settled() {
        return !active() && acknowledged();
    }

    public AlarmState state() {
        if (shelved()) {
            return AlarmState.SHELVED;
        }
        if (!active()) {
            return AlarmState.CLEARED;
        }
        return acknowledged() ? AlarmState.ACKNOWLEDGED : AlarmState.ACTIVE;
    }

    Alarm cleared(long atMillis) {
        return with(atMillis, acknowledgement, shelf);
    }

    Alarm acknowledged(Acknowledgement by) {
        return with(clearedMillis, by, shelf);
    }

    Alarm shelved(@Nullable Shelf now) {
        return with(clearedMillis, acknowledgement, now);
    }

    private Alarm with(long cleared, @Nullable Acknowledgement known, @Nullable Shelf away) {
        return new Alarm(
                key,
                sequence,
                activation,
                severity,
                text,
                raisedMillis,
                firstMillis,
                occurrences,
                cleared,
                known,
                away);
    }

    void write(ByteWriter out) {
        key.write(out);
        out.varint(sequence).zigzag(activation).u8(severity.ordinal()).string(text);
        out.zigzag(raisedMillis).zigzag(firstMillis).varint(occurrences).zigzag(clearedMillis);
        Acknowledgement known = acknowledgement;
        out.u8(known == null ? 0 : 1);
        if (known != null) {
            out.zigzag(known.atMillis).string(known.by).string(known.note);
        }
        Shelf away = shelf;
        out.u8(away == null ? 0 : 1);
        if (away != null) {
            out.zigzag(away.atMillis).zigzag(away.untilMillis);
            out.string(away.by).string(away.reason);
        }
    }

    static Alarm read(ByteReader in) {
        return new Alarm(
                AlarmKey.read(in),
                in.varint(),
                in.zigzag(),
                severityOf(in.u8()),
                in.string(),
                in.zigzag(),
                in.zigzag(),
                in.count(),
                in.zigzag(),
                in.u8() == 0 ? null : new Acknowledgement(in.zigzag(), in.string(), in.string()),
                in.u8() == 0
                        ? null
                        : new Shelf(in.zigzag(), in.zigzag(), in.string(), in.string()));
    }

    /** Reads what versions wrote that knew neither acknowledgement nor shelf. */
    static Alarm readOld(ByteReader in, long sequence) {
        AlarmKey key = AlarmKey.read(in);
        long activation = in.zigzag();
        Severity severity = severityOf(in.u8());
        String text = in.string();
        long raised = in.zigzag();
        return new Alarm(
                key,
                sequence,
                activation,
                severity,
                text,
                raised,
                raised,
                1,
                in.zigzag(),
                null,
                null);
    }

    static Severity severityOf(int ordinal) {
        Severity[] all = Severity.values();
        if (ordinal >= all.length) {
            throw new MalformedBytes("expected a severity below 5, found " + ordinal);
        }
        return all[ordinal];
    }
}
