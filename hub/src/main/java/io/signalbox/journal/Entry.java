package io.signalbox.journal;

import io.signalbox.bytes.ByteReader;

/**
 * A committed journal record as its reader sees it: valid only until the reader moves on. Whoever
 * keeps something copies it.
 */
public interface Entry {
    /** Flag of a record that a fold caused: its body begins with a {@code effect.Cause}. */
    int CAUSED = 0x80;

    /** The record's place in the one order of everything; the first is 1. */
    long sequence();

    RecordType type();

    /** Eight bits that belong to the type, but for {@link #CAUSED}. */
    int flags();

    /** Whom this record, or one of those that were submitted with it, is of {@link Concern} to. */
    default int concerns() {
        return Concern.ALL;
    }

    /** Wall time at which the record was made, in milliseconds. */
    long timeMillis();

    /** The body; each call starts at its beginning again and ends the use of the last one. */
    ByteReader body();
}
