package io.signalbox.cli;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/** What {@code signalbox demo} does; it reads its own arguments. */
public interface DemoStarter {
    /**
     * Runs the demonstration.
     *
     * @param data the folder of {@code --data}, or null
     * @param arguments whatever else stood on the command line
     * @return the exit code of the process
     */
    int run(@Nullable Path data, List<String> arguments);
}
