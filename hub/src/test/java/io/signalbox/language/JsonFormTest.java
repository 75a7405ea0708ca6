package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonArray;
import io.signalbox.payload.JsonValue.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Files as JSON and back: nothing is lost but layout and comments, and nothing creeps in. */
class JsonFormTest {
    private static final String PUMP = """
            type Pump {
              flow    : l/min  every 1 s
              command : start | stop  writable
            }
            # a remark
            rule dry "Runs dry" for each Pump p
              when (p.flow < 5.0 l/min)   for 20 s
              then set p.command = stop expires in 90 s
            """;

    @Test
    void theTreeOfARule() {
        JsonObject rule = json(PUMP).items("declarations").get(1).asObject();
        assertThat(rule).hasToString("""
                {"is":"rule","name":"dry","title":"Runs dry","type":"Pump","variable":"p",
                "when":{"is":"dwell","of":{"is":"compare",
                "left":{"is":"reference","device":"p","point":"flow"},"comparison":"<",
                "right":{"is":"amount","value":5,"unit":"l/min"}},"millis":20000},
                "then":[{"is":"claim","assignment":{
                "target":{"is":"reference","device":"p","point":"command"},
                "value":{"is":"word","text":"stop"}},"expires_millis":90000}],
                "text":"rule dry \\"Runs dry\\" for each Pump p\\nwhen (p.flow < 5.0 l/min) for 20 s\\n\
                then set p.command = stop expires in 90 s"}""".replace("\n", "").replace("}],", "}],"));
    }

    @Test
    void theEventsOfATypeComeBackFromTheTreeAlone() {
        String type = "type Pump {\n  flow : l/min\n  event seized \"stuck\"\n  event reset\n}";
        JsonObject tree = json(type).items("declarations").getFirst().asObject();
        assertThat(tree.items("events"))
                .hasToString("[{\"name\":\"seized\",\"title\":\"stuck\"}, {\"name\":\"reset\"}]");
        Map<String, JsonValue> members = new LinkedHashMap<>(tree.members());
        members.remove("text");
        assertThat(new DeclarationPrinter(JsonNode.of(new JsonObject(members), "")).print())
                .isEqualTo(type);
    }

    @Test
    void examplesComeBackWithTheirVersions() throws IOException {
        List<Source> sources = examples();
        assertThat(sources.size()).isGreaterThan(5);
        for (Source source : sources) {
            String back = JsonForm.text(JsonValue.parse(json(source.text()).toString()));
            assertSame(source, new Source(source.file(), back), true);
        }
    }

    /** What is new in the language may come back by its text alone, until its tree can be written. */
    @Test
    void examplesComeBackFromTheTreeAlone() throws IOException {
        int all = 0;
        int left = 0;
        for (Source source : examples()) {
            for (JsonValue declaration : withoutText(json(source.text())).items("declarations")) {
                JsonObject bare = file(List.of(declaration));
                all++;
                try {
                    assertThat(withoutText(json(JsonForm.text(bare)))).isEqualTo(bare);
                } catch (JsonFault e) {
                    assertThat(e).as("%s", declaration).hasMessageContaining("cannot be written");
                    left++;
                }
            }
        }
        assertThat(all).isGreaterThan(50);
        assertThat(left).as("of %d declarations", all).isLessThan(all / 10);
    }

    @Test
    void whatComesBackFromTheTreeIsTheSameProgram() throws IOException {
        for (Source source : examples().subList(0, examples().size() - 1)) {
            String back = JsonForm.text(withoutText(json(source.text())));
            assertSame(source, new Source(source.file(), back), false);
        }
    }

    @Test
    void programsByChanceComeBack() {
        for (int seed = 1; seed <= 150; seed++) {
            Source source = new Source("seed " + seed, new RandomText(new Random(seed)).program());
            JsonObject json = json(source.text());
            assertSame(source, new Source(source.file(), JsonForm.text(json)), true);
            JsonObject bare = withoutText(json);
            assertThat(withoutText(json(JsonForm.text(bare)))).as(source.text()).isEqualTo(bare);
        }
    }

    @Test
    void whatIsChangedInTheTreeIsChangedInTheText() {
        String changed = json(PUMP).toString().replace("\"value\":5", "\"value\":7.25");
        String text = JsonForm.text(JsonValue.parse(changed));
        assertThat(text).contains("when p.flow < 7.25 l/min for 20 s").doesNotContain("5.0");
        assertThat(text).contains("flow    : l/min         every 1 s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"variable\":\"p\"   | \"variable\":\"p\",\"colour\":\"red\" | /declarations/1/colour: this is not known here: expected a member of 'rule', found 'colour' (there are name, title,",
                "\"variable\":\"p\"   | \"variable\":\"p\",\"prioriti\":3 | /declarations/1/prioriti: this is not known here: expected a member of 'rule', found 'prioriti' (did you mean 'priority'?)",
                "\"value\":5          | \"value\":5,\"~/\":1 | /declarations/1/when/of/right/~0~1: this is not known here",
                "\"comparison\":\"<\" | \"comparison\":\"~\" | /declarations/1/when/of/comparison: expected a comparison such as <, found \"~\"",
                "\"is\":\"dwell\"     | \"is\":\"well\"      | /declarations/1/when: a condition that is \"well\" is not known",
                "\"is\":\"claim\"     | \"is\":\"claim\",\"retries\":-1 | /declarations/1/then/0/retries: expected a whole number from 0 to 2^53, found -1",
                "\"name\":\"dry\"     | \"name\":\"a b\"     | /declarations/1/name: expected a word, found \"a b\"",
                "\"name\":\"dry\"     | \"name\":7           | /declarations/1/name: expected a text, found 7",
                "\"point\":\"flow\"   | \"point\":\"flow > 1 l/min or p.flow\" | /declarations/1/when/of/left/point: expected a word",
                "\"unit\":\"l/min\"   | \"unit\":\"l/min or p.x > 5\" | /declarations/1/when/of/right/unit: expected a unit",
                "\"millis\":20000     | \"millis\":\"long\"  | /declarations/1/when/millis: expected a whole number",
                "\"value\":5          | \"value\":[5]        | /declarations/1/when/of/right/value: expected a number, found [5]",
                "\"format\":\"signalbox-rules/1\" | \"format\":\"signalbox-rules/9\" | /format: expected \"signalbox-rules/1\", found \"signalbox-rules/9\"",
                "\"format\":          | \"more\":1,\"format\": | /more: expected 'format' and 'declarations', found 'more'",
                "\"declarations\":[   | \"declarations\":[5,  | /declarations/0: expected an object, found 5",
            })
    void whatIsNotKnownIsRefusedWithItsPlace(String part, String instead, String expected) {
        String json = json(PUMP).toString();
        assertThat(json).contains(part);
        assertThatThrownBy(() -> JsonForm.text(JsonValue.parse(json.replace(part, instead))))
                .isInstanceOf(JsonFault.class)
                .hasMessageStartingWith(expected);
    }

