package io.signalbox.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.analysis.Analysis;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;
import io.signalbox.payload.JsonValue.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

@Timeout(20)
class LanguageServerTest {
    private static final String PLANT = """
            type Pump in Hall "Centrifugal pump" {
              state   : running | stopped  every 5 s
              flow    : l/min              every 1 s  min 0 l/min
              warm    : °C
              command : start | stop       writable   confirm state
            }

            rule dry "Runs dry" for each Pump p  as protection
              when (p.state is running and p.flow < 5 l/min) for 8 s
              then alarm critical "{p} runs dry: {p.flow}"

            test "dry"
              p1 : Pump
              at 0 s  p1.state = running
              expect no alarm on p1 by dry
            """;

    @TempDir
    Path folder;

    @Test
    void saysWhatIsWrongWhereItIs() throws IOException {
        try (EditorDouble editor = EditorDouble.with("# 😀\ntype A {\n  °x : l\n  b : foo\n}\n")) {
            JsonObject found = editor.diagnostics();
            assertThat(found.items("diagnostics")).hasSize(1);
            JsonObject first = found.items("diagnostics").getFirst().asObject();
            assertThat(first.text("message")).contains("foo");
            assertThat(first.get("range"))
                    .hasToString("{\"start\":{\"line\":3,\"character\":6},"
                            + "\"end\":{\"line\":3,\"character\":9}}");
            assertThat(first.integer("severity")).isEqualTo(1);
        }
    }

    @Test
    void countsPlacesInUtf16() throws IOException {
        String text =
                "type A { a : l/min }\nrule r for each A x when x.a is known then alarm info \"😀😀\" foo";
        try (EditorDouble editor = EditorDouble.with(text)) {
            JsonObject first =
                    editor.diagnostics().items("diagnostics").getFirst().asObject();
            assertThat(first.object("range").object("start").integer("character"))
                    .isEqualTo(text.split("\n", -1)[1].indexOf("foo"));
        }
    }

    @Test
    void takesChangesOneByOneAndLooksAgain() throws IOException {
        try (EditorDouble editor = EditorDouble.with("type A {\n  b : l/mi\n}\n")) {
            assertThat(editor.diagnostics().items("diagnostics")).hasSize(1);
            editor.tell("textDocument/didChange", """
                    {"textDocument":{"uri":"untitled:1","version":2},"contentChanges":[
                      {"range":{"start":{"line":1,"character":10},"end":{"line":1,"character":10}},"text":"n"},
                      {"range":{"start":{"line":0,"character":5},"end":{"line":0,"character":6}},"text":"Long"}]}
                    """);
            assertThat(editor.diagnostics().items("diagnostics")).isEmpty();
            JsonObject symbols = editor.ask(
                    "textDocument/documentSymbol", "{\"textDocument\":{\"uri\":\"untitled:1\"}}");
            assertThat(symbols.items("result").getFirst().asObject().text("name"))
                    .isEqualTo("Long");
        }
    }

    @Test
    void checksTheFilesOfAFolderTogether() throws IOException {
        Path types = Files.writeString(folder.resolve("types.rules"), "type A {\n  b : l\n}\n");
        Path rules = folder.resolve("my rules.rules");
        String text = "rule r for each A a when a.c > 1 l then alarm info \"x\"\n";
        Files.writeString(rules, "this is not what the editor has");
        try (EditorDouble editor = new EditorDouble()) {
            editor.ask("initialize", "{\"rootUri\":\"" + folder.toUri() + "\"}");
            editor.open(rules.toUri().toString(), text);
            JsonObject found = editor.diagnostics();
            assertThat(found.text("uri")).isEqualTo(rules.toUri().toString());
            assertThat(found.items("diagnostics").getFirst().asObject().text("message"))
                    .contains("'c'");
            Files.writeString(types, "type A {\n  c : l\n}\n");
            editor.tell("workspace/didChangeWatchedFiles", "{\"changes\":[]}");
            JsonObject note =
                    editor.diagnostics().items("diagnostics").getFirst().asObject();
            assertThat(note.integer("severity")).isEqualTo(3);
            assertThat(note.text("code")).isEqualTo("no-test");
            assertThat(note.text("message")).startsWith("this rule has no test");
            JsonObject place = editor.ask(
                    "textDocument/definition",
                    "{\"textDocument\":{\"uri\":\"" + rules.toUri()
                            + "\"},\"position\":{\"line\":0,\"character\":27}}");
            assertThat(place.object("result").text("uri"))
                    .isEqualTo(types.toUri().toString());
            assertThat(place.object("result").object("range").object("start").integer("line"))
                    .isEqualTo(1);
        }
    }

