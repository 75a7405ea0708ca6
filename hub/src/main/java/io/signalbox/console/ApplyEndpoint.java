package io.signalbox.console;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.JsonForm;
import io.signalbox.language.Program;
import io.signalbox.language.Source;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.MalformedJson;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * {@code /api/v1/apply}: takes files of types, rules, interlocks and tests, all of them or none.
 *
 * <p>A file replaces the one of the same name, and also those whose every declaration it makes
 * anew: a file that moved is not there twice. All others stay in force, and the whole is checked
 * together.
 */
final class ApplyEndpoint {
    /** Longest request; about a hundred thousand rules. */
    static final int MAX_BODY_BYTES = 16 << 20;

    private final DeviceRegistry registry;
    private final Function<List<Source>, Checked> check;
    private final Changes changes;
    private final ReentrantLock applying = new ReentrantLock();

    ApplyEndpoint(DeviceRegistry registry, Function<List<Source>, Checked> check, Changes changes) {
        this.registry = registry;
        this.check = check;
        this.changes = changes;
    }

    /** Puts files in force beside those that are, or with {@code only} in the place of all of them. */
    Answer apply(ApiRequest request) {
        request.allow("dry_run", "only");
        boolean only = "true".equals(request.optional("only"));
        List<Source> files = files(request.body(MAX_BODY_BYTES));
        List<Source> before = registry.declaration().sources();
        UnaryOperator<List<Source>> change = old -> only ? files : merge(old, files);
        Checked checked;
        if ("true".equals(request.optional("dry_run"))) {
            List<Source> after = change.apply(before);
            checked = check.apply(after).asGiven(after);
            if (checked.program().isEmpty()) {
                throw refused(checked);
            }
        } else {
            checked = edit(change);
        }
        Program program = checked.program().orElseThrow();
        JsonWriter json = inForce(program);
        names(json.name("others"), program.sources(), files);
        names(json.name("removed"), before, program.sources());
        write(json, checked.findings());
        return Answer.ok(json.end());
    }

    /** The names of those files that are not among the others. */
    private static void names(JsonWriter json, List<Source> files, List<Source> others) {
        Set<String> there = others.stream().map(Source::file).collect(Collectors.toSet());
        json.beginArray();
        files.stream().map(Source::file).filter(name -> !there.contains(name)).forEach(json::value);
        json.end();
    }

    /** The files in force, as they were applied; those of JSON are the text that it became. */
    Answer files(ApiRequest request) {
        request.allow("tree");
        boolean tree = "true".equals(request.optional("tree"));
        JsonWriter json = new JsonWriter().beginObject().name("files").beginArray();
        for (Source source : registry.declaration().sources()) {
            json.beginObject().field("file", source.file()).field("text", source.text());
            if (tree) {
                JsonForm.of(source).json().ifPresent(json.name("tree")::value);
            }
            json.end();
        }
        return Answer.ok(json.end().end());
    }

    /**
     * Puts other files in force, in the place of those that are: one edit after the other.
     *
     * @param change gives the new files for the old ones
     */
    Checked edit(UnaryOperator<List<Source>> change) {
        applying.lock();
        try {
            List<Source> after = change.apply(registry.declaration().sources());
            Checked checked = check.apply(after).asGiven(after);
            if (checked.program().isEmpty()) {
                throw refused(checked);
            }
            ByteWriter body = new ByteWriter();
            new Declaration(after).write(body);
            changes.append(RecordType.DECLARATION, body);
            return checked;
        } finally {
            applying.unlock();
        }
    }

    static List<Source> files(JsonValue body) {
        try {
            List<Source> files = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (JsonValue item : body.asArray().items()) {
                JsonObject file = item.asObject();
                files.add(source(file));
                if (!names.add(file.text("file"))) {
                    throw new MalformedJson(
                            "expected each file once, found '" + file.text("file") + "' again");
                }
            }
            if (files.isEmpty()) {
                throw new MalformedJson("expected at least one file, found none");
            }
            return files;
        } catch (MalformedJson e) {
            throw Problem.badRequest("files-invalid", String.valueOf(e.getMessage()), null);
        }
    }

    /** Its rules as a text, which may be of the language or of JSON, or as a tree in JSON. */
    private static Source source(JsonObject file) {
        if (!file.isAbsent("text") && !file.isAbsent("tree")) {
            throw new MalformedJson("expected 'text' or 'tree', found both in '"
                    + ApiRequest.shortened(file.text("file")) + "'");
        }
        String given =
                file.isAbsent("tree") ? file.text("text") : file.object("tree").toString();
        return Source.given(file.text("file"), given);
    }

    /** Files keep their place when they are replaced; new ones stand last. */
    static List<Source> merge(List<Source> before, List<Source> files) {
        Set<String> declared = new HashSet<>();
        files.forEach(file -> declared.addAll(DeclaredNames.in(file.text())));
        List<Source> left = new ArrayList<>(files);
        List<Source> merged = new ArrayList<>();
        for (Source old : before) {
            Source same = left.stream()
                    .filter(file -> file.file().equals(old.file()))
                    .findFirst()
                    .orElse(null);
            Set<String> names = DeclaredNames.in(old.text());
            if (same != null) {
                merged.add(same);
                left.remove(same);
            } else if (names.isEmpty() || !declared.containsAll(names)) {
                merged.add(old);
            }
        }
        merged.addAll(left);
        return merged;
    }

    static Problem refused(Checked checked) {
        long errors = checked.findings().stream().filter(Finding::isError).count();
        return new Problem(
                422,
                "findings",
                errors + (errors == 1 ? " error" : " errors")
                        + "; nothing was changed, the hub goes on with what it had",
                null,
                json -> write(json, checked.findings()));
    }

    private static JsonWriter inForce(Program program) {
        return new JsonWriter()
                .beginObject()
                .field("files", program.sources().size())
                .field("types", program.types().size())
                .field("mappings", program.mappings().size())
                .field("rules", program.rules().size())
                .field("interlocks", program.interlocks().size())
                .field("tests", program.scenarios().size());
    }

    private static void write(JsonWriter json, List<Finding> findings) {
        json.name("findings").beginArray();
        findings.forEach(finding -> finding.write(json));
        json.end();
    }
}
