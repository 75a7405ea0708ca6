package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** No file, however broken, does more than cause findings. */
class BadFilesTest {
    private static final String GOOD = """
            type Pump { flow : l/min every 1 s
              command : start | stop writable }
            rule r "title" for each Pump p
              when (p.flow < 5 l/min and not p.flow in 1..2 l/min) for 20 s
              then set p.command = stop expires in 5 s otherwise alarm minor "{p} is at {p.flow}"
            test "t"
              p1 : Pump
              every 1 s from 0 s to 30 s p1.flow = 3 l/min
              expect set p1.command = stop at 20 s by r
            mapping foreign for Pump "title"
              topic "tele/{device}/{x}"
              flow = json "/a/0" * 0.1 - 4 in l/h
              ts = json "/t"
              sample \"""{"a":[5],"t":0}\""" on "tele/p/q"  expect flow = -3.5 l/h at "1970-01-01T00:00:00Z"
            """;

    private static Checked check(String text) {
        return Language.check(List.of(new Source("f", text)));
    }

    private static List<String> find(String text) {
        return check(text).findings().stream().map(Finding::toString).toList();
    }

    @Test
    void emptyFileIsAWarning() {
        assertThat(find("")).containsExactly("f:1:1: warning: the file declares nothing");
        assertThat(find("# nothing\n"))
                .containsExactly("f:1:10: warning: the file declares nothing");
    }

    @Test
    void byteOrderMarkIsSkippedWithAWarning() {
        Checked checked = check("\uFEFF" + GOOD);
        assertThat(checked.accepted()).isTrue();
        assertThat(checked.findings())
                .singleElement()
                .hasToString("f:1:1: warning: the file begins with a byte order mark, which is"
                        + " skipped (save it as UTF-8 without BOM)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r", "\n\t"})
    void lineEndsAndTabsOfAnyKindAreFine(String lineEnd) {
        assertThat(check(GOOD.replace("\n", lineEnd)).accepted()).isTrue();
        assertThat(find("type T {" + lineEnd + "}" + lineEnd + "§"))
                .singleElement()
                .asString()
                .startsWith("f:3:" + (lineEnd.equals("\n\t") ? 2 : 1) + ": error: '§'");
    }

    @Test
    void versionsDoNotDependOnLayoutCommentsAndTitles() {
        String version = rule(GOOD).hash();
        assertThat(version).matches("[0-9a-f]{16}");
        String other = GOOD.replace("\n", "\r\n\t # comment\r\n").replace("title", "other");
        assertThat(rule(other).hash()).isEqualTo(version);
        assertThat(rule(GOOD.replace("20 s", "21 s")).hash()).isNotEqualTo(version);
        assertThat(rule(GOOD.replace("l/min every", "l/h every")).hash()).isNotEqualTo(version);
    }

    private static Rule rule(String text) {
        return check(text).program().orElseThrow().rule("r").orElseThrow();
    }

    @Test
    void nulAndOtherControlCharacters() {
        assertThat(find("type T {\n\u0000 }"))
                .containsExactly("f:2:1: error: U+0000 has no meaning here (take it away)");
        assertThat(find("type T \"a\u0000b\" { }"))
                .containsExactly("f:1:10: error: U+0000 has no meaning here (take it away)");
    }

    @Test
    void bytesThatAreNotUtf8() {
        byte[] latin = "type T {\n  a : \u00B0C\n} # \u00E4".getBytes(StandardCharsets.ISO_8859_1);
        Checked checked = Language.check(List.of(Source.decode("f", latin)));
        assertThat(checked.findings())
                .extracting(Finding::toString)
                .contains(
                        "f:2:7: error: this is not UTF-8 (save the file as UTF-8)",
                        "f:3:5: error: this is not UTF-8 (save the file as UTF-8)");
    }

    @Test
    void unterminatedText() {
        assertThat(find("type T \"pump {\n}"))
                .contains("f:1:8: error: the text that begins here has no closing quote on its line"
                        + " (end it with \")");
    }

