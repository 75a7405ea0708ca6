package io.signalbox.hub;

import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Times;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** {@code <data>/run/hub.json}: how the commands find the hub; there while the hub serves. */
final class RunFile {
    private final Path file;

    RunFile(Path data) {
        this.file = data.resolve("run").resolve("hub.json");
    }

    /** Writes it whole or not at all. */
    void write(String version, long startedMillis, Path data, Map<String, String> addresses)
            throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException("no folder for " + file);
        }
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("version", version)
                .field("pid", ProcessHandle.current().pid())
                .field("started", Times.of(startedMillis))
                .field("data", data.toString());
        addresses.forEach(json::field);
        json.name("addresses").beginObject();
        addresses.forEach(json::field);
        json.end().end();
        Path fresh = folder.resolve("hub.json.new");
        Files.writeString(fresh, json + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
