package io.signalbox.effect;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;

/** What a fold may do while it applies a record: both are appended to the journal, once. */
public interface Effects {
    /** Appends a record of the fold's own; {@code body} is copied and gets its cause in front. */
    void append(RecordType type, int flags, ByteWriter body);

    /** Publishes a message as the hub itself; it reaches every subscriber like any other. */
    void publish(Message message);
}
