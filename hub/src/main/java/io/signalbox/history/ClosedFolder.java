package io.signalbox.history;

import io.signalbox.journal.DiskFile;
import io.signalbox.journal.FileDisk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The folder of {@link ClosedFile}s. May be used by any thread. */
final class ClosedFolder {
    private static final String NAME = "closed";
    private static final String DAMAGED = ".damaged";

    private final Path folder;
    private final FileDisk disk;

    /** What was found of the files that have been read since the start: nothing, or what is wrong. */
    private final Map<String, Optional<String>> looked = new ConcurrentHashMap<>();

    ClosedFolder(Path history) throws IOException {
        this.folder = history.resolve(NAME).toAbsolutePath();
        this.disk = new FileDisk(folder);
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** The folder as an item of the engine's list of folders. */
    String setting() {
        return SqlWords.text(folder + "/");
    }

    /** Makes a file that the engine wrote outlive a power failure. */
    void keep(String name) throws IOException {
        try (DiskFile file = disk.open(name)) {
            file.force();
        }
        disk.sync();
    }

    /** The files that are there and whose names say what they have. */
    List<String> spans() throws IOException {
        return disk.list().stream()
                .filter(name -> ClosedSpan.parse(name).isPresent())
                .sorted()
                .toList();
    }

    /** Deletes what is no part of the history: it was written or given up when the hub died. */
    void sweep(Collection<ClosedFile> known) throws IOException {
        List<String> names = known.stream().map(ClosedFile::name).toList();
        for (String name : disk.list()) {
            if (!names.contains(name) && !name.contains(DAMAGED)) {
                disk.delete(name);
            }
        }
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
        looked.remove(name);
    }

    /** What is wrong with a file; its bytes are read at the first time after a start. */
    Optional<String> trouble(ClosedFile file) {
        return looked.computeIfAbsent(
                file.name(), name -> Checks.trouble(path(name), file.bytes(), file.checks()));
    }

    /** Names of the files with which something was found to be wrong. */
    List<String> damaged() {
        return looked.entrySet().stream()
                .filter(entry -> entry.getValue().isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Gives a damaged file a name under which it is kept, and forgets it. Returns what is wrong. */
    String moveAside(String name) throws IOException {
        Optional<String> trouble = looked.remove(name);
        if (Files.exists(path(name))) {
            disk.rename(name, name + DAMAGED);
        }
        return trouble == null ? "" : trouble.orElse("");
    }

    /** The rows of files as a table of the engine. */
    String table(List<String> names) {
        List<String> quoted = new ArrayList<>();
        names.forEach(name -> quoted.add(SqlWords.text(path(name).toString())));
        return quoted.stream()
                .collect(Collectors.joining(", ", "read_parquet([", "], file_row_number = true)"));
    }
}
