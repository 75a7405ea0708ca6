package io.signalbox.language;

import io.signalbox.language.OperandChecker.Measured;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.SignalDeclaration;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The calculations that have a name. Each is checked once, when it is first named or at the end, in
 * whatever order the files have them; one that leads back to itself is refused with the way round.
 */
final class Signals {
    /** What a signal is. */
    record Meaning(Measured value, Map<String, Point> points, Map<String, String> words) {}

    private record Key(String type, String name) {}

    private static final class Entry {
        private final SignalDeclaration declared;
        private final TypeChecker.Result type;
        private @Nullable Meaning meaning;
        private boolean bad;

        private Entry(SignalDeclaration declared, TypeChecker.Result type) {
            this.declared = declared;
            this.type = type;
        }
    }

    private final Findings findings;
    private final Surroundings surroundings;
    private final Map<Key, Entry> signals = new LinkedHashMap<>();

    /** Those that are being checked, each named by the one before. */
    private final List<String> path = new ArrayList<>();

    Signals(Findings findings, Surroundings surroundings) {
        this.findings = findings;
        this.surroundings = surroundings;
    }

    void add(SignalDeclaration declared, TypeChecker.Result type) {
        Name name = declared.head().name();
        Key key = new Key(type.type().name(), name.text());
        Entry before = signals.get(key);
        if (before != null || type.type().point(name.text()).isPresent()) {
            findings.error(
                    name.at(),
                    "'" + key.type + "' already has a " + (before == null ? "point" : "signal")
                            + " '" + key.name + "'",
                    before == null
                            ? "give the signal another name"
                            : "it is first used at "
                                    + before.declared.head().name().at());
        } else {
            signals.put(key, new Entry(declared, type));
        }
    }

    boolean has(DeviceType type, String name) {
        return signals.containsKey(new Key(type.name(), name));
    }

    /** Checks those that nobody has named yet, too. */
    void check() {
        for (Entry entry : signals.values()) {
            try {
                meaning(entry, entry.declared.head().name().at());
            } catch (SyntaxError reported) {
                assert findings.errors() > 0 : "a check fails with a finding";
            }
        }
    }

    /** What the signal is that {@link #has} knows, for somebody who names it there. */
    Meaning meaning(DeviceType type, Name name) {
        Entry entry = signals.get(new Key(type.name(), name.text()));
        if (entry == null) {
            throw new IllegalStateException("'" + name.text() + "' is no signal");
        }
        return meaning(entry, name.at());
    }

    private Meaning meaning(Entry entry, Position at) {
        if (entry.meaning != null) {
            return entry.meaning;
        }
        String name = entry.declared.head().name().text();
        int round = path.indexOf(name);
        if (round >= 0) {
            String way = String.join(" -> ", path.subList(round, path.size())) + " -> " + name;
            findings.error(
                    at,
                    "signals are calculated from each other in a circle: " + way,
                    "one of them has to begin with points");
            throw new SyntaxError();
        }
        if (entry.bad) {
            throw new SyntaxError();
        }
        path.add(name);
        entry.bad = true;
        try {
            entry.meaning = read(entry);
            return entry.meaning;
        } finally {
            path.removeLast();
        }
    }

    private Meaning read(Entry entry) {
        SignalDeclaration declared = entry.declared;
        Scope scope = new Scope(
                findings, declared.variable(), entry.type, surroundings, Neighbourhood.NONE);
        Measured value = new OperandChecker(scope).steady(declared.value());
        if (Points.of(value.operand()).isEmpty()) {
            throw scope.fail(
                    declared.value().written().at(),
                    "'" + declared.value().written().text() + "' says nothing about the device",
                    "name a point such as " + declared.variable() + ".flow");
        }
        Map<String, String> words = new TreeMap<>(scope.named());
        words.put("signal " + declared.head().name().text(), declared.head().words());
        return new Meaning(value, scope.used(), words);
    }
}
