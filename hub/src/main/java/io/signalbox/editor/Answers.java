package io.signalbox.editor;

import io.signalbox.editor.Completion.Proposal;
import io.signalbox.editor.Places.Place;
import io.signalbox.editor.Places.Symbol;
import io.signalbox.language.Format;
import io.signalbox.language.Outline;
import io.signalbox.language.Source;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonNull;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers the questions of the editor about a file, in the words of the protocol. */
final class Answers {
    private static final int CLASS = 5;
    private static final int FIELD = 8;
    private static final int FUNCTION = 12;
    private static final int EVENT = 24;

    private final Workspace workspace;
    private final Diagnostics diagnostics;

    Answers(Workspace workspace, Diagnostics diagnostics) {
        this.workspace = workspace;
        this.diagnostics = diagnostics;
    }

    /** Takes what the editor says of itself. */
    void initialize(JsonObject params) {
        if (params.get("workspaceFolders") instanceof JsonValue.JsonArray folders) {
            folders.items().forEach(f -> workspace.addRoot(f.asObject().text("uri")));
        } else if (params.get("rootUri") instanceof JsonValue.JsonText root) {
            workspace.addRoot(root.value());
        }
        if (params.get("initializationOptions") instanceof JsonObject options
                && options.get("program") instanceof JsonValue.JsonText program
                && program.value().equals("workspace")) {
            workspace.takeWholeWorkspace();
        }
    }

    /** What this server can do. */
    JsonWriter capabilities() {
        JsonWriter json = new JsonWriter().beginObject().name("capabilities").beginObject();
        json.field("positionEncoding", "utf-16");
        json.name("textDocumentSync").beginObject();
        json.field("openClose", true).field("change", 2).field("save", true).end();
        json.name("completionProvider").beginObject();
        json.name("triggerCharacters").beginArray().value(".").value(" ").end().end();
        for (String able : List.of(
                "hoverProvider",
                "definitionProvider",
                "documentSymbolProvider",
                "documentFormattingProvider")) {
            json.field(able, true);
        }
        json.end().name("serverInfo").beginObject().field("name", "signalbox").end();
        return json.end();
    }

    /** The result of a question, or nothing if nobody here knows the method. */
    Optional<JsonWriter> to(String method, JsonObject params) {
        return switch (method) {
            case "textDocument/completion" -> Optional.of(completion(params));
            case "textDocument/hover" -> Optional.of(hover(params));
            case "textDocument/definition" -> Optional.of(definition(params));
            case "textDocument/documentSymbol" -> Optional.of(symbols(params));
            case "textDocument/formatting" -> Optional.of(formatting(params));
            default -> Optional.empty();
        };
    }

    private static String uri(JsonObject params) {
        return params.object("textDocument").text("uri");
    }

    private Caret caret(JsonObject params) {
        String uri = uri(params);
        Text text = workspace.text(uri);
        return new Caret(
                text.toString(),
                text.offset(params.object("position")),
                Outline.types(workspace.group(uri).sources()));
    }

    private JsonWriter completion(JsonObject params) {
        Text text = workspace.text(uri(params));
        Caret caret = caret(params);
        int offset = text.offset(params.object("position"));
        JsonWriter json = new JsonWriter().beginArray();
        for (Proposal proposal : Completion.at(caret, kind -> names(kind, uri(params)))) {
            json.beginObject()
                    .field("label", proposal.label())
                    .field("kind", proposal.sort().number())
                    .field("detail", proposal.detail())
                    .name("textEdit")
                    .beginObject();
            text.range(json, "range", caret.start(), offset)
                    .field("newText", proposal.label())
                    .end()
                    .end();
        }
        return json.end();
    }

    private List<String> names(String kind, String uri) {
        List<String> names = new ArrayList<>();
        for (Source source : workspace.group(uri).sources()) {
            for (Symbol symbol : Places.symbols(new Caret(source.text(), 0, List.of()))) {
                if (symbol.kind().equals(kind)) {
                    names.add(symbol.name());
                }
            }
        }
        return names;
    }

    private JsonWriter hover(JsonObject params) {
        Caret caret = caret(params);
        Optional<String> markdown = Hover.at(caret, diagnostics.accepted(uri(params)));
        if (markdown.isEmpty()) {
            return nothing();
        }
        Outline.Word word = caret.words().get(caret.at());
        JsonWriter json = new JsonWriter().beginObject().name("contents").beginObject();
        json.field("kind", "markdown").field("value", markdown.get()).end();
        return workspace
                .text(uri(params))
                .range(json, "range", word.start(), word.end())
                .end();
    }

    private JsonWriter definition(JsonObject params) {
        String uri = uri(params);
        Workspace.Group group = workspace.group(uri);
        String file = group.uris().entrySet().stream()
                .filter(entry -> entry.getValue().equals(uri))
                .map(entry -> entry.getKey())
                .findFirst()
                .orElse(uri);
        Optional<Place> place = Places.definition(caret(params), file, group.sources());
        Optional<Source> source = place.flatMap(found -> group.sources().stream()
                .filter(s -> s.file().equals(found.file()))
                .findFirst());
        if (place.isEmpty() || source.isEmpty()) {
            return nothing();
        }
        String target = group.uris().getOrDefault(place.get().file(), uri);
        JsonWriter json = new JsonWriter().beginObject().field("uri", target);
        Text text = new Text(source.get().text());
        return text.range(json, "range", place.get().from(), place.get().to()).end();
    }

    private JsonWriter symbols(JsonObject params) {
        Text text = workspace.text(uri(params));
        JsonWriter json = new JsonWriter().beginArray();
        Places.symbols(new Caret(text.toString(), 0, List.of()))
                .forEach(symbol -> write(json, text, symbol));
        return json.end();
    }

    private static void write(JsonWriter json, Text text, Symbol symbol) {
        int kind = switch (symbol.kind()) {
            case "type" -> CLASS;
            case "point" -> FIELD;
            case "test" -> FUNCTION;
            default -> EVENT;
        };
        json.beginObject()
                .field("name", symbol.name().isEmpty() ? symbol.kind() : symbol.name())
                .field("detail", symbol.kind())
                .field("kind", kind);
        text.range(json, "range", symbol.from(), symbol.to());
        text.range(
                json, "selectionRange", symbol.named().start(), symbol.named().end());
        json.name("children").beginArray();
        symbol.inside().forEach(child -> write(json, text, child));
        json.end().end();
    }

    /** One edit of the lines that differ, so that the caret stays where they do not. */
    private JsonWriter formatting(JsonObject params) {
        Text text = workspace.text(uri(params));
        String before = text.toString();
        JsonWriter json = new JsonWriter().beginArray();
        String after = Format.of(new Source(uri(params), before)).text().orElse(before);
        if (!after.equals(before)) {
            int same = 0;
            int least = Math.min(before.length(), after.length());
            while (same < least && before.charAt(same) == after.charAt(same)) {
                same++;
            }
            int from = before.lastIndexOf('\n', Math.max(0, same - 1)) + 1;
            from = Math.min(from, same);
            int tail = 0;
            while (tail < least - from
                    && before.charAt(before.length() - 1 - tail)
                            == after.charAt(after.length() - 1 - tail)) {
                tail++;
            }
            while (tail > 0 && before.charAt(before.length() - tail) != '\n') {
                tail--;
            }
            json.beginObject();
            text.range(json, "range", from, before.length() - tail)
                    .field("newText", after.substring(from, after.length() - tail))
                    .end();
        }
        return json.end();
    }

    private static JsonWriter nothing() {
        return new JsonWriter().value(new JsonNull());
    }
}
