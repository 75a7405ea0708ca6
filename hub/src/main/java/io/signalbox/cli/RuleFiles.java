package io.signalbox.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files with types and rules that a command names: files as they are, folders for theirs. */
final class RuleFiles {
    private static final String ENDING = ".rules";
    private static final String JSON_ENDING = ".rules.json";

    /** Longest file read; far more than a person writes. */
    static final int MAX_BYTES = 8 << 20;

    /** A file under the name that the user knows it by, text or JSON; bytes that are no UTF-8 became U+FFFD. */
    record RuleFile(String name, String text) {}

    private RuleFiles() {}

    /** Reads what is named, in the order given, the files of a folder by name. */
    static List<RuleFile> read(Path folder, List<Path> named) {
        List<RuleFile> files = new ArrayList<>();
        for (Path path : named) {
            Path place = folder.resolve(path);
            if (!Files.isDirectory(place)) {
                files.add(readFile(path, place));
                continue;
            }
            for (Path found : inside(path, place)) {
                files.add(readFile(path.resolve(place.relativize(found)), found));
            }
        }
        return files;
    }

    /** True for a folder with such files in it or below. */
    static boolean has(Path folder, Path path) {
        return !found(path, folder.resolve(path)).isEmpty();
    }

    private static List<Path> inside(Path path, Path place) {
        List<Path> found = found(path, place);
        if (found.isEmpty()) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "there are no files *" + ENDING + " or *" + JSON_ENDING + " in the folder "
                            + path);
        }
        return found;
    }

    private static List<Path> found(Path path, Path place) {
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(p -> isOfRules(p.getFileName().toString()))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CommandFailure(Exit.IO, "cannot read the folder " + path + ": " + e);
        }
    }

    private static boolean isOfRules(String name) {
        return name.endsWith(ENDING) || name.endsWith(JSON_ENDING);
    }

    private static RuleFile readFile(Path name, Path place) {
        try {
            if (Files.size(place) > MAX_BYTES) {
                throw new CommandFailure(
                        Exit.IO, name + " is longer than " + (MAX_BYTES >> 20) + " MiB; split it");
            }
            byte[] bytes = Files.readAllBytes(place);
            return new RuleFile(name.toString(), new String(bytes, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(Exit.IO, "there is no file or folder " + name);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(Exit.IO, "may not read " + name);
        } catch (IOException e) {
            throw new CommandFailure(Exit.IO, "cannot read " + name + ": " + e.getMessage());
        }
    }
}
