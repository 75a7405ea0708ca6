package io.signalbox.cli;

import io.signalbox.language.Finding;
import io.signalbox.language.Format;
import io.signalbox.language.JsonForm;
import io.signalbox.language.Source;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code signalbox rule fmt}: brings files into the one layout. */
@Command(
        name = "fmt",
        description = "Brings files into the one layout, where they are; says which it changed.",
        footer = {
            "",
            "Blanks and line ends alone change, never what a file says. A file with an error is",
            "left as it is, and its findings go to the error stream. JSON becomes what 'rule json'",
            "prints of it.",
            "",
            "Examples:",
            "  signalbox rule fmt plant.rules",
            "  signalbox rule fmt --check rules/      for CI: changes nothing, 1 if something would",
            "  signalbox rule fmt - < old.rules > new.rules"
        })
final class FormatCommand implements Callable<Integer> {
    private static final Path STREAM = Path.of("-");

    private final Terminal terminal;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "What to lay out; - is the"
                    + " standard input, which goes to the standard output.")
    private final List<Path> named = new ArrayList<>();

    @Option(names = "--check", description = "Only names the files that are not laid out so.")
    private boolean check;

    FormatCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (named.contains(STREAM)) {
            return stream();
        }
        boolean errors = false;
        int others = 0;
        for (RuleFiles.RuleFile file : RuleFiles.read(terminal.folder(), named)) {
            Optional<String> text = laidOut(file.name(), file.text());
            errors |= text.isEmpty();
            if (text.isPresent() && !text.get().equals(file.text())) {
                others++;
                terminal.out().println(Table.plain(file.name()));
                if (!check) {
                    write(terminal.folder().resolve(file.name()), text.get());
                }
            }
        }
        return errors || (check && others > 0) ? Exit.FINDINGS.code() : Exit.OK.code();
    }

    private int stream() throws IOException {
        if (named.size() > 1) {
            throw new CommandFailure(Exit.USAGE, "- stands alone: it is the standard input");
        }
        byte[] bytes = terminal.in().readNBytes(RuleFiles.MAX_BYTES + 1);
        if (bytes.length > RuleFiles.MAX_BYTES) {
            throw new CommandFailure(
                    Exit.IO,
                    "the standard input is longer than " + (RuleFiles.MAX_BYTES >> 20)
                            + " MiB; split it");
        }
        String before = new String(bytes, StandardCharsets.UTF_8);
        Optional<String> text = laidOut("-", before);
        if (!check) {
            terminal.out().print(text.orElse(before));
        }
        boolean asWanted = text.isPresent() && (!check || text.get().equals(before));
        return asWanted ? Exit.OK.code() : Exit.FINDINGS.code();
    }

    private Optional<String> laidOut(String name, String text) {
        Source source = Source.given(name, text);
        if (source.json().isPresent()) {
            JsonForm.Tree tree = JsonForm.of(source);
            return laidOut(tree.json().map(json -> json + "\n"), tree.findings());
        }
        Format format = Format.of(source);
        return laidOut(format.text(), format.findings());
    }

    private Optional<String> laidOut(Optional<String> text, List<Finding> findings) {
        if (text.isEmpty()) {
            findings.forEach(finding -> terminal.err().println(Table.plain(finding.toString())));
        }
        return text;
    }

    /** Replaces the file at once, so that a crash leaves the old one or the new one. */
    private static void write(Path file, String text) throws IOException {
        Path real = file.toRealPath();
        Path next = Files.createTempFile(real.toAbsolutePath().getParent(), ".fmt", ".tmp");
        try {
            Files.writeString(next, text);
            if (Files.getFileStore(real).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(real));
            }
            Files.move(
                    next,
                    real,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
