package io.signalbox.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The shape of the sources: what CONTRIBUTING.md asks for and a machine can check. */
class ShapeTest {
    private static final int LINES = 400;
    private static final Pattern EMPTY_NAME =
            Pattern.compile(".*(Utils?|Helpers?|Impl|Manager|V2)\\.java|I[A-Z][a-z].*\\.java");
    private static final List<String> REAL_WORDS_WITH_I = List.of("Incoming", "Interlock", "Int");

    private record Source(String name, Path path, List<String> lines) {}

    private final List<Source> sources = read();

    @Test
    void longFilesSayWhy() {
        assertThat(sources)
                .filteredOn(s -> s.path.toString().contains("/src/main/"))
                .filteredOn(s -> s.lines.size() > LINES)
                .filteredOn(
                        s -> s.lines.stream().noneMatch(l -> l.contains("Longer than 400 lines")))
                .extracting(
                        s -> s.name + " has " + s.lines.size() + " lines; split it, or say why in"
                                + " its Javadoc: 'Longer than 400 lines because ...'")
                .isEmpty();
    }

    @Test
    void namesSayWhatAThingIs() {
        assertThat(sources)
                .extracting(Source::name)
                .filteredOn(name -> EMPTY_NAME.matcher(name).matches())
                .filteredOn(name -> REAL_WORDS_WITH_I.stream().noneMatch(name::startsWith))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItHolds() throws IOException {
        try (Stream<Path> files = Files.walk(root().resolve("hub/src/main/java"))) {
            assertThat(files.filter(Files::isDirectory).filter(ShapeTest::holdsClasses))
                    .allMatch(folder -> Files.exists(folder.resolve("package-info.java")));
        }
    }

    @Test
    void nothingIsLeftForLater() {
        Pattern later = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b");
        assertThat(sources)
                .filteredOn(s -> !s.name.equals("ShapeTest.java"))
                .filteredOn(s -> s.lines.stream().anyMatch(l -> later.matcher(l).find()))
                .extracting(Source::name)
                .isEmpty();
    }

    private static boolean holdsClasses(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(f -> f.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Source> read() {
        try (Stream<Path> files = Files.walk(root().resolve("hub/src"))) {
            List<Source> sources = new ArrayList<>();
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Path name = file.getFileName();
                sources.add(new Source(String.valueOf(name), file, Files.readAllLines(file)));
            }
            assertThat(sources).hasSizeGreaterThan(100);
            return sources;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("ARCHITECTURE.md")) ? here : here.getParent();
    }
}
