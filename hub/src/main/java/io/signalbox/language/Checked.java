package io.signalbox.language;

import java.util.List;
import java.util.Map;
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

    /** The same, with the places of findings in what was given, where that was JSON and not text. */
    public Checked asGiven(List<Source> sources) {
        List<Finding> located = findings;
        for (Source source : sources) {
            Optional<GivenJson> json = source.json();
            if (json.isPresent() && !located.isEmpty()) {
                located = located(source, json.get(), located);
            }
        }
        return new Checked(program, located);
    }

    private static List<Finding> located(Source source, GivenJson json, List<Finding> findings) {
        Map<Position, GivenJson.Located> places =
                json.locate(source, findings.stream().map(Finding::at).toList());
        return findings.stream()
                .map(finding -> {
                    GivenJson.Located place = places.get(finding.at());
                    return new Finding(
                            place == null ? finding.at() : place.at(),
                            finding.kind(),
                            finding.code(),
                            json.told(source, finding.message()),
                            json.told(source, finding.hint()),
                            place == null ? finding.pointer() : place.pointer());
                })
                .toList();
    }

    public boolean accepted() {
        return program.isPresent();
    }
}
