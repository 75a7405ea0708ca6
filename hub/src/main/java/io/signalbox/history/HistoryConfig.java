package io.signalbox.history;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how the history is kept.
 *
 * @param folder its own folder, made if need be
 * @param memoryBytes that the engine may use for its buffers
 * @param retention how long a reading is kept after it came in
 * @param url of a PostgreSQL database; empty for a file in the folder
 */
public record HistoryConfig(Path folder, long memoryBytes, Duration retention, String url) {
    /** A history in a file. */
    public HistoryConfig(Path folder, long memoryBytes, Duration retention) {
        this(folder, memoryBytes, retention, "");
    }
}
