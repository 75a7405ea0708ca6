package io.signalbox.language;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects findings; of a hopeless file it keeps the first ones, and errors before all others. */
public final class Findings {
    /** Most findings that are kept; the rest is counted in a last one. */
    public static final int LIMIT = 100;

    private final Map<Finding.Kind, List<Finding>> lists = new EnumMap<>(Finding.Kind.class);
    private final Map<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);

    void error(Position at, String message, String hint) {
        error("", at, message, hint);
    }

    void error(Position at, String message) {
        error(at, message, "");
    }

    void error(String code, Position at, String message, String hint) {
        add(new Finding(at, Finding.Kind.ERROR, code, message, hint));
    }

    void warning(Position at, String message, String hint) {
        warning("", at, message, hint);
    }

    public void warning(String code, Position at, String message, String hint) {
        add(new Finding(at, Finding.Kind.WARNING, code, message, hint));
    }

    public void note(String code, Position at, String message, String hint) {
        add(new Finding(at, Finding.Kind.NOTE, code, message, hint));
    }

    /** Keeps a finding while there is room. */
    public void add(Finding finding) {
        counts.merge(finding.kind(), 1, Integer::sum);
        List<Finding> list = lists.computeIfAbsent(finding.kind(), kind -> new ArrayList<>());
        if (list.size() < LIMIT) {
            list.add(finding);
        }
    }

    int errors() {
        return counts.getOrDefault(Finding.Kind.ERROR, 0);
    }

    /** All that is kept, each file's in the order of its lines. */
    public List<Finding> sorted(List<Source> sources) {
        List<Finding> kept = new ArrayList<>();
        lists.values().forEach(kept::addAll);
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        List<Finding> sorted = new ArrayList<>(kept.subList(0, Math.min(LIMIT, kept.size())));
        sorted.sort(Finding.order(sources));
        if (all > sorted.size()) {
            Finding last = sorted.getLast();
            String more = "and " + (all - sorted.size()) + " more after these";
            sorted.add(new Finding(last.at(), last.kind(), "", more, ""));
        }
        return sorted;
    }
}
