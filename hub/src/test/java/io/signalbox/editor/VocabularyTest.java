package io.signalbox.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.editor.Vocabulary.Part;
import io.signalbox.language.Level;
import io.signalbox.language.Severity;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

class VocabularyTest {
    @Test
    void everyWordOfTheParserIsExplained() throws IOException {
        Set<String> explained = new TreeSet<>();
        for (Part part : Part.values()) {
            Vocabulary.of(part)
                    .forEach(
                            entry -> explained.addAll(Arrays.asList(entry.word().split(" ", -1))));
        }
        Set<String> asked = ParserWords.all();
        assertThat(asked)
                .contains("rule", "when", "avg", "shuffled", "otherwise", "sample", "clear");
        asked.removeAll(explained);
        assertThat(asked)
                .as("words of the parser that editor/Vocabulary does not explain")
                .isEmpty();
    }

    @Test
    void levelsAndSeveritiesAreThoseThatThereAre() {
        assertThat(Vocabulary.of(Part.SEVERITY))
                .extracting(Vocabulary.Entry::word)
                .containsExactlyElementsOf(Arrays.stream(Severity.values())
                        .map(s -> s.name().toLowerCase(Locale.ROOT))
                        .toList());
        assertThat(Arrays.stream(Level.values()).map(l -> l.name().toLowerCase(Locale.ROOT)))
                .containsAll(Vocabulary.of(Part.LEVEL).stream()
                        .map(Vocabulary.Entry::word)
                        .toList());
    }
}
