package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.journal.SnapshotInput;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The form in which {@link BrokerState} is stored: a byte for the format, then parts, each {@code
 * kind length bytes}. So a state is written and read with one part in memory, and a part that is
 * the same in a later state is copied.
 */
final class StateParts {
    private static final int FORMAT = 4;

    /** Numbers; the first part, once. */
    static final int NUMBERS = 1;

    /** What there is of groups; the second part, once. */
    static final int GROUPS = 2;

    /** One session, beginning with its client id. */
    static final int SESSION = 3;

    /** One retained message, beginning with its topic. */
    static final int RETAINED = 4;

    private StateParts() {}

    /** Writes part after part. */
    static final class Output {
        private final OutputStream out;
        private final ByteWriter head = new ByteWriter(16);
        private long bytes = 1;

        Output(OutputStream out) throws IOException {
            this.out = out;
            out.write(FORMAT);
        }

        void add(int kind, ByteWriter bytes) throws IOException {
            add(kind, bytes.array(), 0, bytes.size());
        }

        private void add(int kind, byte[] bytes, int offset, int length) throws IOException {
            head.clear().u8(kind).varint(length);
            out.write(head.array(), 0, head.size());
            out.write(bytes, offset, length);
            this.bytes += head.size() + length;
        }

        /** How many there are so far. */
        long bytes() {
            return bytes;
        }

        /** Adds the part that another state's input is at. */
        void copy(Input from) throws IOException {
            add(from.kind, from.bytes, 0, from.length);
        }
    }

    /** Reads part after part. */
    static final class Input implements Closeable {
        private final InputStream in;
        private byte[] bytes = new byte[1024];
        private int length;
        private int kind;

        Input(InputStream in) throws IOException {
            this.in = new BufferedInputStream(in, 1 << 16);
            int format = this.in.read();
            if (format != FORMAT) {
                throw new MalformedBytes("expected broker state of format " + FORMAT + ", found "
                        + format + ". Start the version of Signalbox that wrote it.");
            }
        }

        /** That of a snapshot, or one without parts. */
        static Input of(Optional<SnapshotInput> snapshot) throws IOException {
            return snapshot.isPresent() ? new Input(snapshot.get()) : new Input();
        }

        private Input() {
            in = InputStream.nullInputStream();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }

        /** Goes to the next part; false at the end. */
        boolean next() throws IOException {
            kind = in.read();
            if (kind < 0) {
                return false;
            }
            length = readLength();
            int read;
            if (length > bytes.length) {
                // No more room than there are bytes, whatever the length says.
                bytes = in.readNBytes(length);
                read = bytes.length;
            } else {
                read = in.readNBytes(bytes, 0, length);
            }
            if (read < length) {
                throw new MalformedBytes("expected a part of " + length + " bytes, found " + read);
            }
            return true;
        }

        private int readLength() throws IOException {
            int value = 0;
            for (int shift = 0; shift < 31; shift += 7) {
                int next = in.read();
                value |= (next & 0x7F) << shift;
                if (next >= 0 && next < 0x80 && value >= 0) {
                    return value;
                }
            }
            throw new MalformedBytes("expected the length of a part, found none");
        }

        int kind() {
            return kind;
        }

        /** What the part holds, until the next. */
        ByteReader body() {
            return new ByteReader(bytes, 0, length);
        }
    }
}
