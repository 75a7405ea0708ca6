package io.signalbox.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Finding;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What people copy from is without findings. */
class ExamplesAnalysedTest {
    @Test
    void examplesHaveNoFindings() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root().resolve("examples"))) {
            files = walk.filter(f -> f.toString().endsWith(".rules")).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            Source source = Source.decode(file.getFileName().toString(), Files.readAllBytes(file));
            assertThat(Analysis.check(List.of(source)).findings())
                    .as(file.toString())
                    .isEmpty();
        }
    }

    /** Beyond a time that clocks show twice, of which the page shows what it means. */
    @Test
    void theReferenceIsWarnedOfNothing() throws IOException {
        StringBuilder all = new StringBuilder();
        String[] parts = Files.readString(root().resolve("docs/language.md")).split("```", -1);
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith("signalbox\n")) {
                all.append(parts[i].substring("signalbox\n".length()));
            }
        }
        assertThat(Analysis.check(List.of(new Source("language.md", all.toString())))
                        .findings())
                .filteredOn(finding -> finding.kind() != Finding.Kind.NOTE)
                .filteredOn(finding -> !finding.code().equals("clock-change"))
                .isEmpty();
    }

    private static Path root() {
        return Path.of(Files.exists(Path.of("ARCHITECTURE.md")) ? "." : "..");
    }
}
