package io.signalbox.editor;

import io.signalbox.analysis.Analysis;
import io.signalbox.editor.Connection.Incoming;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.MalformedJson;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The language server: one editor, over two streams, until it says exit.
 *
 * <p>One thread reads, this one answers in the order in which questions came. Files are checked once
 * nothing has come for a moment, so that somebody who types is not in his own way. What comes and
 * makes no sense is answered by an error of JSON-RPC and ends nothing.
 */
public final class LanguageServer {
    /** How long nothing has to come before files are checked. */
    private static final long QUIET_MILLIS = 150;

    /** Most messages that wait; the editor waits with further ones. */
    private static final int MAX_WAITING = 256;

    private static final int METHOD_NOT_FOUND = -32601;
    private static final int INVALID_PARAMS = -32602;
    private static final int INTERNAL_ERROR = -32603;
    private static final int NOT_INITIALIZED = -32002;

    /** The {@code MessageType} of an error. */
    private static final int ERROR_MESSAGE = 1;

    /** Where the conversation stands. */
    private enum Phase {
        NEW,
        OPEN,
        SHUT
    }

    private final Connection connection;
    private final PrintStream log;
    private final BlockingQueue<Incoming> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Workspace workspace = new Workspace();
    private final Diagnostics diagnostics;
    private final Answers answers;
    private Phase phase = Phase.NEW;

    private LanguageServer(
            InputStream in,
            OutputStream out,
            PrintStream log,
            Function<List<Source>, Checked> check) {
        this.connection = new Connection(in, out);
        this.diagnostics = new Diagnostics(workspace, check);
        this.answers = new Answers(workspace, diagnostics);
        this.log = log;
    }

    /**
     * Serves until the editor says exit or its stream ends; 0 if it said shutdown before.
     *
     * @param log told of what is wrong with this program, not of what is wrong in files
     */
    public static int run(InputStream in, OutputStream out, PrintStream log)
            throws IOException, InterruptedException {
        return run(in, out, log, Analysis::check);
    }

    /** The same with another check of a program. */
    static int run(
            InputStream in,
            OutputStream out,
            PrintStream log,
            Function<List<Source>, Checked> check)
            throws IOException, InterruptedException {
        LanguageServer server = new LanguageServer(in, out, log, check);
        Thread.ofVirtual().name("language-server-reader").start(server::readAll);
        return server.serve();
    }

