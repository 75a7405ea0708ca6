package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Format;
import io.signalbox.language.Language;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The ten rules by which languages of rules are compared: short, and tested. */
class TenRulesTest {
    private static final List<Integer> NUMBERS = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    private final Source source = read();

    private static Source read() {
        Path root = Path.of(Files.exists(Path.of("ARCHITECTURE.md")) ? "." : "..");
        Path file = root.resolve("examples/ten/ten.rules");
        try {
            return Source.decode("ten.rules", Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Program program() {
        Checked checked = Language.check(List.of(source));
        assertThat(checked.findings()).isEmpty();
        return checked.program().orElseThrow();
    }

    @Test
    void areAllThereInAtMostFortyLines() {
        List<Rule> rules = program().rules();
        assertThat(rules).hasSameSizeAs(NUMBERS);
        assertThat(rules.stream().mapToLong(rule -> rule.text().lines().count()).sum())
                .isLessThanOrEqualTo(40);
        assertThat(Format.of(source).text()).contains(source.text());
    }

    @Test
    void passTheirTests() {
        List<RuleTest.Report> reports = RuleTest.runAll(program());
        assertThat(reports).hasSizeGreaterThanOrEqualTo(10);
        assertThat(reports).allSatisfy(report -> assertThat(report.failures()).isEmpty());
    }

    @Test
    void eachRuleHasATest() {
        List<String> tests = program().scenarios().stream().map(s -> s.name()).toList();
        for (int number : NUMBERS) {
            String prefix = number + ": ";
            assertThat(tests).anyMatch(test -> test.startsWith(prefix));
        }
    }
}
