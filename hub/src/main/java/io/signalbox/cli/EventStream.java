package io.signalbox.cli;

import io.signalbox.cli.ApiClient.Answer;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A stream of server-sent events, read one by one; or the answer that came instead of one. */
final class EventStream implements AutoCloseable {
    private final @Nullable Answer refusal;
    private final @Nullable Socket socket;
    private final BufferedReader reader;

    EventStream(Socket socket, InputStream body) {
        this.refusal = null;
        this.socket = socket;
        this.reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    EventStream(Answer refusal) {
        this.refusal = refusal;
        this.socket = null;
        this.reader = new BufferedReader(
                new InputStreamReader(InputStream.nullInputStream(), StandardCharsets.UTF_8));
    }

    /** The answer that came instead of a stream, or null. */
    @Nullable
    Answer refusal() {
        return refusal;
    }

    /** How long {@link #next} may wait for bytes; 0 for ever. */
    void waitAtMost(int millis) throws IOException {
        if (socket != null) {
            socket.setSoTimeout(millis);
        }
    }

    /** The data of the next event, or null when the stream has ended; a time-out is an IOException. */
    @Nullable
    String next() throws SocketTimeoutException, IOException {
        StringBuilder data = new StringBuilder();
        while (true) {
            String line = reader.readLine();
            if (line == null) {
                return null;
            }
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return data.toString();
                }
            } else if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(field(line, 5));
            }
        }
    }

    private static String field(String line, int from) {
        return line.startsWith(" ", from) ? line.substring(from + 1) : line.substring(from);
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }
}
