package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The tests that the reference shows pass, and each rule that it shows acts in one of them. */
class ReferenceTest {
    private static final String FENCE = "```signalbox\n";

    @Test
    void theTestsOfTheReferencePass() throws IOException {
        Path root = Path.of(Files.exists(Path.of("ARCHITECTURE.md")) ? "." : "..");
        String page = Files.readString(root.resolve("docs/language.md"));
        StringBuilder program = new StringBuilder();
        for (int at = page.indexOf(FENCE); at >= 0; at = page.indexOf(FENCE, at + 1)) {
            int from = at + FENCE.length();
            program.append(page, from, page.indexOf("```", from));
        }
        Checked checked = Language.check(List.of(new Source("language.md", program.toString())));
        Coverage coverage = new Coverage();
        List<RuleTest.Report> reports = RuleTest.runAll(
                checked.program().orElseThrow(),
                new RuleTest.Options(OptionalLong.empty(), Optional.of(coverage), false));
        assertThat(reports).hasSizeGreaterThan(30);
        assertThat(reports).allSatisfy(report -> assertThat(report.failures()).isEmpty());
        assertThat(coverage.untested()).isEmpty();
    }
}
