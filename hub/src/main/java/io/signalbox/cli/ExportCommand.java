package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code signalbox export}: what was made in a hub, as files that {@code apply} takes. */
@Command(
        name = "export",
        description = "Writes types, rules and devices into a folder, as apply takes them.",
        footer = {
            "",
            "Files that are there are written anew; a *.rules file that the hub does not have is",
            "left, and told of. The history has a command of its own: signalbox data export.",
            "",
            "Examples:",
            "  signalbox export plant/",
            "  signalbox export plant/ && git -C plant diff",
            "  signalbox --data other/ apply -f plant/"
        })
final class ExportCommand implements Runnable {
    private final RunningHub hub;

    @Parameters(paramLabel = "DIR", description = "The folder; it is made if it is not there.")
    private Path folder = Path.of("");

    ExportCommand(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        Path place = hub.terminal().folder().resolve(folder);
        JsonObject files = hub.get("files");
        Iterable<DeviceWords> devices = new DeviceFile(hub).registered().values();
        try {
            Files.createDirectories(place);
            Set<Path> written = new HashSet<>();
            for (JsonValue item : files.items("files")) {
                JsonObject file = item.asObject();
                Path target = place.resolve(inside(file.text("file"), written));
                Files.createDirectories(target.getParent());
                write(target, out -> out.write(file.text("text")));
                written.add(target);
            }
            int[] count = {0};
            write(place.resolve(DeviceFile.NAME), out -> {
                for (DeviceWords device : devices) {
                    out.write(device.registration() + "\n");
                    count[0]++;
                }
            });
            hub.terminal()
                    .out()
                    .println("exported " + Shown.counted(written.size(), "file") + " and "
                            + Shown.counted(count[0], "device") + " to " + folder);
            for (Path other : others(place, written)) {
                hub.terminal()
                        .err()
                        .println("the hub has no file " + folder.resolve(place.relativize(other))
                                + "; apply would bring it back");
            }
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(
                    Exit.IO, "expected a folder, found the file " + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(Exit.IO, "cannot write to " + folder + ": " + e.getMessage());
        }
    }

    /** A name below the folder for a file that was applied under any name. */
    private static Path inside(String name, Set<Path> taken) {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("[/\\\\]+")) {
            String plain = part.replaceAll("[\\p{Cntrl}:]", "_");
            if (!plain.isBlank() && !plain.equals(".") && !plain.equals("..")) {
                parts.add(plain);
            }
        }
        String path = parts.isEmpty() ? "unnamed" : String.join("/", parts);
        String file = path.replaceFirst("(\\.rules)?(\\.json)?$", "") + ".rules";
        String free = file;
        for (int i = 2; isTaken(free, taken); i++) {
            free = file.replaceFirst("\\.rules$", "-" + i + ".rules");
        }
        return Path.of(free);
    }

    private static boolean isTaken(String name, Set<Path> taken) {
        return taken.stream().anyMatch(other -> other.endsWith(name));
    }

    private interface Text {
        void to(Writer out) throws IOException;
    }

    /** Nothing of the file that was there is lost before the new one is whole. */
    private static void write(Path target, Text text) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            text.to(out);
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Path> others(Path folder, Set<Path> written) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(".rules"))
                    .filter(path -> !written.contains(path))
                    .sorted()
                    .toList();
        }
    }
}
