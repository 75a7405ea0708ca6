package io.signalbox.history;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The engine's native library, 72 MB, which its driver unpacks into the folder for temporary files
 * at every start and deletes at an orderly end alone. A hub that is killed again and again would
 * fill that folder, so the file's name is deleted as soon as the library is loaded: Linux keeps
 * what is mapped.
 */
final class NativeLibrary {
    private static final Logger LOG = System.getLogger(NativeLibrary.class.getName());
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final String NAME = "/libduckdb_java";

    private NativeLibrary() {}

    /** Deletes the unpacked file if the library is loaded; elsewhere than on Linux does nothing. */
    static void forgetUnpackedFile() {
        if (!Files.exists(MAPS)) {
            return;
        }
        try (Stream<String> lines = Files.lines(MAPS)) {
            Optional<String> file = lines.filter(l -> l.contains(NAME) && l.endsWith(".so"))
                    .map(l -> l.substring(l.indexOf('/')))
                    .findFirst();
            if (file.isPresent()) {
                Files.deleteIfExists(Path.of(file.get()));
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the unpacked native library stays where it is", e);
        }
    }
}
