package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.editor.ParserWords;
import io.signalbox.language.Outline;
import io.signalbox.language.Outline.Word;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The TextMate grammar in editors/vscode as Visual Studio Code's own libraries read it. */
@Timeout(180)
class GrammarIT {
    private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();
    private static final Path EXTENSION = ParserWords.root().resolve("editors/vscode");

    @TempDir
    Path folder;

    /** A token's scopes by the place where it begins. */
    private record Scopes(String text, TreeMap<Integer, String> byStart) {
        String at(int offset) {
            Map.Entry<Integer, String> entry = byStart.floorEntry(offset);
            return entry == null ? "-" : entry.getValue();
        }

        String of(String mark, String word) {
            int from = text.indexOf(mark);
            assertThat(from).as(mark).isNotNegative();
            return at(text.indexOf(word, from));
        }
    }

    @Test
    void wordsOfThePlantHaveTheirColours() throws IOException {
        EditorIT.requirePackage("vscode-textmate");
        Scopes scopes =
                scopes(Files.readString(ParserWords.root().resolve("examples/plant/plant.rules")));
        assertThat(scopes.of("type Pump", "type")).isEqualTo("keyword.declaration.signalbox");
        assertThat(scopes.of("type Pump", "Pump")).isEqualTo("entity.name.type.signalbox");
        assertThat(scopes.of("rule pump_dry", "pump_dry"))
                .isEqualTo("entity.name.function.signalbox");
        assertThat(scopes.of("for each Pump p", "Pump")).isEqualTo("entity.name.type.signalbox");
        assertThat(scopes.of("p.flow < 5", "flow")).isEqualTo("variable.other.property.signalbox");
        assertThat(scopes.of("< 5 l/min", "5")).isEqualTo("constant.numeric.signalbox");
        assertThat(scopes.of("< 5 l/min", "l/min")).isEqualTo("keyword.other.unit.signalbox");
        assertThat(scopes.of("alarm critical", "critical"))
                .isEqualTo("constant.language.severity.signalbox");
        assertThat(scopes.of("as protection", "protection"))
                .isEqualTo("constant.language.level.signalbox");
        assertThat(scopes.of("runs dry: {p.flow}", "{p.flow}"))
                .endsWith("variable.other.placeholder.signalbox");
        assertThat(scopes.of("b.water is unknown", "unknown"))
                .isEqualTo("constant.language.signalbox");
        assertThat(scopes.of("p1 : Pump in hall3", "Pump")).isEqualTo("storage.type.signalbox");
        assertThat(scopes.of("temp   : °C", "°C")).isEqualTo("storage.type.signalbox");
    }

    /** Numbers, texts and comments are those that the language itself sees. */
    @Test
    void agreesWithTheLexerOnAllExamples() throws IOException {
        EditorIT.requirePackage("vscode-textmate");
        for (String text : examples()) {
            Scopes scopes = scopes(text);
            int last = 0;
            for (Word word : Outline.words(new Source("", text))) {
                String scope = scopes.at(word.start());
                switch (word.kind()) {
                    case TEXT -> {
                        assertThat(scope).as(word.toString()).contains("string.quoted");
                        assertThat(scopes.at(word.end() - 1)).contains("string.quoted");
                    }
                    case NUMBER ->
                        assertThat(scope)
                                .as(word.toString())
                                .matches("constant.numeric.*|.*unit.*|storage.type.*");
                    case WORD, SIGN ->
                        assertThat(scope).as(word.toString()).doesNotContain("string", "comment");
                }
                int comment = text.indexOf('#', last);
                if (comment >= 0 && comment < word.start()) {
                    assertThat(scopes.at(comment)).startsWith("comment");
                }
                last = word.end();
            }
        }
    }

    @Test
    void knowsEveryWordOfTheParser() throws IOException {
        EditorIT.requirePackage("vscode-textmate");
        List<String> words = new ArrayList<>(ParserWords.all());
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            text.append("  x ").append(word).append(" y\n");
            text.append("  ").append(word).append("(x)\n");
        }
        Scopes scopes = scopes(text.toString());
        assertThat(words)
                .filteredOn(
                        word -> scopes.at(text.indexOf("x " + word + " y") + 2).equals("-")
                                && !scopes.of("  " + word + "(", word).contains("support.function"))
                .as("words of the parser that the grammar in editors/vscode does not know")
                .isEmpty();
    }

    private Scopes scopes(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("a.rules"), text.replace("\r\n", "\n"));
        HubProcess.Result result = Programs.run(
                "node",
                NPM.resolve("grammar.js").toString(),
                EXTENSION.resolve("syntaxes/signalbox.tmLanguage.json").toString(),
                file.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        TreeMap<Integer, String> byStart = new TreeMap<>();
        result.out().lines().forEach(line -> {
            String[] parts = line.split(" ", 3);
            byStart.put(Integer.parseInt(parts[0]), parts[2]);
        });
        return new Scopes(text, byStart);
    }

    private static List<String> examples() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ParserWords.root().resolve("examples"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".rules")).sorted().toList()) {
                texts.add(Files.readString(file));
            }
        }
        String page = Files.readString(ParserWords.root().resolve("docs/language.md"));
        StringBuilder program = new StringBuilder();
        String fence = "```signalbox\n";
        for (int at = page.indexOf(fence); at >= 0; at = page.indexOf(fence, at + 1)) {
            program.append(page, at + fence.length(), page.indexOf("```", at + fence.length()));
        }
        texts.add(program.toString());
        return texts;
    }
}