    @Test
    void takesBackWhatItSaidOfAFileThatIsNotOpen() throws IOException {
        Path other = Files.writeString(folder.resolve("a.rules"), "type A {\n  b : foo\n}\n");
        Path mine = folder.resolve("b.rules");
        try (EditorDouble editor = new EditorDouble()) {
            editor.ask("initialize", "{}");
            editor.open(mine.toUri().toString(), "type B {\n  b : l\n}\n");
            assertThat(editor.diagnostics().text("uri")).isEqualTo(other.toUri().toString());
            assertThat(editor.diagnostics().items("diagnostics")).isEmpty();
            Files.delete(other);
            editor.tell("workspace/didChangeWatchedFiles", "{}");
            assertThat(editor.diagnostics().text("uri")).isEqualTo(mine.toUri().toString());
            JsonObject taken = editor.diagnostics();
            assertThat(taken.text("uri")).isEqualTo(other.toUri().toString());
            assertThat(taken.items("diagnostics")).isEmpty();
        }
    }

    @Test
    void aCheckThatFailsIsToldAndEndsNothing() throws IOException {
        Function<List<Source>, Checked> check = sources -> {
            if (sources.toString().contains("trap")) {
                throw new NumberFormatException("sprung");
            }
            return Analysis.check(sources);
        };
        try (EditorDouble editor = new EditorDouble(check)) {
            editor.ask("initialize", "{}");
            editor.open("untitled:1", "type trap {\n  b : foo\n}\n");
            JsonObject told = editor.next();
            assertThat(told.text("method")).isEqualTo("window/logMessage");
            assertThat(told.object("params").integer("type")).isEqualTo(1);
            assertThat(told.object("params").text("message"))
                    .contains("untitled:1", "NumberFormatException", "sprung");
            assertThat(editor.log.toString(StandardCharsets.UTF_8)).contains("sprung");
            editor.open("untitled:1", "type T {\n  b : foo\n}\n");
            assertThat(editor.diagnostics().items("diagnostics")).hasSize(1);
        }
    }

    /** A folder whose path is longer than any may be stands for one that may not be read. */
    @Test
    void aFolderThatCannotBeReadHidesNoOther() throws IOException {
        Files.writeString(folder.resolve("types.rules"), "type A {\n  b : l\n}\n");
        String name = "x".repeat(200);
        Path outer = folder.resolve("outer");
        Path inner = folder.resolve("inner");
        Path end = outer;
        for (int i = 0; i < 11; i++) {
            end = end.resolve(name);
        }
        Files.createDirectories(end);
        Files.createDirectories(inner.resolve(outer.relativize(end)));
        Path moved = Files.move(inner, end.resolve("inner"));
        Path mine = folder.resolve("mine.rules");
        try (EditorDouble editor = new EditorDouble()) {
            editor.ask(
                    "initialize",
                    "{\"rootUri\":\"" + folder.toUri()
                            + "\",\"initializationOptions\":{\"program\":\"workspace\"}}");
            editor.open(
                    mine.toUri().toString(),
                    "rule r for each A a when a.b > 1 l then alarm info \"x\"\n");
            JsonObject found = editor.diagnostics();
            assertThat(found.text("uri")).isEqualTo(mine.toUri().toString());
            assertThat(found.items("diagnostics"))
                    .noneMatch(d -> d.asObject().integer("severity") == 1);
        } finally {
            Files.move(moved, inner);
        }
    }

