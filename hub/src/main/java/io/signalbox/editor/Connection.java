package io.signalbox.editor;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.MalformedJson;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Messages of JSON-RPC 2.0 over two streams, each behind a header with its length. */
final class Connection {
    /** Longest message that is read, in bytes; a longer one is passed over and answered so. */
    static final int MAX_MESSAGE_BYTES = 32 << 20;

    /** Longest line of a header; of a longer one the beginning counts. */
    private static final int MAX_HEADER = 256;

    private static final String LENGTH = "content-length:";

    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;

    /** What came. */
    sealed interface Incoming {
        record Message(JsonObject object) implements Incoming {}

        /** Something that is no message, and why. */
        record Broken(int code, String reason) implements Incoming {}

        /** Nothing will come any more. */
        record End() implements Incoming {}
    }

    private final InputStream in;
    private final OutputStream out;

    Connection(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** The next message; waits for it. Lines that are no header are passed over. */
    Incoming read() throws IOException {
        long length = -1;
        while (true) {
            String line = line();
            if (line == null) {
                return new Incoming.End();
            }
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = number(line.substring(LENGTH.length()).strip());
            } else if (line.isEmpty() && length >= 0) {
                return body(length);
            }
        }
    }

    private Incoming body(long length) throws IOException {
        if (length > MAX_MESSAGE_BYTES) {
            in.skipNBytes(length);
            return new Incoming.Broken(
                    INVALID_REQUEST,
                    "a message has " + length + " bytes; " + MAX_MESSAGE_BYTES + " are the most");
        }
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            return new Incoming.End();
        }
        try {
            JsonValue value = JsonValue.parse(bytes);
            return value instanceof JsonObject object
                    ? new Incoming.Message(object)
                    : new Incoming.Broken(
                            INVALID_REQUEST, "expected an object, found " + kind(value));
        } catch (MalformedJson e) {
            return new Incoming.Broken(PARSE_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private static String kind(JsonValue value) {
        return value instanceof JsonValue.JsonArray ? "an array" : "another value";
    }

    private static long number(String digits) {
        boolean plain = digits.matches("\\d{1,15}");
        return plain ? Long.parseLong(digits) : -1;
    }

    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                return null;
            }
            if (c == '\n') {
                return line.toString().strip();
            }
            if (line.length() < MAX_HEADER) {
                line.append((char) c);
            }
        }
    }

    /** Sends a message, header and all. */
    void write(JsonWriter message) throws IOException {
        byte[] body = message.toBytes();
        String header = "Content-Length: " + body.length + "\r\n\r\n";
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }
}