    @Test
    void whatIsMissingIsAskedFor() {
        assertThatThrownBy(() -> JsonForm.text(JsonValue.parse("[]")))
                .hasMessage(": expected an object, found []");
        assertThatThrownBy(() -> JsonForm.text(JsonValue.parse("{}")))
                .hasMessage("/format: expected \"signalbox-rules/1\", found none");
        assertThatThrownBy(
                        () -> JsonForm.text(JsonValue.parse("{\"format\":\"signalbox-rules/1\"}")))
                .hasMessage("/declarations: expected an array, found none");
    }

    @Test
    void wholeNumbersBeyondADoubleKeepTheirDigits() {
        String text = "type T {\n  n : integer  writable\n}\ntest \"t\"\n  d : T\n"
                + "  at 0 s d.n = 9007199254740993, d.n = -9007199254740995\n  expect nothing\n";
        JsonObject bare = withoutText(json(text));
        assertThat(bare.toString()).contains("\"9007199254740993\"", "\"-9007199254740995\"");
        assertThat(JsonForm.text(bare)).contains("= 9007199254740993", "= -9007199254740995");
    }

    @Test
    void filesWithErrorsHaveNoJson() {
        JsonForm.Tree written = JsonForm.of(new Source("f", "type T {"));
        assertThat(written.json()).isEmpty();
        assertThat(written.findings()).isNotEmpty();
    }

    private static JsonObject json(String text) {
        JsonForm.Tree written = JsonForm.of(new Source("f", text));
        return written.json().orElseThrow(() -> new AssertionError(written.findings() + text));
    }

    /** Both are accepted, or not; versions are the same if the words are. */
    private static void assertSame(Source before, Source after, boolean words) {
        Checked one = Language.check(List.of(before));
        Checked two = Language.check(List.of(after));
        assertThat(two.accepted()).as("%s %s", after, two.findings()).isEqualTo(one.accepted());
        if (one.accepted()) {
            assertThat(told(two.program().orElseThrow(), words))
                    .isEqualTo(told(one.program().orElseThrow(), words));
        }
    }

    private static List<String> told(Program program, boolean words) {
        List<String> told = new ArrayList<>();
        program.types()
                .forEach(
                        t -> told.add(t.name() + t.title() + t.points() + (words ? t.hash() : "")));
        program.mappings()
                .forEach(m -> told.add(m.name() + m.title() + (words ? m.hash() : m.fields())));
        program.rules()
                .forEach(r -> told.add(r.name() + r.title() + r.level() + (words ? r.hash() : "")));
        program.interlocks().forEach(i -> told.add(i.name() + i.title() + (words ? i.hash() : "")));
        program.scenarios().forEach(s -> told.add(s.name() + s.devices().size() + s.steps()));
        return told;
    }

    private static JsonObject file(List<JsonValue> declarations) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("format", new JsonValue.JsonText("signalbox-rules/1"));
        members.put("declarations", new JsonArray(declarations));
        return new JsonObject(members);
    }

    private static JsonObject withoutText(JsonObject file) {
        List<JsonValue> declarations = new ArrayList<>();
        for (JsonValue declaration : file.items("declarations")) {
            Map<String, JsonValue> members =
                    new LinkedHashMap<>(declaration.asObject().members());
            members.remove("text");
            declarations.add(new JsonObject(members));
        }
        return file(declarations);
    }

    private static List<Source> examples() throws IOException {
        Path root = Path.of(Files.exists(Path.of("ARCHITECTURE.md")) ? "." : "..");
        List<Source> sources = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(root.resolve("examples"))) {
            for (Path file : walk.filter(f -> f.toString().endsWith(".rules")).toList()) {
                sources.add(Source.decode(file.getFileName().toString(), Files.readAllBytes(file)));
            }
        }
        StringBuilder page = new StringBuilder();
        String[] parts = Files.readString(root.resolve("docs/language.md")).split("```", -1);
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith("signalbox\n")) {
                page.append(parts[i].substring("signalbox\n".length()));
            }
        }
        sources.add(new Source("language.md", page.toString()));
        return sources;
    }
}
