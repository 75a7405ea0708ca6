package io.signalbox.language;

import io.signalbox.payload.JsonPlaces;
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
import java.util.Set;

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
        Optional<Finding> refusal = source.json().flatMap(GivenJson::refusal);
        if (refusal.isPresent()) {
            return new Tree(Optional.empty(), List.of(refusal.get()));
        }
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

    /** True for what begins as JSON does; no text of the language does. */
    static boolean isJson(String given) {
        String text = given.startsWith("\uFEFF") ? given.substring(1) : given;
        int first = 0;
        while (first < text.length() && Character.isWhitespace(text.charAt(first))) {
            first++;
        }
        return text.startsWith("{", first) || text.startsWith("[", first);
    }

    /** The text that JSON stands for; if it stands for none, no text and the reason. */
    static Source source(String file, String json) {
        try {
            String text = text(JsonValue.parse(json));
            return new Source(file, text, Optional.of(new GivenJson(json, Optional.empty())));
        } catch (MalformedJson e) {
            Position at = new Position(file, Math.max(1, e.line()), Math.max(1, e.column()));
            return refused(file, json, at, "", String.valueOf(e.getMessage()), "");
        } catch (JsonFault e) {
            JsonPlaces.Place place = JsonPlaces.of(json, Set.of(e.pointer())).get(e.pointer());
            Position at = place == null
                    ? new Position(file, 1, 1)
                    : new Position(file, place.line(), place.column());
            return refused(file, json, at, e.pointer(), e.problem(), e.hint());
        }
    }

    private static Source refused(
            String file, String json, Position at, String pointer, String problem, String hint) {
        Finding finding = new Finding(at, Finding.Kind.ERROR, "", problem, hint, pointer);
        return new Source(file, "", Optional.of(new GivenJson(json, Optional.of(finding))));
    }

    /**
     * The file that the JSON stands for, in the one layout.
     *
     * @throws JsonFault naming by a pointer what cannot be read, or says nothing
     */
    static String text(JsonValue json) {
        JsonNode file = JsonNode.of(json, "");
        for (String name : file.object().members().keySet()) {
            if (!name.equals("format") && !name.equals("declarations")) {
                throw new JsonFault(
                        "/" + Plain.escaped(name),
                        "expected 'format' and 'declarations', found '" + name + "'");
            }
        }
        if (!file.has("format") || !file.text("format").equals(FORMAT)) {
            throw file.wrong("format", "\"" + FORMAT + '"');
        }
        if (!file.has("declarations")) {
            throw file.wrong("declarations", "an array");
        }
        StringBuilder out = new StringBuilder();
        for (JsonNode declaration : file.nodes("declarations")) {
            out.append(declaration(declaration)).append("\n\n");
        }
        return Format.of(new Source("", out.toString())).text().orElse(out.toString());
    }

    private static String declaration(JsonNode given) {
        Map<String, JsonValue> members = new LinkedHashMap<>(given.object().members());
        JsonValue text = members.remove(TEXT);
        JsonObject tree = new JsonObject(members);
        if (text instanceof JsonText written
                && read(written.value())
                        .filter(read -> Plain.difference(tree, read).isEmpty())
                        .isPresent()) {
            return written.value();
        }
        known(given.pointer(), tree);
        String printed = new DeclarationPrinter(new JsonNode(tree, given.pointer())).print();
        JsonObject read = read(printed)
                .orElseThrow(() -> new JsonFault(
                        given.pointer(),
                        "this cannot be read as a declaration: " + firstFinding(printed)));
        Optional<Plain.Difference> difference = Plain.difference(tree, read);
        if (difference.isPresent()) {
            throw fault(given, difference.get());
        }
        return printed;
    }

    /** Refuses names of members that an object of its kind does not have. */
    private static void known(String pointer, JsonValue given) {
        if (given instanceof JsonArray array) {
            for (int i = 0; i < array.items().size(); i++) {
                known(pointer + "/" + i, array.items().get(i));
            }
        } else if (given instanceof JsonObject object) {
            String is = object.get(SyntaxJson.IS) instanceof JsonText text ? text.value() : "";
            Set<String> names = SyntaxJson.members(is);
            object.members().forEach((name, member) -> {
                String place = pointer + "/" + Plain.escaped(name);
                if (!names.isEmpty() && !names.contains(name) && !name.equals(SyntaxJson.IS)) {
                    throw unknown(place, name, is, names);
                }
                known(place, member);
            });
        }
    }

    private static JsonFault unknown(String place, String name, String is, Set<String> names) {
        String near = Nearest.hint(name, names);
        return new JsonFault(
                place,
                "this is not known here: expected a member of '" + is + "', found '" + name + "'",
                near.isEmpty() ? "there are " + String.join(", ", names) : near);
    }

    /** Something was given that does not come back: it has no meaning where it stands. */
    private static JsonFault fault(JsonNode declaration, Plain.Difference difference) {
        boolean nothing = difference.other() instanceof JsonValue.JsonNull;
        return new JsonFault(
                declaration.pointer() + difference.pointer(),
                "this is not known here, or is no value that can stand here: expected "
                        + (nothing ? "nothing" : JsonFault.shown(difference.other())) + ", found "
                        + JsonFault.shown(difference.one()),
                nothing ? "leave it out" : "");
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
