package io.signalbox.history;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Where and how the history is kept.
 *
 * @param folder its own folder, made if need be
 * @param memoryBytes that the engine may use for its buffers
 * @param retention how long a reading is kept after it came in
 * @param parts what is kept of readings that are deleted
 * @param url of a PostgreSQL database; empty for a file in the folder
 * @param keep what is kept for another time than {@code retention}: names of types, or of points of
 *     types such as {@code Meter.power}
 */
public record HistoryConfig(
        Path folder,
        long memoryBytes,
        Duration retention,
        Parts parts,
        String url,
        Map<String, Duration> keep) {

    public HistoryConfig {
        keep = Map.copyOf(keep);
    }

    /**
     * Parts of time of which the least, the greatest, the sum and the number are kept when their
     * readings are deleted.
     *
     * @param every length of a part; zero for none
     * @param retention how long parts are kept after their time
     */
    public record Parts(Duration every, Duration retention) {
        public static final Parts NONE = new Parts(Duration.ZERO, Duration.ZERO);
    }

    /** A history in a file, that keeps nothing of what it deletes. */
    public HistoryConfig(Path folder, long memoryBytes, Duration retention) {
        this(folder, memoryBytes, retention, Parts.NONE, "", Map.of());
    }
}
