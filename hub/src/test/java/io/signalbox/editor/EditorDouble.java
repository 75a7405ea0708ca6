package io.signalbox.editor;

import io.signalbox.analysis.Analysis;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** An editor that writes what it is told and reads what the server says. */
final class EditorDouble implements AutoCloseable {
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PipedOutputStream out = new PipedOutputStream();
    private final PipedInputStream in = new PipedInputStream(1 << 20);
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private int id;

    EditorDouble() throws IOException {
        this(Analysis::check);
    }

    /** An editor of a server that checks in this way. */
    EditorDouble(Function<List<Source>, Checked> check) throws IOException {
        PipedInputStream serverIn = new PipedInputStream(out, 1 << 20);
        PipedOutputStream serverOut = new PipedOutputStream(in);
        Thread.ofPlatform().daemon().start(() -> {
            try (serverOut) {
                code.complete(LanguageServer.run(
                        serverIn,
                        serverOut,
                        new PrintStream(log, true, StandardCharsets.UTF_8),
                        check));
            } catch (IOException | InterruptedException e) {
                code.completeExceptionally(e);
            }
        });
    }

    /** An editor that has opened one file of its own. */
    static EditorDouble with(String text) throws IOException {
        EditorDouble editor = new EditorDouble();
        editor.ask("initialize", "{\"capabilities\":{}}");
        editor.tell("initialized", "{}");
        editor.open("untitled:1", text);
        return editor;
    }

    void open(String uri, String text) {
        tell(
                "textDocument/didOpen",
                "{\"textDocument\":{\"uri\":\"" + uri + "\",\"version\":1,\"text\":"
                        + new JsonValue.JsonText(text) + "}}");
    }

    void tell(String method, String params) {
        send("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    /** The whole answer. */
    JsonObject ask(String method, String params) {
        id++;
        send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":"
                + params + "}");
        JsonObject answer = next();
        while (answer.isAbsent("id")) {
            answer = next();
        }
        return answer;
    }

    /** Asks of the place behind the mark in the only file. */
    JsonObject askAt(String method, String text, String mark) {
        int at = text.indexOf(mark) + mark.length();
        long line = text.substring(0, at).chars().filter(c -> c == '\n').count();
        int character = at - text.lastIndexOf('\n', at - 1) - 1;
        return ask(
                method,
                "{\"textDocument\":{\"uri\":\"untitled:1\"},\"position\":{\"line\":" + line
                        + ",\"character\":" + character + "}}");
    }

    List<String> labels(String text, String mark) {
        return askAt("textDocument/completion", text, mark).items("result").stream()
                .map(item -> item.asObject().text("label"))
                .toList();
    }

    /** The next message with what was found in files. */
    JsonObject diagnostics() {
        JsonObject message = next();
        while (!"textDocument/publishDiagnostics".equals(message.optionalText("method"))) {
            message = next();
        }
        return message.object("params");
    }

    void send(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        raw("Content-Length: " + bytes.length + "\r\n\r\n" + body);
    }

    void raw(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonObject next() {
        try {
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
            return JsonValue.parse(in.readNBytes(length)).asObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server went away: " + log);
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** Its exit code, once it has ended. */
    int code() {
        return code.join();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
