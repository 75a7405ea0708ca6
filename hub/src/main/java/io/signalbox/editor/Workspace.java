package io.signalbox.editor;

import io.signalbox.language.Source;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files that are open in the editor, and those beside them on the disk.
 *
 * <p>The files of one folder are one program, for a folder is what {@code signalbox apply -f} takes;
 * or all files of a workspace are, if the editor asks for that.
 */
final class Workspace {
    /** Most files of a program that are read from the disk; further ones play no part. */
    static final int MAX_FILES = 1_000;

    /** Longest file that is read from the disk, in bytes. */
    private static final long MAX_FILE_BYTES = 8 << 20;

    private final Map<String, Text> open = new LinkedHashMap<>();
    private final List<Path> roots = new ArrayList<>();
    private boolean wholeWorkspace;

    /**
     * Files that belong together.
     *
     * @param sources under short names, for people read them
     * @param uris of each short name
     */
    record Group(List<Source> sources, Map<String, String> uris) {
        Group {
            sources = List.copyOf(sources);
        }
    }

    /**
     * What tells a program from others.
     *
     * @param alone the URI of a file that has no folder; empty for all of a folder
     */
    record Key(Path folder, String alone) {}

    /** Of the program that a file belongs to; a file without a folder is one for itself. */
    Key key(String uri) {
        Path folder = folder(uri);
        return new Key(folder, folder.toString().isEmpty() ? uri : "");
    }

    void open(String uri, Text text) {
        open.put(uri, text);
    }

    void close(String uri) {
        open.remove(uri);
    }

    /** The text of an open file; an empty one if it is not open. */
    Text text(String uri) {
        return open.getOrDefault(uri, new Text(""));
    }

    boolean isOpen(String uri) {
        return open.containsKey(uri);
    }

    List<String> opened() {
        return List.copyOf(open.keySet());
    }

    void addRoot(String uri) {
        Path path = path(uri);
        if (!path.toString().isEmpty()) {
            roots.add(path);
        }
    }

    /** All files below the folders of the workspace are one program from now on. */
    void takeWholeWorkspace() {
        wholeWorkspace = true;
    }

    /** The folder whose files belong together with a file; an empty path if it has none. */
    Path folder(String uri) {
        Path path = path(uri);
        if (wholeWorkspace) {
            for (Path root : roots) {
                if (path.startsWith(root)) {
                    return root;
                }
            }
        }
        Path parent = path.getParent();
        return parent == null ? Path.of("") : parent;
    }

    /** The program that a file belongs to, as it is in the editor and else on the disk. */
    Group group(String uri) {
        Path folder = folder(uri);
        Map<String, String> uris = new LinkedHashMap<>();
        Map<String, Source> sources = new TreeMap<>();
        if (folder.toString().isEmpty()) {
            sources.put(uri, new Source(uri, text(uri).toString()));
            return new Group(List.copyOf(sources.values()), Map.of(uri, uri));
        }
        for (Path file : onDisk(folder)) {
            String name = folder.relativize(file).toString();
            uris.put(name, file.toUri().toString());
            if (!isOpen(file)) {
                read(file, name).ifPresent(source -> sources.put(name, source));
            }
        }
        open.forEach((other, text) -> {
            if (folder(other).equals(folder)) {
                String name = folder.relativize(path(other)).toString();
                uris.put(name, other);
                sources.put(name, new Source(name, text.toString()));
            }
        });
        return new Group(List.copyOf(sources.values()), uris);
    }

    private boolean isOpen(Path file) {
        return open.keySet().stream().anyMatch(uri -> path(uri).equals(file));
    }

    private List<Path> onDisk(Path folder) {
        RuleFiles files = new RuleFiles();
        try {
            int depth = wholeWorkspace ? Integer.MAX_VALUE : 1;
            Files.walkFileTree(folder, Set.of(), depth, files);
        } catch (IOException e) {
            return List.of();
        }
        return files.found.stream().sorted().limit(MAX_FILES).toList();
    }

    /** Gathers the files of rules; what cannot be read is passed over, and nothing else. */
    private static final class RuleFiles extends SimpleFileVisitor<Path> {
        private final List<Path> found = new ArrayList<>();

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".rules") && Files.isRegularFile(file)) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }

    private static Optional<Source> read(Path file, String name) {
        try {
            return Files.size(file) > MAX_FILE_BYTES
                    ? Optional.empty()
                    : Optional.of(new Source(
                            name, new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The file of a URI; an empty path if it is none of a file. */
    private static Path path(String uri) {
        try {
            return uri.startsWith("file:") ? Path.of(URI.create(uri)).normalize() : Path.of("");
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return Path.of("");
        }
    }
}
