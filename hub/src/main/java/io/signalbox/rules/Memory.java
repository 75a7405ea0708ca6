package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

/** What a part of a condition remembers of the past, by row; belongs to the fold's thread. */
interface Memory {
    /** Makes room for so many rows; new ones remember nothing. */
    void resize(int rows);

    /** Forgets everything of a device. */
    void reset(int row);

    /** Takes over what the same part of a rule remembers under an older declaration. */
    void copy(int row, Memory older);

    void snapshot(ByteWriter out, int row);

    void restore(ByteReader in, int row);

    /** Bytes that it takes for each row. */
    int rowBytes();

    /** How far back it looks, in milliseconds. */
    long reachMillis();
}
