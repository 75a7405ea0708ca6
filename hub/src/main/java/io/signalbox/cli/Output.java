package io.signalbox.cli;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard output, which knows why it broke: a reader that went away is no fault, a full disk
 * is one.
 */
public final class Output {
    private final PrintStream stream;
    private @Nullable IOException failure;

    /** Writes UTF-8 to {@code sink}, buffered. */
    public Output(OutputStream sink) {
        this.stream = new PrintStream(
                new BufferedOutputStream(new Watched(sink), 8192), false, StandardCharsets.UTF_8);
    }

    PrintStream stream() {
        return stream;
    }

    /** Hands on what is buffered; false when nobody takes it any more. */
    boolean flush() {
        return !stream.checkError();
    }

    /** Why the output broke, or null if it did not or if its reader merely went away. */
    @Nullable
    IOException fault() {
        String reason = failure == null ? null : failure.getMessage();
        return reason != null && reason.contains("Broken pipe") ? null : failure;
    }

    private final class Watched extends FilterOutputStream {
        Watched(OutputStream sink) {
            super(sink);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }
    }
}