    @Test
    void lineOfTenMegabytes() {
        assertThat(find("type T { }\n" + "x".repeat(10 << 20)))
                .containsExactly("f:1:1: error: the file has 10485771 characters; 4194304 are the"
                        + " most (split it into several files)");
        assertThat(find("type T { }\n#" + " ".repeat(20_000))).isEmpty();
        assertThat(find("type T { }\n" + "x ".repeat(20_000)))
                .contains("f:2:10001: error: the line is longer than 10000 characters (break it)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not ", "-", "(-", "not ("})
    void deepNesting(String piece) {
        String condition = "rule r for each T t\nwhen " + (piece + "\n").repeat(10_000);
        assertThat(find("type T { }\n" + condition))
                .anyMatch(f -> f.contains("this is nested deeper than 64 levels"));
    }

    @Test
    void longRowsOfOperands() {
        assertThat(find("type T { a : bar }\nrule r for each T t\nwhen " + "t.a + ".repeat(1_000)
                        + "t.a > 5 bar\nthen alarm minor \"x\""))
                .anyMatch(f -> f.contains("this is nested deeper than 64 levels"));
        assertThat(check("type T { a : bar }\nrule r for each T t\nwhen "
                                + "t.a > 5 bar or\n".repeat(1_000)
                                + "t.a > 5 bar\nthen alarm minor \"x\"")
                        .accepted())
                .isTrue();
    }

    @Test
    void hopelessFileGivesTheFirstFindingsOnly() {
        List<String> findings = find("type T {\n" + "a : nothing\n".repeat(5_000) + "}");
        assertThat(findings).hasSize(Findings.LIMIT + 1);
        assertThat(findings.getLast()).endsWith("and 4900 more after these");
    }

    @Test
    void everyPrefixIsReadWithoutAnException() {
        for (int length = 0; length <= GOOD.length(); length++) {
            Checked checked = check(GOOD.substring(0, length));
            assertThat(checked.accepted() || !checked.findings().isEmpty()).isTrue();
        }
    }

    @Test
    void everyFileWithOneWordMissingOrDoubledIsReadWithoutAnException() {
        List<String> words = Arrays.asList(GOOD.split("(?<=[ \\n])", -1));
        for (int i = 0; i < words.size(); i++) {
            String before = String.join("", words.subList(0, i));
            String after = String.join("", words.subList(i + 1, words.size()));
            for (String text : List.of(before + after, before + words.get(i).repeat(2) + after)) {
                Checked checked = check(text);
                assertThat(checked.accepted() || !checked.findings().isEmpty()).isTrue();
            }
        }
    }

    @Test
    void mixturesOfTokensAreReadWithoutAnException() {
        List<String> pieces = List.of(
                "type",
                "rule",
                "interlock",
                "test",
                "{",
                "}",
                "(",
                ")",
                "p",
                ".",
                "flow",
                ":",
                "|",
                "when",
                "clear",
                "then",
                "on",
                "set",
                "alarm",
                "minor",
                "\"x\"",
                "=",
                ">",
                "..",
                "5",
                "l/min",
                "%",
                "20 s",
                "for",
                "each",
                "in",
                "is",
                "not",
                "and",
                "or",
                "\n",
                "becomes",
                "silent",
                "every",
                "from",
                "to",
                "at",
                "expect",
                "while",
                "never",
                "-",
                "+",
                "*",
                "/",
                ",",
                "Pump",
                "°C",
                "mapping",
                "topic \"a/{device}/{point}\"",
                "json \"/a\"",
                "payload",
                "level",
                "{point}",
                "->",
                "sample \"1\"",
                "hex",
                "int16",
                "bits",
                "\"\"\"",
                "deadband",
                "valid",
                "integer",
                "position",
                "1/min");
        Random random = new Random(7);
        for (int run = 0; run < 1_000; run++) {
            StringBuilder text = new StringBuilder("type Pump { flow : l/min }\n");
            for (int i = 0; i < 40; i++) {
                text.append(pieces.get(random.nextInt(pieces.size()))).append(' ');
            }
            Checked checked = check(text.toString());
            for (Finding finding : checked.findings()) {
                assertThat(finding.explain(new Source("f", text.toString()))).contains("^");
            }
        }
    }
}
