package io.signalbox.cli;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A blocking HTTP/1.1 client for a hub on this machine, one connection per request. It exists
 * because the JDK's own takes longer to load than a whole command may take.
 */
final class ApiClient {
    /** Longest answer that is taken into memory. */
    static final int MAX_ANSWER_BYTES = 256 << 20;

    private static final int MAX_HEAD_BYTES = 64 << 10;
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int ANSWER_TIMEOUT_MILLIS = 120_000;

    /** An answer with its whole body; {@code type} is the media type without parameters. */
    record Answer(int status, String type, byte[] body) {}

    private final InetSocketAddress address;
    private final String authority;

    ApiClient(InetSocketAddress address) {
        this.address = address;
        String host = address.getHostString();
        this.authority = (host.contains(":") ? '[' + host + ']' : host) + ':' + address.getPort();
    }

    Answer get(String target) throws IOException {
        return exchange("GET", target, new byte[0], "");
    }

    /** Posts with an {@code Idempotency-Key} of printable ASCII, unless that is null. */
    Answer post(String target, byte[] json, @Nullable String key) throws IOException {
        return exchange(
                "POST", target, json, key == null ? "" : "Idempotency-Key: " + key + "\r\n");
    }

    Answer patch(String target, byte[] json) throws IOException {
        return exchange("PATCH", target, json, "");
    }

    /** Where a body of any length goes. */
    interface Sink {
        /**
         * Called once, if the answer is a success.
         *
         * @param rows that the hub announces, or -1
         * @param bytes that it announces, or -1
         */
        OutputStream open(long rows, long bytes) throws IOException;
    }

    /** Gets a body of any length; what is no success comes back as an answer, and goes nowhere. */
    Answer download(String target, Sink sink) throws IOException {
        try (Socket socket = connect()) {
            Head head = send(socket, "GET", target, new byte[0], "*/*", "");
            if (head.status != 200) {
                return new Answer(head.status, head.type, wholeBody(head));
            }
            long taken;
            try (OutputStream out = sink.open(head.rows, head.length)) {
                taken = head.body.transferTo(out);
            }
            if (head.length >= 0 && taken < head.length) {
                throw new IOException(
                        "the answer ended after " + taken + " of " + head.length + " bytes");
            }
            return new Answer(head.status, head.type, new byte[0]);
        }
    }

    Answer delete(String target) throws IOException {
        return exchange("DELETE", target, new byte[0], "");
    }

    private Answer exchange(String method, String target, byte[] json, String more)
            throws IOException {
        try (Socket socket = connect()) {
            Head head = send(socket, method, target, json, "application/json", more);
            return new Answer(head.status, head.type, wholeBody(head));
        }
    }

    /** Opens a stream of events; an answer that is none comes back as a refused stream. */
    EventStream events(String target) throws IOException {
        Socket socket = connect();
        try {
            Head head = send(socket, "GET", target, new byte[0], "text/event-stream", "");
            if (head.status == 200) {
                return new EventStream(socket, head.body);
            }
            byte[] body = wholeBody(head);
            socket.close();
            return new EventStream(new Answer(head.status, head.type, body));
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        InetAddress host = InetAddress.getByName(address.getHostString());
        socket.connect(new InetSocketAddress(host, address.getPort()), CONNECT_TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
        return socket;
    }

    private Head send(
            Socket socket, String method, String target, byte[] body, String accept, String more)
            throws IOException {
        StringBuilder head = new StringBuilder(160)
                .append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(authority)
                .append("\r\nAccept: ")
                .append(accept)
                .append("\r\nConnection: close\r\n")
                .append(more);
        if (method.equals("POST") || method.equals("PATCH")) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n");
        }
        head.append("\r\n");
        var out = new BufferedOutputStream(socket.getOutputStream());
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        return readHead(new BufferedInputStream(socket.getInputStream()));
    }

    private record Head(int status, String type, long length, long rows, InputStream body) {}

    private static Head readHead(InputStream in) throws IOException {
        String first = line(in);
        if (!first.startsWith("HTTP/1.1 ") || first.length() < 12) {
            throw new IOException("expected an HTTP answer, found '" + first + "'");
        }
        int status = Integer.parseInt(first.substring(9, 12));
        String type = "";
        long length = -1;
        long rows = -1;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            switch (name) {
                case "content-type" -> type = value.split(";", 2)[0].strip();
                case "content-length" -> length = Long.parseLong(value);
                case "signalbox-rows" -> rows = Long.parseLong(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                default -> {}
            }
        }
        return new Head(status, type, length, rows, chunked ? new Chunks(in) : in);
    }

    private static byte[] wholeBody(Head head) throws IOException {
        int wanted =
                (int) Math.min(head.length < 0 ? MAX_ANSWER_BYTES : head.length, MAX_ANSWER_BYTES);
        byte[] body = head.body.readNBytes(wanted);
        if (head.length > body.length) {
            throw new IOException(
                    "the answer ended after " + body.length + " of " + head.length + " bytes");
        }
        if (head.length < 0 && wanted == body.length && head.body.read() >= 0) {
            throw new IOException("the answer is longer than " + MAX_ANSWER_BYTES + " bytes");
        }
        return body;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(80);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() > MAX_HEAD_BYTES) {
                throw new IOException("the hub closed the connection without an answer");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** A body in chunks [RFC 9112 7.1]; trailers are not read. */
    private static final class Chunks extends InputStream {
        private final InputStream in;
        private long left;
        private boolean begun;
        private boolean ended;

        Chunks(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && !nextChunk()) {
                return -1;
            }
            int count = in.read(bytes, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new IOException("the answer ended within a chunk");
            }
            left -= count;
            return count;
        }

        private boolean nextChunk() throws IOException {
            if (ended) {
                return false;
            }
            if (begun) {
                line(in);
            }
            begun = true;
            String size = line(in).split(";", 2)[0].strip();
            left = Long.parseLong(size, 16);
            ended = left == 0;
            return !ended;
        }
    }
}