    @Test
    void filesWithoutAFolderAreCheckedEachForItself() throws IOException {
        try (EditorDouble editor = new EditorDouble()) {
            editor.ask("initialize", "{}");
            editor.open("untitled:1", "type T {\n  a : foo\n}\n");
            editor.open("untitled:2", "type T {\n  b : l\n}\n");
            JsonObject first = editor.diagnostics();
            assertThat(first.text("uri")).isEqualTo("untitled:1");
            assertThat(first.items("diagnostics")).hasSize(1);
            assertThat(editor.diagnostics().text("uri")).isEqualTo("untitled:2");
            editor.tell("textDocument/didClose", "{\"textDocument\":{\"uri\":\"untitled:1\"}}");
            JsonObject closed = editor.diagnostics();
            assertThat(closed.text("uri")).isEqualTo("untitled:1");
            assertThat(closed.items("diagnostics")).isEmpty();
        }
    }

    @Test
    void proposesWhatFits() throws IOException {
        String begun = PLANT + "\nrule x for each Pump q\n  when q.flow > 5 \n  then alarm \n";
        try (EditorDouble editor = EditorDouble.with(begun)) {
            assertThat(editor.labels(begun, "when q."))
                    .containsExactly("state", "flow", "warm", "command");
            assertThat(editor.labels(begun, "when q.fl"))
                    .containsExactly("state", "flow", "warm", "command");
            assertThat(editor.labels(begun, "q.flow > 5 "))
                    .contains("l/min", "m3/h")
                    .doesNotContain("bar", "s");
            assertThat(editor.labels(begun, "then alarm ")).startsWith("critical", "major");
            assertThat(editor.labels(begun, "for each ")).containsExactly("Pump");
            assertThat(editor.labels(begun, "p.state is "))
                    .containsExactly("running", "stopped", "known", "unknown", "not");
            assertThat(editor.labels(begun, "for 8 ")).contains("s", "min").doesNotContain("l/min");
            assertThat(editor.labels(begun, "p1 : ")).containsExactly("Pump");
            assertThat(editor.labels(begun, "p1.state = ")).containsExactly("running", "stopped");
            assertThat(editor.labels(begun, "on p1 by ")).containsExactly("dry", "x");
            assertThat(editor.labels(begun, "as ")).contains("protection");
            assertThat(editor.labels(begun, "confirm ")).contains("state", "command");
            assertThat(editor.labels(begun, "(p.state is running ")).contains("and", "for", "avg");
            assertThat(editor.labels(begun, "  warm    : ")).contains("boolean", "°C");
            assertThat(editor.labels(begun, "{p} ru")).isEmpty();
            assertThat(editor.labels(begun, "every 5 s\n  f")).contains("writable", "deadband");
        }
    }

    @Test
    void knowsSignalsAreasAndSchedules() throws IOException {
        String begun = PLANT + """

                signal built "Pressure built up" for each Van v = v.outlet - v.inlet
                signal wrong for each Van v = v.outlet - v.where
                area depot circle 52.5, 13.4 radius 200 m
                schedule night { 22:00..06:00 }
                type Van {
                  inlet  : bar
                  outlet : bar
                  where  : position
                }
                rule z for each Van v
                  when v.built > 5 bar and v.where leaves depot and time in night
                  then alarm info "{v}"
                """;
        try (EditorDouble editor = EditorDouble.with(begun)) {
            assertThat(editor.labels(begun, "when v."))
                    .containsExactly("inlet", "outlet", "where", "built");
            assertThat(editor.labels(begun, "v.built > 5 ")).contains("mbar").doesNotContain("s");
            assertThat(editor.labels(begun, "where leaves ")).containsExactly("depot");
            assertThat(editor.labels(begun, "and time in ")).containsExactly("night");
            assertThat(hover(editor, begun, "when v.bui")).startsWith("**built** : bar");
            assertThat(line(editor, begun, "when v.bui")).isEqualTo(16);
            assertThat(line(editor, begun, "where leaves dep")).isEqualTo(18);
            assertThat(line(editor, begun, "and time in nig")).isEqualTo(19);
        }
    }

