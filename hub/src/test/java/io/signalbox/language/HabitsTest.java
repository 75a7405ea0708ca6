package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What other languages write is answered by how it is written here. */
class HabitsTest {
    private static List<String> inRule(String clauses) {
        return find(
                "type Chiller { press : bar on : boolean }\nrule r for each Chiller c\n" + clauses);
    }

    private static List<String> inCondition(String condition) {
        return inRule("when " + condition + "\nthen alarm minor \"x\"");
    }

    private static List<String> find(String text) {
        return Language.check(List.of(new Source("f", text))).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    @Test
    void signsAndWordsOfProgramsAreTranslated() {
        assertThat(inCondition("c.on is true || c.press < 5 bar"))
                .containsExactly("f:3:19: error: '||' has no meaning here (write 'or')");
        assertThat(inRule("if c.on is true\nthen alarm minor \"x\""))
                .anyMatch(found -> found.endsWith("but found 'if' (write 'when')"));
        assertThat(inRule("when c.on is true\nthen alarm minor \"x\";"))
                .anyMatch(found -> found.endsWith("(nothing stands at the end of a line)"));
    }

    @Test
    void numbersHaveNoThousandsSeparator() {
        assertThat(inCondition("c.press < 5,000 bar"))
                .anyMatch(found -> found.contains("no thousands separator"));
    }

    @Test
    void positionsAndPathsStandInQuotes() {
        String test = "type Van { at : position }\ntest \"t\"\n  v : Van";
        assertThat(find(test + "\n  at 0 s v.at = 52.5, 13.4"))
                .anyMatch(found -> found.endsWith("(a position stands in quotes: \"52.5, 13.4\")"));
        assertThat(find(test + " in north/hall3"))
                .anyMatch(found -> found.endsWith("(a path stands in quotes: \"north/hall3\")"));
    }
}