    private void readAll() {
        try {
            Incoming incoming;
            do {
                incoming = read();
                waiting.put(incoming);
            } while (!(incoming instanceof Incoming.End));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Incoming read() {
        try {
            return connection.read();
        } catch (IOException e) {
            log.println("signalbox: cannot read from the editor: " + e.getMessage());
            return new Incoming.End();
        }
    }

    private int serve() throws IOException, InterruptedException {
        while (true) {
            Incoming incoming = diagnostics.isDue()
                    ? waiting.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS)
                    : waiting.take();
            switch (incoming) {
                case null -> publish();
                case Incoming.End end -> {
                    return 1;
                }
                case Incoming.Broken broken ->
                    connection.write(
                            error(new JsonValue.JsonNull(), broken.code(), broken.reason()));
                case Incoming.Message message -> {
                    if (isExit(message.object())) {
                        return phase == Phase.SHUT ? 0 : 1;
                    }
                    handle(message.object());
                }
            }
        }
    }

    private static boolean isExit(JsonObject message) {
        return message.get("method") instanceof JsonValue.JsonText method
                && method.value().equals("exit");
    }

    /** Checks what is due; a program whose check fails is told of, and not due any more. */
    private void publish() throws IOException {
        while (diagnostics.isDue()) {
            String uri = diagnostics.takeDue();
            try {
                for (JsonWriter params : diagnostics.check(uri)) {
                    tell("textDocument/publishDiagnostics", params);
                }
            } catch (RuntimeException e) {
                String failure = "the check of " + uri + " failed: " + e;
                log.println("signalbox: " + failure);
                tell(
                        "window/logMessage",
                        new JsonWriter()
                                .beginObject()
                                .field("type", ERROR_MESSAGE)
                                .field("message", failure)
                                .end());
            }
        }
    }

    private void tell(String method, JsonWriter params) throws IOException {
        connection.write(new JsonWriter()
                .beginObject()
                .field("jsonrpc", "2.0")
                .field("method", method)
                .field("params", JsonValue.parse(params.toBytes()))
                .end());
    }

    private void handle(JsonObject message) throws IOException {
        JsonValue id = message.get("id");
        if (!(message.get("method") instanceof JsonValue.JsonText method)) {
            boolean answer = message.get("result") != null || message.get("error") != null;
            if (!answer) {
                connection.write(error(
                        id == null ? new JsonValue.JsonNull() : id,
                        Connection.INVALID_REQUEST,
                        "a message has a 'method', or is an answer"));
            }
            return;
        }
        JsonObject params = message.get("params") instanceof JsonObject object
                ? object
                : new JsonObject(Map.of());
        try {
            if (id == null) {
                notified(method.value(), params);
            } else {
                connection.write(answer(id, method.value(), params));
            }
        } catch (MalformedJson e) {
            if (id != null) {
                connection.write(error(id, INVALID_PARAMS, String.valueOf(e.getMessage())));
            }
        } catch (RuntimeException e) {
            log.println("signalbox: " + method.value() + " failed: " + e);
            if (id != null) {
                connection.write(error(id, INTERNAL_ERROR, String.valueOf(e.getMessage())));
            }
        }
    }

    private void notified(String method, JsonObject params) {
        if (phase != Phase.OPEN) {
            return;
        }
        switch (method) {
            case "textDocument/didOpen" -> {
                JsonObject document = params.object("textDocument");
                workspace.open(document.text("uri"), new Text(document.text("text")));
                diagnostics.touch(document.text("uri"));
            }
            case "textDocument/didChange" -> change(params);
            case "textDocument/didClose" -> {
                String uri = params.object("textDocument").text("uri");
                workspace.close(uri);
                diagnostics.touch(uri);
            }
            case "workspace/didChangeWatchedFiles", "textDocument/didSave" ->
                workspace.opened().forEach(diagnostics::touch);
            default -> {}
        }
    }

    private void change(JsonObject params) {
        String uri = params.object("textDocument").text("uri");
        if (!workspace.isOpen(uri)) {
            return;
        }
        Text text = workspace.text(uri);
        for (JsonValue change : params.items("contentChanges")) {
            text = text.changed(change.asObject());
        }
        workspace.open(uri, text);
        diagnostics.touch(uri);
    }

    private JsonWriter answer(JsonValue id, String method, JsonObject params) {
        if (method.equals("initialize") && phase == Phase.NEW) {
            phase = Phase.OPEN;
            answers.initialize(params);
            return result(id, answers.capabilities());
        }
        if (phase == Phase.NEW) {
            return error(id, NOT_INITIALIZED, "'initialize' comes first");
        }
        if (phase == Phase.SHUT || method.equals("initialize")) {
            return error(
                    id,
                    Connection.INVALID_REQUEST,
                    phase == Phase.SHUT ? "after 'shutdown' comes 'exit'" : "this is initialized");
        }
        if (method.equals("shutdown")) {
            phase = Phase.SHUT;
            return result(id, new JsonWriter().value(new JsonValue.JsonNull()));
        }
        return answers.to(method, params)
                .map(answer -> result(id, answer))
                .orElseGet(() -> error(id, METHOD_NOT_FOUND, "there is no '" + method + "' here"));
    }

    private static JsonWriter result(JsonValue id, JsonWriter result) {
        return new JsonWriter()
                .beginObject()
                .field("jsonrpc", "2.0")
                .field("id", id)
                .field("result", JsonValue.parse(result.toBytes()))
                .end();
    }

    private static JsonWriter error(JsonValue id, int code, String reason) {
        return new JsonWriter()
                .beginObject()
                .field("jsonrpc", "2.0")
                .field("id", id)
                .name("error")
                .beginObject()
                .field("code", code)
                .field("message", reason)
                .end()
                .end();
    }
}
