package io.signalbox.language;

import java.util.List;
import java.util.Optional;

/**
 * What the check of some files gave.
 *
 * @param program nothing if there is an error: a program is accepted whole or not at all
 * @param findings in the order of the files and their lines
 */
public record Checked(Optional<Program> program, List<Finding> findings) {
    public Checked {
        findings = List.copyOf(findings);
    }

    public boolean accepted() {
        return program.isPresent();
    }
}
