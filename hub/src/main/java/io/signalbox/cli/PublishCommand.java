package io.signalbox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.payload.JsonWriter;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;

/** {@code signalbox pub}: publishes, with mosquitto's options. */
@Command(
        name = "pub",
        description = "Publishes a message. At QoS 1 it returns when the message is on disk.",
        footer = {
            "",
            "Examples:",
            "  signalbox pub -t d/p1/up/flow -m 4.2",
            "  signalbox pub -t d/p1/up/data -m '{\"flow\": 4.2, \"state\": \"running\"}'",
            "  sensor-program | signalbox pub -t d/p1/up/data -l     a message per line"
        })
final class PublishCommand implements Callable<Integer> {
    /** Requests stay well below the limit of the API. */
    private static final int MAX_BATCH_BYTES = 256 << 10;

    private final RunningHub hub;

    @Option(names = "-t", required = true, paramLabel = "TOPIC", description = "Where to.")
    private String topic = "";

    /** One of the ways to say what is published. */
    static final class Payload {
        @Option(names = "-m", paramLabel = "TEXT", description = "The payload.")
        private @Nullable String text;

        @Option(names = "-f", paramLabel = "FILE", description = "The payload is in a file.")
        private @Nullable Path file;

        @Option(names = "-l", description = "One message per line of the standard input.")
        private boolean lines;

        @Option(names = "-s", description = "One message from all of the standard input.")
        @SuppressWarnings("UnusedVariable")
        private boolean input;

        @Option(names = "-n", description = "An empty payload; with -r it clears a topic.")
        private boolean nothing;
    }

    @ArgGroup(multiplicity = "1")
    private Payload payload = new Payload();

    @Option(names = "-q", paramLabel = "QOS", description = "0, 1 or 2; 1 if not given.")
    private int qos = 1;

    @Option(names = "-r", description = "The hub retains it for those who come later.")
    private boolean retain;

    PublishCommand(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public Integer call() throws IOException {
        if (payload.lines) {
            publishLines();
        } else {
            JsonWriter body = new JsonWriter().beginArray();
            write(body, single());
            hub.post("publish", body.end());
        }
        return Exit.OK.code();
    }

    private byte[] single() throws IOException {
        if (payload.text != null) {
            return payload.text.getBytes(UTF_8);
        }
        if (payload.file != null) {
            Path file = hub.terminal().folder().resolve(payload.file);
            try {
                return Files.readAllBytes(file);
            } catch (NoSuchFileException e) {
                throw new CommandFailure(Exit.IO, "there is no file " + payload.file);
            } catch (IOException e) {
                throw new CommandFailure(
                        Exit.IO, "cannot read " + payload.file + ": " + e.getMessage());
            }
        }
        return payload.nothing ? new byte[0] : hub.terminal().in().readAllBytes();
    }

    /** Sends a line as soon as no further one is waiting, so that a slow program is not delayed. */
    private void publishLines() throws IOException {
        InputStream in = new BufferedInputStream(hub.terminal().in(), MAX_BATCH_BYTES);
        JsonWriter body = new JsonWriter().beginArray();
        int bytes = 0;
        for (byte[] line = line(in); line != null; line = line(in)) {
            write(body, line);
            bytes += line.length + topic.length() + 60;
            if (bytes > MAX_BATCH_BYTES || in.available() == 0) {
                hub.post("publish", body.end());
                body = new JsonWriter().beginArray();
                bytes = 0;
            }
        }
        if (bytes > 0) {
            hub.post("publish", body.end());
        }
    }

    private void write(JsonWriter body, byte[] bytes) {
        body.beginObject().field("topic", topic).field("qos", qos).field("retain", retain);
        try {
            body.field(
                    "payload", UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            body.field("payload", Base64.getEncoder().encodeToString(bytes));
            body.field("encoding", "base64");
        }
        body.end();
    }

    private static byte @Nullable [] line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(120);
        int next = in.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        return line.toByteArray();
    }
}
