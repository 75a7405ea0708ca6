package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Rules that come as JSON are checked as if they had come as text, and errors are at home in the JSON. */
class GivenJsonTest {
    private static final String PUMP = """
            {"format": "signalbox-rules/1", "declarations": [
              {"is": "type", "name": "Pump", "points": [
                {"name": "flow", "kind": {"is": "in_unit", "symbol": "l/min"}, "every_millis": 1000},
                {"name": "command", "kind": {"is": "one_of", "values": ["start", "stop"]},
                 "writable": true}]},
              {"is": "rule", "name": "dry", "title": "Runs dry", "type": "Pump", "variable": "p",
               "when": {"is": "dwell", "millis": 20000, "of":
                 {"is": "compare", "comparison": "<",
                  "left": {"is": "reference", "device": "p", "point": "flow"},
                  "right": {"is": "amount", "value": 5, "unit": "l/min"}}},
               "then": [{"is": "claim", "expires_millis": 90000, "assignment":
                 {"target": {"is": "reference", "device": "p", "point": "command"},
                  "value": {"is": "word", "text": "stop"}}}]}]}
            """;

    @Test
    void jsonIsTheProgramThatItsTextIs() {
        Source source = Source.given("plant.json", PUMP);
        assertThat(source.text()).startsWith("type Pump {\n  flow    : l/min");
        Program given = Language.check(List.of(source)).program().orElseThrow();
        Program text = Language.check(List.of(new Source("plant.json", source.text())))
                .program()
                .orElseThrow();
        assertThat(given.rules()).isEqualTo(text.rules());
        assertThat(given.types()).isEqualTo(text.types());
    }

    @Test
    void textStaysText() {
        assertThat(Source.given("a.json", "type Pump {}"))
                .isEqualTo(new Source("a.json", "type Pump {}"));
        assertThat(Source.given("a.json", "")).isEqualTo(new Source("a.json", ""));
    }

    @Test
    void anErrorOfTheRulesIsAtItsPlaceInTheJson() {
        assertThat(found(PUMP.replace("5, \"unit\": \"l/min\"", "5, \"unit\": \"bar\"")))
                .startsWith("plant.json:10:")
                .contains(": error: /declarations/1/when/of/right: ");
        assertThat(found(PUMP.replace("\"point\": \"flow\"", "\"point\": \"flaw\"")))
                .startsWith("plant.json:9:59: error: /declarations/1/when/of/left/point: ")
                .contains("did you mean 'flow'?");
        assertThat(found(PUMP.replace("\"text\": \"stop\"", "\"text\": \"stoop\"")))
                .startsWith("plant.json:13:")
                .contains(": error: /declarations/1/then/0/assignment/value: ");
        assertThat(found(PUMP.replace("\"type\": \"Pump\"", "\"type\": \"Pumb\"")))
                .startsWith("plant.json:6:62: error: /declarations/1/type: ");
    }

    @Test
    void placesThatAnErrorNamesAreInTheJsonToo() {
        String twice = PUMP.replace(
                "\"declarations\": [",
                "\"declarations\": [{\"is\": \"zone\", \"name\": \"Europe/Vienna\"},\n"
                        + "{\"is\": \"type\", \"name\": \"Pump\", \"points\": [{\"name\": \"x\","
                        + " \"kind\": {\"is\": \"in_unit\", \"symbol\": \"bar\"}}]},");
        assertThat(found(twice))
                .startsWith("plant.json:3:")
                .contains("/declarations/2/name: the name 'Pump' of this type is taken"
                        + " (it is first used at plant.json:2:24)");
    }

    @Test
    void whatIsNoTreeIsAnErrorAtItsPlace() {
        assertThat(found(PUMP.replace("\"millis\"", "\"milis\"")))
                .isEqualTo("plant.json:7:37: error: /declarations/1/when/milis: this is not known"
                        + " here: expected a member of 'dwell', found 'milis'"
                        + " (did you mean 'millis'?)");
        assertThat(found(PUMP.replace("20000", "\"long\"")))
                .startsWith(
                        "plant.json:7:38: error: /declarations/1/when/millis: expected a whole");
        assertThat(found("{\n \"format\": 5 }"))
                .startsWith("plant.json:2:12: error: /format: expected a text, found 5");
    }

    @Test
    void whatIsNoJsonIsAnErrorAtItsLine() {
        assertThat(found("{\n  \"format\": oops }"))
                .startsWith("plant.json:2:")
                .contains(": error: expected JSON, found an error at line 2 column ");
        assertThat(found("{")).startsWith("plant.json:1:").contains("expected JSON");
        assertThat(found("{\"format\":1,\"format\":1}")).contains("Duplicate");
        String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
        assertThat(found(deep)).startsWith("plant.json:1:").contains("nesting depth");
    }

    @Test
    void oneFileOfJsonSpoilsNoOther() {
        List<Source> sources = List.of(
                Source.given("bad.json", "{"), new Source("good.rules", "type A { x : bur }"));
        List<Finding> findings = Language.check(sources).asGiven(sources).findings();
        assertThat(findings)
                .extracting(finding -> finding.at().file())
                .containsExactly("bad.json", "good.rules");
        assertThat(findings).extracting(Finding::pointer).containsOnly("");
    }

    private static String found(String json) {
        List<Source> sources = List.of(Source.given("plant.json", json));
        Checked checked = Language.check(sources).asGiven(sources);
        assertThat(checked.accepted()).isFalse();
        return checked.findings().getFirst().toString();
    }
}
