package io.signalbox.history;

import io.signalbox.journal.RecordType;
import io.signalbox.message.Reading;

import java.util.List;

/**
 * A record of the journal, as far as the history has it.
 *
 * @param body as it was; empty for a message that brought readings
 * @param readings of a message, as they were judged when it came; empty for other records
 */
public record PastRecord(
        long sequence,
        RecordType type,
        int flags,
        long timeMillis,
        byte[] body,
        List<Reading> readings) {
    private static final byte[] NOTHING = {};

    public PastRecord {
        readings = List.copyOf(readings);
    }

    /** The message that brought these readings. */
    static PastRecord of(List<Reading> readings) {
        Reading first = readings.getFirst();
        return new PastRecord(
                first.sequence(), RecordType.PUBLISH, 0, first.receivedMillis(), NOTHING, readings);
    }
}
