package io.signalbox.editor;

import io.signalbox.analysis.Analysis;
import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Outline;
import io.signalbox.language.Program;
import io.signalbox.language.Source;
import io.signalbox.payload.JsonWriter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out what is wrong in the programs whose files were touched, and says so file by file. */
final class Diagnostics {
    private final Workspace workspace;

    /** A file of each program that was touched, by the program's folder. */
    private final Map<Path, String> touched = new LinkedHashMap<>();

    /** Files of each program of which something was said, so that it can be taken back. */
    private final Map<Path, Set<String>> told = new HashMap<>();

    /** The last accepted state of each program. */
    private final Map<Path, Program> programs = new HashMap<>();

    Diagnostics(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Says that a file is another one than it was. */
    void touch(String uri) {
        touched.put(workspace.folder(uri), uri);
    }

    boolean isDue() {
        return !touched.isEmpty();
    }

    /** The program of a file as it was when it last had no error. */
    Program accepted(String uri) {
        return programs.getOrDefault(workspace.folder(uri), Program.EMPTY);
    }

    /** Checks what was touched: {@code PublishDiagnosticsParams} for each file to speak of. */
    List<JsonWriter> check() {
        List<JsonWriter> all = new ArrayList<>();
        for (Map.Entry<Path, String> entry : touched.entrySet()) {
            all.addAll(check(entry.getKey(), entry.getValue()));
        }
        touched.clear();
        return all;
    }

    private List<JsonWriter> check(Path folder, String uri) {
        Workspace.Group group = workspace.group(uri);
        boolean watched = workspace.opened().stream()
                .anyMatch(open -> workspace.folder(open).equals(folder));
        Map<String, List<Finding>> byFile = new LinkedHashMap<>();
        if (watched) {
            Checked checked = Analysis.check(group.sources());
            checked.program().ifPresent(program -> programs.put(folder, program));
            for (Finding finding : checked.findings()) {
                byFile.computeIfAbsent(finding.at().file(), f -> new ArrayList<>())
                        .add(finding);
            }
        }
        List<JsonWriter> all = new ArrayList<>();
        Set<String> now = new LinkedHashSet<>();
        for (Source source : group.sources()) {
            String target = group.uris().getOrDefault(source.file(), uri);
            List<Finding> findings = byFile.getOrDefault(source.file(), List.of());
            if (!findings.isEmpty()) {
                now.add(target);
            }
            if (!findings.isEmpty() || workspace.isOpen(target)) {
                all.add(params(target, source, findings));
            }
        }
        for (String before : told.getOrDefault(folder, Set.of())) {
            if (!now.contains(before) && !workspace.isOpen(before)) {
                all.add(params(before, new Source(before, ""), List.of()));
            }
        }
        told.put(folder, now);
        return all;
    }

    private static JsonWriter params(String uri, Source source, List<Finding> findings) {
        Text text = new Text(source.text());
        List<Outline.Word> words = findings.isEmpty() ? List.of() : Outline.words(source);
        JsonWriter json = new JsonWriter().beginObject().field("uri", uri);
        json.name("diagnostics").beginArray();
        for (Finding finding : findings) {
            int from = text.offset(finding.at().line(), finding.at().column());
            json.beginObject();
            text.range(json, "range", from, end(words, from, source.text().length()));
            json.field("severity", severity(finding)).field("source", "signalbox");
            if (!finding.code().isEmpty()) {
                json.field("code", finding.code());
            }
            json.field(
                            "message",
                            finding.message()
                                    + (finding.hint().isEmpty() ? "" : "\n" + finding.hint()))
                    .end();
        }
        return json.end().end();
    }

    private static int severity(Finding finding) {
        return switch (finding.kind()) {
            case ERROR -> 1;
            case WARNING -> 2;
            case NOTE -> 3;
        };
    }

    /** The end of the word that begins there; one character if none does. */
    private static int end(List<Outline.Word> words, int from, int most) {
        for (Outline.Word word : words) {
            if (word.start() == from) {
                return word.end();
            }
        }
        return Math.min(from + 1, most);
    }
}
