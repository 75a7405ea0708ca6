package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Format;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Each recipe of docs/recipes.md is a program without findings, laid out, whose tests pass. */
class RecipesTest {
    private static final String FENCE = "```signalbox\n";

    record Recipe(String title, String text) {
        @Override
        public String toString() {
            return title;
        }
    }

    static List<Recipe> recipes() throws IOException {
        Path root = Path.of(Files.exists(Path.of("ARCHITECTURE.md")) ? "." : "..");
        String page = Files.readString(root.resolve("docs/recipes.md"));
        List<Recipe> recipes = new ArrayList<>();
        for (int at = page.indexOf(FENCE); at >= 0; at = page.indexOf(FENCE, at + 1)) {
            int title = page.lastIndexOf("\n### ", at) + 5;
            int from = at + FENCE.length();
            recipes.add(new Recipe(
                    page.substring(title, page.indexOf('\n', title)),
                    page.substring(from, page.indexOf("```", from))));
        }
        return recipes;
    }

    @Test
    void thereAreFiftyAndTheyAreNumbered() throws IOException {
        List<Recipe> recipes = recipes();
        assertThat(recipes).hasSizeGreaterThanOrEqualTo(50);
        for (int i = 0; i < recipes.size(); i++) {
            assertThat(recipes.get(i).title).startsWith(i + 1 + ". ");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recipes")
    void isAProgramWhoseTestsPass(Recipe recipe) {
        Source source = new Source("recipes.md", recipe.text);
        Checked checked = Language.check(List.of(source));
        assertThat(checked.findings()).isEmpty();
        Coverage coverage = new Coverage();
        List<RuleTest.Report> reports = RuleTest.runAll(
                checked.program().orElseThrow(),
                new RuleTest.Options(OptionalLong.empty(), Optional.of(coverage), false));
        assertThat(reports).isNotEmpty();
        assertThat(coverage.untested()).isEmpty();
        assertThat(reports).allSatisfy(report -> assertThat(report.failures()).isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recipes")
    void isLaidOut(Recipe recipe) {
        assertThat(Format.of(new Source("recipes.md", recipe.text)).text()).contains(recipe.text);
    }
}