    @Test
    void knowsTheDevicesInAPlace() throws IOException {
        String begun = "place Hall in Site\n" + PLANT + """

                rule y for each Hall h
                  when sum(Pump.flow in h) > 5 l/min and any Pump in h has (warm is true)
                  then alarm info "{h}"
                """;
        try (EditorDouble editor = EditorDouble.with(begun)) {
            assertThat(editor.labels(begun, "when sum(")).contains("Pump", "h");
            assertThat(editor.labels(begun, "sum(Pump.")).contains("flow");
            assertThat(editor.labels(begun, "sum(Pump.flow in ")).contains("h");
            assertThat(editor.labels(begun, "l/min and any ")).contains("Pump");
            assertThat(editor.labels(begun, "l/min and ")).doesNotContain("Pump");
            assertThat(editor.askAt("textDocument/hover", begun, "sum(Pump.fl").toString())
                    .contains("**flow** : l/min");
            assertThat(editor.askAt("textDocument/hover", begun, "when su").toString())
                    .contains("of the values of the devices in a place");
        }
    }

    @Test
    void knowsTheEventsOfATypeOrOfTheFile() throws IOException {
        String declared =
                PLANT.replace("  warm    : °C", "  event seized \"It is stuck\"\n  warm    : °C");
        String rule = """

                rule y for each Pump q
                  when q emits seized
                  then emit seized
                """;
        try (EditorDouble editor = EditorDouble.with(declared + rule)) {
            assertThat(editor.labels(declared + rule, "when q emits ")).containsExactly("seized");
            assertThat(editor.labels(declared + rule, "then emit ")).containsExactly("seized");
            assertThat(editor.labels(declared + rule, "{\n  ")).contains("event");
            assertThat(editor.askAt("textDocument/hover", declared + rule, "q emits sei")
                            .toString())
                    .contains("event **seized**: It is stuck");
        }
        String hall = """

                type Door in Hall { event forced }
                rule z for each Hall h
                  when any Door in h emits forced or any Door in h has (emits forced and emits forced)
                  then alarm info "{Door}"
                """;
        try (EditorDouble editor = EditorDouble.with(declared + hall)) {
            assertThat(editor.labels(declared + hall, "Door in h emits "))
                    .containsExactly("forced");
            assertThat(editor.labels(declared + hall, "has (emits ")).containsExactly("forced");
            assertThat(editor.labels(declared + hall, "and emits ")).containsExactly("forced");
        }
        try (EditorDouble editor = EditorDouble.with(PLANT + rule)) {
            assertThat(editor.labels(PLANT + rule, "when q emits ")).containsExactly("seized");
        }
    }

    @Test
    void replacesAUnitAsAWhole() throws IOException {
        String begun = PLANT + "rule x for each Pump q\n  when q.flow > 5 l/m\n";
        try (EditorDouble editor = EditorDouble.with(begun)) {
            JsonObject item = editor.askAt("textDocument/completion", begun, "q.flow > 5 l/m")
                    .items("result")
                    .getFirst()
                    .asObject();
            assertThat(item.text("label")).isEqualTo("m3/s");
            JsonObject range = item.object("textEdit").object("range");
            assertThat(range.object("start").integer("character")).isEqualTo(18);
            assertThat(range.object("end").integer("character")).isEqualTo(21);
        }
    }

    @Test
    void explainsWhatIsUnderThePointer() throws IOException {
        try (EditorDouble editor = EditorDouble.with(PLANT)) {
            assertThat(editor.diagnostics().items("diagnostics")).isEmpty();
            assertThat(hover(editor, "p.flow < 5 l/m"))
                    .isEqualTo("**l/min**: a unit of volume flow");
            assertThat(hover(editor, "and p.fl"))
                    .startsWith("**flow** : l/min from 0, every 1 s, believed for 3 s")
                    .endsWith("type Pump: Centrifugal pump");
            assertThat(hover(editor, "comm")).contains("writable, confirmed by state");
            assertThat(hover(editor, "by dr"))
                    .containsPattern("rule \\*\\*dry\\*\\* for each Pump, version `[0-9a-f]{16}`")
                    .endsWith("Runs dry");
            assertThat(hover(editor, "for each Pu")).contains("- flow : l/min");
            assertThat(hover(editor, "(p.state i")).startsWith("is: the point has that value");
            assertThat(hover(editor, "as protec"))
                    .startsWith("protection: weighs more than people");
            assertThat(editor.askAt("textDocument/hover", PLANT, "{p} runs").isAbsent("result"))
                    .isTrue();
        }
    }

