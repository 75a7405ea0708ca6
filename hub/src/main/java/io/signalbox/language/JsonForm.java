package io.signalbox.language;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonArray;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;
import io.signalbox.payload.MalformedJson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files of the language as JSON, and back: the tree of what they declare, for programs that make
 * rules or draw them.
 *
 * <p>Each declaration has its {@code text}, too, as it was written but for layout and comments. On
 * the way back it is taken if it says what the tree says, so that a declaration that nobody changed
 * keeps its version; otherwise the tree is written anew.
 */
public final class JsonForm {
    private static final String FORMAT = "signalbox-rules/1";
    private static final String TEXT = "text";

    private JsonForm() {}

    /** A file as JSON, or what is wrong with its grammar. */
    public record Tree(Optional<JsonObject> json, List<Finding> findings) {
        public Tree {
            findings = List.copyOf(findings);
        }
    }

    /** The tree of a file; names of other files play no part. */
    public static Tree of(Source source) {
        Findings findings = new Findings();
        List<JsonValue> declarations = new ArrayList<>();
        for (Syntax.Declaration declaration : Parser.parse(source, findings)) {
            Map<String, JsonValue> members =
                    new LinkedHashMap<>(SyntaxJson.of(declaration).members());
            members.put(TEXT, new JsonText(bare(declaration.head().text())));
            declarations.add(new JsonObject(members));
        }
        List<Finding> found = findings.sorted(List.of(source));
        if (findings.errors() > 0) {
            return new Tree(Optional.empty(), found);
        }
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("format", new JsonText(FORMAT));
        members.put("declarations", new JsonArray(declarations));
        return new Tree(Optional.of(new JsonObject(members)), found);
    }

    /** The text without comments, each token on the line on which it was. */
    private static String bare(String text) {
        List<Lexer.Token> tokens = Lexer.tokens(new Source("", text), new Findings());
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < tokens.size() - 1; i++) {
            Lexer.Token token = tokens.get(i);
            if (i > 0) {
                Lexer.Token before = tokens.get(i - 1);
                int lastLine = before.line()
                        + (int) text.substring(before.start(), before.end())
                                .lines()
                                .count()
                        - 1;
                out.append(
                        lastLine < token.line() ? "\n" : before.end() < token.start() ? " " : "");
            }
            out.append(text, token.start(), token.end());
        }
        return out.toString();
    }

    /**
     * The file that the JSON stands for, in the one layout.
     *
     * @throws MalformedJson naming by a pointer what cannot be read, or says nothing
     */
    public static String text(JsonValue json) {
        JsonObject file = json.asObject();
        for (String name : file.members().keySet()) {
            if (!name.equals("format") && !name.equals("declarations")) {
                throw new MalformedJson("/" + name + ": a file has 'format' and 'declarations'");
            }
        }
        if (!file.text("format").equals(FORMAT)) {
            throw new MalformedJson(
                    "/format: expected \"" + FORMAT + "\", found \"" + file.text("format") + '"');
        }
        StringBuilder out = new StringBuilder();
        List<JsonValue> declarations = file.items("declarations");
        for (int i = 0; i < declarations.size(); i++) {
            String pointer = "/declarations/" + i;
            out.append(declaration(pointer, object(pointer, declarations.get(i))))
                    .append("\n\n");
        }
        return Format.of(new Source("", out.toString())).text().orElse(out.toString());
    }

    private static JsonObject object(String pointer, JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new MalformedJson(pointer + ": expected an object, found " + value);
    }

    private static String declaration(String pointer, JsonObject given) {
        Map<String, JsonValue> members = new LinkedHashMap<>(given.members());
        JsonValue text = members.remove(TEXT);
        JsonObject tree = new JsonObject(members);
        if (text instanceof JsonText written
                && read(written.value())
                        .filter(read -> Plain.difference(tree, read).isEmpty())
                        .isPresent()) {
            return written.value();
        }
        String printed;
        try {
            printed = new DeclarationPrinter(tree).print();
        } catch (MalformedJson e) {
            throw new MalformedJson(pointer + ": " + e.getMessage());
        }
        JsonObject read = read(printed)
                .orElseThrow(() -> new MalformedJson(pointer
                        + ": this cannot be read as a declaration: " + firstFinding(printed)));
        Plain.difference(tree, read).ifPresent(at -> {
            throw new MalformedJson(
                    pointer + at + ": this is not known here, or is no value that can stand here");
        });
        return printed;
    }

    private static Optional<JsonObject> read(String text) {
        Findings findings = new Findings();
        List<Syntax.Declaration> read = Parser.parse(new Source("", text), findings);
        return findings.errors() > 0 || read.size() != 1
                ? Optional.empty()
                : Optional.of(SyntaxJson.of(read.getFirst()));
    }

    private static String firstFinding(String text) {
        Findings findings = new Findings();
        Source source = new Source("", text);
        Parser.parse(source, findings);
        return findings.sorted(List.of(source)).stream()
                .map(finding -> finding.message() + " in: " + text)
                .findFirst()
                .orElse(text);
    }
}
