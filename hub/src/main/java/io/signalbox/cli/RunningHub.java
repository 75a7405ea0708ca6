package io.signalbox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.cli.ApiClient.Answer;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.MalformedJson;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The hub that keeps its data in the folder that the user named, found by the file that it writes
 * when it is ready. What it refuses becomes a {@link CommandFailure}.
 */
final class RunningHub {
    private static final String API = "/api/v1/";

    private final Terminal terminal;
    private final SignalboxCommand root;

    RunningHub(Terminal terminal, SignalboxCommand root) {
        this.terminal = terminal;
        this.root = root;
    }

    Terminal terminal() {
        return terminal;
    }

    /** Asks for {@code /api/v1/…}; {@code target} is encoded already ({@link #query}). */
    JsonObject get(String target) {
        return read(ask(client -> client.get(API + target)));
    }

    JsonObject post(String target, JsonWriter body) {
        return post(target, body, null);
    }

    /** The same once, however often it is sent with this {@code Idempotency-Key}. */
    JsonObject post(String target, JsonWriter body, @Nullable String key) {
        return read(ask(client -> client.post(API + target, body.toBytes(), key)));
    }

    JsonObject patch(String target, JsonWriter body) {
        return read(ask(client -> client.patch(API + target, body.toBytes())));
    }

    /** A refusal: as the end of the command, and as the hub said it. */
    record Refused(CommandFailure failure, JsonObject problem) {}

    /** Posts, and leaves it to the caller what a refusal means; null if there is none. */
    @Nullable
    Refused tryPost(String target, JsonWriter body) {
        Answer answer = ask(client -> client.post(API + target, body.toBytes(), null));
        if (answer.status() < 300) {
            return null;
        }
        boolean problem = answer.type().equals("application/problem+json");
        return new Refused(
                refused(answer),
                problem ? JsonValue.parse(answer.body()).asObject() : new JsonObject(Map.of()));
    }

    JsonObject delete(String target) {
        return read(ask(client -> client.delete(API + target)));
    }

    /** Gets a body of any length; a sink that cannot be written to is a failure of its own. */
    void download(String target, ApiClient.Sink sink) {
        Answer answer = ask(client -> client.download(API + target, sink));
        if (answer.status() != 200) {
            throw refused(answer);
        }
    }

    /** Opens a stream of events. */
    EventStream events(String target) {
        EventStream stream = ask(client -> client.events(API + target));
        if (stream.refusal() != null) {
            throw refused(stream.refusal());
        }
        return stream;
    }

    /** {@code name=value} pairs by turns as a query, without those whose value is null. */
    static String query(@Nullable String... namesAndValues) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String value = namesAndValues[i + 1];
            if (value != null) {
                query.append(query.isEmpty() ? '?' : '&').append(namesAndValues[i]);
                query.append('=').append(encoded(value));
            }
        }
        return query.toString();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** One request, of whatever kind. */
    private interface Request<T> {
        T by(ApiClient client) throws IOException;
    }

    private <T> T ask(Request<T> request) {
        ApiClient client = client();
        try {
            return request.by(client);
        } catch (IOException e) {
            throw silent(e);
        }
    }

    private ApiClient client() {
        Path folder = root.dataFolder();
        Path file = folder.resolve("run").resolve("hub.json");
        try {
            String address = JsonValue.parse(Files.readAllBytes(file))
                    .asObject()
                    .object("addresses")
                    .text("http");
            int colon = address.lastIndexOf(':');
            String host = address.substring(0, colon).replace("[", "").replace("]", "");
            int port = Integer.parseInt(address.substring(colon + 1));
            return new ApiClient(InetSocketAddress.createUnresolved(host, port));
        } catch (NoSuchFileException e) {
            Path whole = folder.toAbsolutePath().normalize();
            throw new CommandFailure(
                    Exit.UNAVAILABLE,
                    "no hub runs on " + whole + ", or it is not ready (there is no run/hub.json in"
                            + " it); start one with 'signalbox --data " + whole
                            + "', or name the folder of a running one with --data");
        } catch (IOException e) {
            throw new CommandFailure(Exit.IO, "cannot read " + file + ": " + e.getMessage());
        } catch (MalformedJson | NumberFormatException | IndexOutOfBoundsException e) {
            throw new CommandFailure(
                    Exit.IO,
                    file + " is not what a hub writes there: " + e.getMessage()
                            + "; restart the hub");
        }
    }

    private CommandFailure silent(IOException e) {
        return new CommandFailure(
                Exit.UNAVAILABLE,
                "the hub does not answer (" + e.getMessage()
                        + "); it has stopped, or is about to: start it again with"
                        + " 'signalbox --data " + root.dataFolder() + "'");
    }

    private JsonObject read(Answer answer) {
        if (answer.status() >= 300) {
            throw refused(answer);
        }
        try {
            return JsonValue.parse(answer.body()).asObject();
        } catch (MalformedJson e) {
            throw new CommandFailure(Exit.IO, "the hub answered something odd: " + e.getMessage());
        }
    }

    /** Prints the findings of a refusal, and makes a sentence of the rest. */
    private CommandFailure refused(Answer answer) {
        Exit exit = Exit.ofStatus(answer.status());
        if (!answer.type().equals("application/problem+json")) {
            return new CommandFailure(exit, "the hub answered with status " + answer.status());
        }
        try {
            JsonObject problem = JsonValue.parse(answer.body()).asObject();
            if (!problem.isAbsent("findings")) {
                for (JsonValue item : problem.items("findings")) {
                    terminal.err().println(finding(item.asObject()));
                }
            }
            String fix = problem.optionalText("fix");
            String text = problem.text("detail") + (fix == null ? "" : "; " + fix);
            return new CommandFailure(exit, Table.plain(text));
        } catch (MalformedJson e) {
            return new CommandFailure(
                    exit, "the hub answered with status " + answer.status() + " and something odd");
        }
    }

    /** A finding as one line: {@code file:line:column: error: message}. */
    static String finding(JsonObject finding) {
        String hint = finding.optionalText("fix");
        String pointer = finding.optionalText("pointer");
        return Table.plain(finding.text("file") + ':' + finding.integer("line") + ':'
                + finding.integer("column") + ": " + finding.text("kind") + ": "
                + (pointer == null ? "" : pointer + ": ") + finding.text("message")
                + (hint == null ? "" : " (" + hint + ')'));
    }
}
