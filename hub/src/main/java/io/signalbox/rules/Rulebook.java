package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Interlock;
import io.signalbox.language.PlaceKind;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program in the form in which it runs: a table per type, the interlocks and then the rules, in
 * the order of the files. One declaration replaces the whole book; what the new one has alike goes
 * on where the old one stood.
 */
final class Rulebook implements Neighbours {
    static final Rulebook EMPTY = new Rulebook(Program.EMPTY);

    private final Map<String, TypeRules> types = new HashMap<>();
    private final List<TypeRules> inOrder = new ArrayList<>();
    private final Map<String, DeviceType> placeTypes = new HashMap<>();

    /** Of the kinds of which a rule speaks. */
    private final Map<String, PlaceTable> places = new LinkedHashMap<>();

    private final List<Lookout> lookouts = new ArrayList<>();
    private final List<Instances> instances = new ArrayList<>();
    private final Map<String, Instances> byName = new HashMap<>();

    Rulebook(Program program) {
        for (DeviceType type : program.types()) {
            TypeRules rules = new TypeRules(new DeviceTable(type));
            types.put(type.name(), rules);
            inOrder.add(rules);
        }
        program.places().forEach(place -> placeTypes.put(place.name(), place));
        for (Interlock interlock : program.interlocks()) {
            add(Instances.of(instances.size(), interlock, tableOf(interlock.type()), this));
        }
        for (Rule rule : program.rules()) {
            add(Instances.of(instances.size(), rule, tableOf(rule.type()), this));
        }
        for (PlaceTable of : places.values()) {
            inOrder.stream()
                    .map(rules -> rules.table().type())
                    .filter(of.kind()::holds)
                    .forEach(type -> members(of.kind(), type));
            of.rules().stand(List.of());
            index(of.rules());
        }
        for (TypeRules rules : inOrder) {
            rules.stand(places.values().stream()
                    .flatMap(of -> of.members().stream())
                    .filter(members -> members.devices() == rules.table())
                    .toList());
            index(rules);
        }
    }

    private void index(TypeRules rules) {
        rules.index(instances.stream().filter(i -> i.table() == rules.table()).toList());
    }

    /** The places of a kind, of which a rule speaks. */
    @Override
    public PlaceTable places(PlaceKind kind) {
        DeviceType type = placeTypes.get(kind.name());
        if (type == null) {
            throw new IllegalStateException(
                    "a checked rule is over a known kind of place; '" + kind.name() + "' is none");
        }
        return places.computeIfAbsent(kind.name(), name -> new PlaceTable(type, kind));
    }

    @Override
    public Members members(PlaceKind kind, DeviceType type) {
        PlaceTable of = places(kind);
        DeviceTable devices = tableOf(type);
        for (Members members : of.members()) {
            if (members.devices() == devices) {
                return members;
            }
        }
        Members added = new Members(of, devices);
        of.members().add(added);
        return added;
    }

    private DeviceTable tableOf(DeviceType type) {
        if (type.place().isPresent()) {
            return places(type.place().get()).table();
        }
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
        DeviceType type = added.table().type();
        for (Lookout lookout : added.lookouts()) {
            PlaceKind kind = lookout.members().places().kind();
            Members own = type.place().isPresent() ? null : members(kind, type);
            lookout.serve(lookouts.size(), added.index(), own);
            lookouts.add(lookout);
            lookout.members().lookouts().add(lookout);
        }
    }

    @Nullable
    TypeRules type(String name) {
        return types.get(name);
    }

    List<TypeRules> types() {
        return inOrder;
    }

    /** The places of each kind of which a rule speaks. */
    Collection<PlaceTable> places() {
        return places.values();
    }

    /** The places over which a rule is; nothing if it is over devices. */
    Optional<PlaceTable> places(Instances of) {
        return places.values().stream().filter(p -> p.table() == of.table()).findFirst();
    }

    /** True if a rule is over places of which this is one. */
    boolean isPlace(String name) {
        return places.values().stream().anyMatch(of -> of.row(name) != Members.NOWHERE);
    }

    /** What is counted for rules that look across devices; each stands at its index. */
    List<Lookout> lookouts() {
        return lookouts;
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
                && own.table().type().place().isPresent()
                        == older.table().type().place().isPresent()
                && own.table().type().name().equals(older.table().type().name());
    }

    /**
     * Takes over devices, samples and the state of rules from the book before.
     *
     * @param factsGoOn whether rules that changed take over {@link Facts}
     */
    void adopt(Rulebook older, boolean factsGoOn) {
        for (TypeRules rules : inOrder) {
            TypeRules before = older.type(rules.table().type().name());
            if (before != null) {
                rules.table().adopt(before.table());
            }
            rules.resize();
        }
        for (PlaceTable of : places.values()) {
            PlaceTable before = older.places.get(of.kind().name());
            if (before != null) {
                of.table().adopt(before.table());
                of.index();
            }
            of.rules().resize();
        }
        for (Instances own : instances) {
            Instances before = older.byName.get(own.rule().name());
            if (before != null && continues(before)) {
                own.adopt(before);
            } else if (factsGoOn) {
                own.beginAfter(older);
            }
        }
    }

    /** The table of the same devices or places as in another book. */
    Optional<DeviceTable> table(DeviceTable of) {
        String name = of.type().name();
        return of.type().place().isPresent()
                ? Optional.ofNullable(places.get(name)).map(PlaceTable::table)
                : Optional.ofNullable(types.get(name)).map(TypeRules::table);
    }

    void snapshot(ByteWriter out) {
        out.varint(inOrder.size());
        for (TypeRules rules : inOrder) {
            out.string(rules.table().type().name()).string(rules.table().type().hash());
            rules.table().snapshot(out);
        }
        places.values().forEach(of -> of.table().snapshot(out));
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
        for (PlaceTable of : places.values()) {
            of.table().restore(in);
            of.index();
            of.rules().resize();
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
