package io.signalbox.editor;

import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Outline;
import io.signalbox.language.Program;
import io.signalbox.language.Source;
import io.signalbox.payload.JsonWriter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Finds out what is wrong in the programs whose files were touched, and says so file by file. */
final class Diagnostics {
    private final Workspace workspace;

    private final Function<List<Source>, Checked> check;

    /** A file of each program that was touched. */
    private final LinkedHashMap<Workspace.Key, String> touched = new LinkedHashMap<>();

    /** Files of each program of which something was said, so that it can be taken back. */
    private final Map<Workspace.Key, Set<String>> told = new HashMap<>();

    /** The last accepted state of each program. */
    private final Map<Workspace.Key, Program> programs = new HashMap<>();

    Diagnostics(Workspace workspace, Function<List<Source>, Checked> check) {
        this.workspace = workspace;
        this.check = check;
    }

    /** Says that a file is another one than it was. */
    void touch(String uri) {
        touched.put(workspace.key(uri), uri);
    }

    boolean isDue() {
        return !touched.isEmpty();
    }

    /** The program of a file as it was when it last had no error. */
    Program accepted(String uri) {
        return programs.getOrDefault(workspace.key(uri), Program.EMPTY);
    }

    /** A file of the program that was touched first; it is due no more. */
    String takeDue() {
        return touched.pollFirstEntry().getValue();
    }

    /** Checks a program: {@code PublishDiagnosticsParams} for each file to speak of. */
    List<JsonWriter> check(String uri) {
        Workspace.Key key = workspace.key(uri);
        Workspace.Group group = workspace.group(uri);
        boolean watched =
                workspace.opened().stream().anyMatch(open -> workspace.key(open).equals(key));
        Map<String, List<Finding>> byFile = new LinkedHashMap<>();
        if (watched) {
            Checked checked = check.apply(group.sources());
            checked.program().ifPresent(program -> programs.put(key, program));
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
        for (String before : told.getOrDefault(key, Set.of())) {
            if (!now.contains(before) && !workspace.isOpen(before)) {
                all.add(params(before, new Source(before, ""), List.of()));
            }
        }
        told.put(key, now);
        if (!watched && now.isEmpty()) {
            told.remove(key);
            programs.remove(key);
        }
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