    @Test
    void goesToWhereThingsAreDeclared() throws IOException {
        try (EditorDouble editor = EditorDouble.with(PLANT)) {
            assertThat(line(editor, "and p.fl")).isEqualTo(2);
            assertThat(line(editor, "by dr")).isEqualTo(7);
            assertThat(line(editor, "p1 : Pu")).isZero();
            assertThat(line(editor, "at 0 s  p")).isEqualTo(12);
        }
    }

    @Test
    void laysAFileOutByTheLinesThatDiffer() throws IOException {
        String ugly = PLANT.replace("  then alarm", "     then   alarm");
        try (EditorDouble editor = EditorDouble.with(ugly)) {
            List<?> edits = editor.ask(
                            "textDocument/formatting",
                            "{\"textDocument\":{\"uri\":\"untitled:1\"}}")
                    .items("result");
            assertThat(edits)
                    .hasToString("[{\"range\":{\"start\":{\"line\":9,\"character\":0},\"end\":"
                            + "{\"line\":9,\"character\":51}},\"newText\":"
                            + "\"  then alarm critical \\\"{p} runs dry: {p.flow}\\\"\"}]");
        }
    }

    @Test
    void answersWhatMakesNoSenseAndGoesOn() throws IOException {
        try (EditorDouble editor = new EditorDouble()) {
            editor.raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(error(editor.ask("textDocument/hover", "{}"))).isEqualTo(-32002);
            editor.ask("initialize", "{}");
            editor.send("{\"jsonrpc\":");
            assertThat(error(editor.next())).isEqualTo(-32700);
            editor.send("[1]");
            assertThat(error(editor.next())).isEqualTo(-32600);
            editor.send("{\"id\":1}");
            assertThat(error(editor.next())).isEqualTo(-32600);
            editor.raw("Content-Length: 99999999\r\n\r\n" + " ".repeat(1000));
            for (int i = 0; i < 99_999_999 - 1000; i += 99_999) {
                editor.raw(" ".repeat(Math.min(99_999, 99_999_999 - 1000 - i)));
            }
            assertThat(error(editor.next())).isEqualTo(-32600);
            assertThat(error(editor.ask("textDocument/hover", "{\"textDocument\":3}")))
                    .isEqualTo(-32602);
            assertThat(error(editor.ask("signalbox/unknown", "{}"))).isEqualTo(-32601);
            editor.tell("$/cancelRequest", "{\"id\":1}");
            editor.send("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":null}");
            editor.tell("textDocument/didChange", "{\"textDocument\":{\"uri\":\"file:///%\"}}");
            editor.tell("textDocument/didOpen", "{}");
            assertThat(editor.ask("shutdown", "null").isAbsent("result")).isTrue();
            assertThat(error(editor.ask("shutdown", "null"))).isEqualTo(-32600);
            editor.tell("exit", "null");
            assertThat(editor.code()).isZero();
        }
    }

    @Test
    void endsWithItsInput() throws IOException {
        EditorDouble editor = new EditorDouble();
        editor.close();
        assertThat(editor.code()).isOne();
    }

    private static int error(JsonObject answer) {
        return (int) answer.object("error").integer("code");
    }

    private static String hover(EditorDouble editor, String mark) {
        return hover(editor, PLANT, mark);
    }

    private static String hover(EditorDouble editor, String text, String mark) {
        JsonObject answer = editor.askAt("textDocument/hover", text, mark);
        return answer.object("result").object("contents").text("value");
    }

    private static long line(EditorDouble editor, String mark) {
        return line(editor, PLANT, mark);
    }

    private static long line(EditorDouble editor, String text, String mark) {
        JsonObject answer = editor.askAt("textDocument/definition", text, mark);
        return answer.object("result").object("range").object("start").integer("line");
    }
}
