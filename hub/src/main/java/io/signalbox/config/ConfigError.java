package io.signalbox.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; carries everything that is wrong with it (exit code 78). */
public final class ConfigError extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Finding> findings;

    ConfigError(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    /** At least one, in the order of their places. */
    public List<Finding> findings() {
        return findings;
    }
}
