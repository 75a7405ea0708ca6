package io.signalbox.cli;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/** What {@code signalbox} without a sub-command does: runs the hub until it is told to stop. */
public interface ServerStarter {
    /**
     * Runs the hub in the foreground.
     *
     * @param config the file of {@code --config}, or null
     * @param data the folder of {@code --data}, which wins over environment and file, or null
     * @return the exit code of the process
     */
    int run(@Nullable Path config, @Nullable Path data);
}
