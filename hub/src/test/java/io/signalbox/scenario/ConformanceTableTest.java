package io.signalbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Holds {@code docs/protocols/mqtt-conformance.md} against the lists of all statements of both
 * specifications, against the scenarios and against the tests that it names.
 */
class ConformanceTableTest {
    private static final Path TABLE = Path.of("..", "docs", "protocols", "mqtt-conformance.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern ROW =
            Pattern.compile("\\| (MQTT3?-\\S+) \\| (.*\\S) \\| (.*\\S) \\|");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern SCENARIO = Pattern.compile("\\d\\d-.*");
    private static final Pattern REASON = Pattern.compile("not applicable: .{10,}");

    private record Row(String statement, String shownBy) {
        List<String> names() {
            List<String> names = new ArrayList<>();
            Matcher found = NAME.matcher(shownBy);
            while (found.find()) {
                names.add(found.group(1));
            }
            return names;
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Scenario> scenarios = new HashMap<>();

    ConformanceTableTest() throws IOException {
        for (String line : Files.readAllLines(TABLE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(new Row(row.group(1), row.group(3)));
            }
        }
        for (Scenario scenario : ScenarioReader.readAll()) {
            scenarios.put(scenario.name(), scenario);
        }
    }

    @Test
    void hasEachStatementOfBothSpecificationsOnceAndInTheirOrder() throws IOException {
        List<String> all = new ArrayList<>(statements("statements-5.0.txt", 251));
        all.addAll(statements("statements-3.1.1.txt", 141));
        assertThat(rows).extracting(Row::statement).containsExactlyElementsOf(all);
    }

    private static List<String> statements(String resource, int count) throws IOException {
        try (InputStream in = ConformanceTableTest.class.getResourceAsStream(resource)) {
            String text = new String(Objects.requireNonNull(in, resource).readAllBytes(), UTF_8);
            List<String> statements = text.lines().toList();
            assertThat(statements).hasSize(count).doesNotHaveDuplicates();
            return statements;
        }
    }

    @Test
    void namesForEachStatementATestOrTheReasonWhyThereIsNone() {
        assertThat(rows)
                .allMatch(row -> row.names().isEmpty()
                        ? REASON.matcher(row.shownBy()).matches()
                        : row.shownBy().replaceAll("`[^`]+`", "").matches("(, )*"));
    }

    @Test
    void agreesWithTheScenariosOnWhatTheyShow() {
        Set<String> inTable = new LinkedHashSet<>();
        for (Row row : rows) {
            for (String name : row.names()) {
                if (SCENARIO.matcher(name).matches()) {
                    inTable.add(row.statement() + " " + name);
                }
            }
        }
        Set<String> inScenarios = new LinkedHashSet<>();
        for (Scenario scenario : scenarios.values()) {
            scenario.statements().forEach(s -> inScenarios.add(s + " " + scenario.name()));
        }
        assertThat(inTable).containsExactlyInAnyOrderElementsOf(inScenarios);
    }

    @Test
    void namesTestsThatExist() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                sources.merge(name, Files.readString(file), String::concat);
            }
        }
        List<String> missing = new ArrayList<>();
        for (Row row : rows) {
            row.names().stream()
                    .filter(name -> !SCENARIO.matcher(name).matches())
                    .filter(name -> !exists(sources, name))
                    .forEach(missing::add);
        }
        assertThat(missing).isEmpty();
    }

    /** {@code Class.method}, of a class of tests, and the method is one of them. */
    private static boolean exists(Map<String, String> sources, String name) {
        List<String> parts = Arrays.asList(name.split("\\."));
        String source = sources.getOrDefault(parts.getFirst(), "");
        return parts.size() == 2
                && parts.getFirst().matches(".*(Test|IT)")
                && source.contains("\n    void " + parts.getLast() + "(");
    }
}
