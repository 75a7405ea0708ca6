package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Everything that shows the language to people is right. */
class ExamplesTest {
    @Test
    void exampleFilesAreAcceptedWithoutFindings() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root().resolve("examples"))) {
            files = walk.filter(f -> f.toString().endsWith(".rules")).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            Source source = Source.decode(file.getFileName().toString(), Files.readAllBytes(file));
            Checked checked = Language.check(List.of(source));
            assertThat(checked.findings()).as(file.toString()).isEmpty();
            Program program = checked.program().orElseThrow();
            assertThat(program.scenarios().size() + program.mappings().size()).isPositive();
        }
    }

    /** Their samples, payloads as the devices send them, run in the check. */
    @Test
    void readyMappingsAreAcceptedTogether() throws IOException {
        List<Source> sources = new ArrayList<>();
        for (String name : List.of("tasmota", "shelly", "zigbee2mqtt", "senml")) {
            Path file = root().resolve("examples/mappings/" + name + ".rules");
            sources.add(Source.decode(name + ".rules", Files.readAllBytes(file)));
        }
        Checked checked = Language.check(sources);
        assertThat(checked.findings()).isEmpty();
        assertThat(checked.program().orElseThrow().mappings()).hasSizeGreaterThanOrEqualTo(13);
    }

    @Test
    void examplesOfTheReferenceAreAccepted() throws IOException {
        List<String> examples = fenced("signalbox");
        assertThat(examples).hasSizeGreaterThanOrEqualTo(5);
        StringBuilder all = new StringBuilder();
        examples.forEach(all::append);
        Checked checked = Language.check(List.of(new Source("language.md", all.toString())));
        assertThat(checked.findings()).isEmpty();
        assertThat(checked.accepted()).isTrue();
    }

    /** The contents of all code blocks of one kind in docs/language.md. */
    private static List<String> fenced(String kind) throws IOException {
        String page = Files.readString(root().resolve("docs/language.md"));
        String[] parts = page.split("```", -1);
        return IntStream.range(0, parts.length)
                .filter(part -> part % 2 == 1 && parts[part].startsWith(kind + "\n"))
                .mapToObj(part -> parts[part].substring(kind.length() + 1))
                .toList();
    }

    private static Path root() {
        return Path.of(Files.exists(Path.of("ARCHITECTURE.md")) ? "." : "..");
    }
}
