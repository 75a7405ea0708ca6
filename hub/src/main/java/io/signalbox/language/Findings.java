package io.signalbox.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects findings; of a hopeless file it keeps the first ones. */
final class Findings {
    /** Most findings that are kept; the rest is counted in a last one. */
    static final int LIMIT = 100;

    private final List<Finding> list = new ArrayList<>();
    private int dropped;
    private int errors;

    void error(Position at, String message, String hint) {
        errors++;
        add(new Finding(at, Finding.Kind.ERROR, message, hint));
    }

    void error(Position at, String message) {
        error(at, message, "");
    }

    void warning(Position at, String message, String hint) {
        add(new Finding(at, Finding.Kind.WARNING, message, hint));
    }

    private void add(Finding finding) {
        if (list.size() < LIMIT) {
            list.add(finding);
        } else {
            dropped++;
        }
    }

    int errors() {
        return errors;
    }

    /** All that is kept, each file's in the order of its lines. */
    List<Finding> sorted(List<Source> sources) {
        List<String> files = sources.stream().map(Source::file).toList();
        List<Finding> sorted = new ArrayList<>(list);
        sorted.sort(Comparator.comparingInt((Finding f) -> files.indexOf(f.at().file()))
                .thenComparingInt(f -> f.at().line())
                .thenComparingInt(f -> f.at().column()));
        if (dropped > 0) {
            Finding last = sorted.getLast();
            sorted.add(new Finding(
                    last.at(), last.kind(), "and " + dropped + " more after these", ""));
        }
        return sorted;
    }
}
