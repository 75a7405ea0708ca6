package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Interlock;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program in the form in which it runs: a table per type, the interlocks and then the rules, in
 * the order of the files. One declaration replaces the whole book; what the new one has alike goes
 * on where the old one stood.
 */
final class Rulebook {
    static final Rulebook EMPTY = new Rulebook(Program.EMPTY);

    private final Map<String, TypeRules> types = new HashMap<>();
    private final List<TypeRules> inOrder = new ArrayList<>();
    private final List<Instances> instances = new ArrayList<>();
    private final Map<String, Instances> byName = new HashMap<>();

    Rulebook(Program program) {
        for (DeviceType type : program.types()) {
            TypeRules rules = new TypeRules(new DeviceTable(type));
            types.put(type.name(), rules);
            inOrder.add(rules);
        }
        for (Interlock interlock : program.interlocks()) {
            add(Instances.of(instances.size(), interlock, tableOf(interlock.type())));
        }
        for (Rule rule : program.rules()) {
            add(Instances.of(instances.size(), rule, tableOf(rule.type())));
        }
        for (TypeRules rules : inOrder) {
            rules.index(
                    instances.stream().filter(i -> i.table() == rules.table()).toList());
        }
    }

    private DeviceTable tableOf(DeviceType type) {
        TypeRules rules = types.get(type.name());
        if (rules == null) {
            throw new IllegalStateException(
                    "a checked rule is for a declared type; '" + type.name() + "' is none");
        }
        return rules.table();
    }

    private void add(Instances added) {
        instances.add(added);
        byName.put(added.rule().name(), added);
    }

    @Nullable
    TypeRules type(String name) {
        return types.get(name);
    }

    List<TypeRules> types() {
        return inOrder;
    }

    /** All rules, interlocks first; each stands at its {@link Instances#index}. */
    List<Instances> instances() {
        return instances;
    }

    /** The rule or interlock of this name, or null. */
    @Nullable
    Instances instances(String name) {
        return byName.get(name);
    }

    /** True if the same version of the rule is in this book, for the same devices. */
    boolean continues(Instances older) {
        Instances own = byName.get(older.rule().name());
        return own != null
                && own.rule().hash().equals(older.rule().hash())
                && own.interlock().isPresent() == older.interlock().isPresent()
                && own.table().type().name().equals(older.table().type().name());
    }

    /** Takes over devices, samples and the state of rules from the book before. */
    void adopt(Rulebook older) {
        for (TypeRules rules : inOrder) {
            TypeRules before = older.type(rules.table().type().name());
            if (before != null) {
                rules.table().adopt(before.table());
            }
            rules.resize();
        }
        for (Instances before : older.instances) {
            Instances own = byName.get(before.rule().name());
            if (own != null && continues(before)) {
                own.adopt(before);
            }
        }
    }

    void snapshot(ByteWriter out) {
        out.varint(inOrder.size());
        for (TypeRules rules : inOrder) {
            out.string(rules.table().type().name()).string(rules.table().type().hash());
            rules.table().snapshot(out);
        }
        out.varint(instances.size());
        for (Instances of : instances) {
            out.string(of.rule().name()).string(of.rule().hash());
            of.snapshot(out);
        }
    }

    /** Takes up what {@link #snapshot} wrote of a book of the same program. */
    void restore(ByteReader in) {
        expect("types", Integer.toString(inOrder.size()), Integer.toString(in.count()));
        for (TypeRules rules : inOrder) {
            expect("type", rules.table().type().name(), in.string());
            expect("type hash", rules.table().type().hash(), in.string());
            rules.table().restore(in);
            rules.resize();
        }
        expect("rules", Integer.toString(instances.size()), Integer.toString(in.count()));
        for (Instances of : instances) {
            expect("rule", of.rule().name(), in.string());
            expect("rule hash", of.rule().hash(), in.string());
            of.restore(in);
        }
    }

    private static void expect(String what, String expected, String found) {
        if (!expected.equals(found)) {
            throw new MalformedBytes("the snapshot is of another program: expected " + what + " '"
                    + expected + "', found '" + found + "'");
        }
    }
}
