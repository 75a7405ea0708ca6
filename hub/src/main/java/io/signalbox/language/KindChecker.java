package io.signalbox.language;

import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.PlaceDeclaration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works out which kinds of place there are, and which stands in which. */
final class KindChecker {
    /** Most kinds inside each other; a path may have more levels. */
    static final int MAX_DEPTH = 16;

    private final Findings findings;

    /** By name: the kind around it; empty for one that stands in none. */
    private final Map<String, String> around = new LinkedHashMap<>();

    /** All kinds, declared or not, and where each is first named. */
    private final Map<String, Position> kinds = new LinkedHashMap<>();

    KindChecker(Findings findings) {
        this.findings = findings;
    }

    /** {@code place Room in Hall in Site}. */
    void declare(PlaceDeclaration declaration) {
        List<Name> chain = declaration.kinds();
        for (int i = 0; i < chain.size(); i++) {
            Name kind = chain.get(i);
            String outer = i + 1 < chain.size() ? chain.get(i + 1).text() : "";
            String before = around.get(kind.text());
            if (before != null && !before.isEmpty() && !outer.isEmpty() && !before.equals(outer)) {
                findings.error(
                        kind.at(),
                        "a '" + kind.text() + "' cannot stand in a '" + outer
                                + "', for it stands in a '" + before + "'",
                        "each kind of place stands in one other at most");
            } else if (before == null || before.isEmpty()) {
                around.put(kind.text(), outer);
                refuseCircle(kind);
            }
            kinds.putIfAbsent(kind.text(), kind.at());
        }
    }

    private void refuseCircle(Name kind) {
        if (depth(kind.text()) > MAX_DEPTH) {
            findings.error(
                    kind.at(),
                    "a '" + kind.text() + "' stands in itself, or more than " + MAX_DEPTH
                            + " kinds stand in each other",
                    "");
            around.put(kind.text(), "");
        }
    }

    /** A type stands in a kind of place. */
    void use(DeviceType type) {
        if (!type.placeKind().isEmpty()) {
            kinds.putIfAbsent(type.placeKind(), type.at());
        }
    }

    /** Whether {@code place} names it. */
    boolean isDeclared(String kind) {
        return around.containsKey(kind);
    }

    Collection<String> names() {
        return kinds.keySet();
    }

    /** Where the kind is first named. */
    Position at(String kind) {
        return kinds.getOrDefault(kind, new Position("", 1, 1));
    }

    Optional<PlaceKind> find(String name) {
        if (!kinds.containsKey(name)) {
            return Optional.empty();
        }
        List<String> holds = new ArrayList<>();
        for (String other : kinds.keySet()) {
            for (String kind = other; !kind.isEmpty(); kind = around.getOrDefault(kind, "")) {
                if (kind.equals(name)) {
                    holds.add(other);
                }
            }
        }
        return Optional.of(new PlaceKind(name, isDeclared(name) ? depth(name) : 0, holds));
    }

    private int depth(String name) {
        int depth = 0;
        String kind = name;
        while (!kind.isEmpty() && depth <= MAX_DEPTH) {
            depth++;
            kind = around.getOrDefault(kind, "");
        }
        return depth;
    }
}
