package io.signalbox.rules;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The devices of a type and the rules over them. */
final class TypeRules {
    private static final Instances[] NOBODY = {};
    private static final Lookout[] NO_LOOKOUT = {};

    private final DeviceTable table;
    private Instances[] all = new Instances[0];

    /** By the index of the point: the rules that read it, in their order. */
    private Instances[][] readers = new Instances[0][];

    /** By the index of the point: those of them that have to see each sample. */
    private Instances[][] eager = new Instances[0][];

    private Members[] standings = new Members[0];
    private @Nullable Members represented;
    private Lookout[] lookouts = new Lookout[0];

    /** By the index of the point: what looks at it for rules that look across devices. */
    private Lookout[][] lookersAt = new Lookout[0][];

    /** By the name of an event: what waits for it for rules that look across devices. */
    private final Map<String, Lookout[]> lookersFor = new HashMap<>();

    /** By the name of an event: the rules that wait for it, in their order. */
    private final Map<String, Instances[]> listeners = new HashMap<>();

    private final Freshness freshness = new Freshness(this);

    TypeRules(DeviceTable table) {
        this.table = table;
    }

    DeviceTable table() {
        return table;
    }

    Instances[] all() {
        return all;
    }

    Instances[] readers(int point) {
        return readers[point];
    }

    /** Those of the {@link #readers} that have to see each sample of the point. */
    Instances[] eager(int point) {
        return eager[point];
    }

    /** Those that wait for an event of their device. */
    Instances[] listeners(String event) {
        return listeners.getOrDefault(event, NOBODY);
    }

    boolean awaits(String event) {
        return listeners.containsKey(event) || lookersFor.containsKey(event);
    }

    /** When values of the devices grow too old. */
    Freshness freshness() {
        return freshness;
    }

    /** Where the devices stand: once for each kind of place that a rule speaks of. */
    Members[] standings() {
        return standings;
    }

    /** Those places for which a device of this type stands; null if for none. */
    @Nullable
    Members represented() {
        return represented;
    }

    /** What is counted of the devices for the places in which they stand. */
    Lookout[] lookouts() {
        return lookouts;
    }

    Lookout[] lookersAt(int point) {
        return lookersAt[point];
    }

    Lookout[] lookersFor(String event) {
        return lookersFor.getOrDefault(event, NO_LOOKOUT);
    }

    /** Sets where the devices stand, once and before the rules. */
    void stand(List<Members> all) {
        standings = all.toArray(Members[]::new);
        represented = all.stream()
                .filter(m -> m.places().own().filter(own -> own == m).isPresent())
                .findFirst()
                .orElse(null);
        lookouts = all.stream().flatMap(m -> m.lookouts().stream()).toArray(Lookout[]::new);
        lookersAt = new Lookout[table.type().points().size()][];
        for (int i = 0; i < lookersAt.length; i++) {
            int point = i;
            lookersAt[i] = Arrays.stream(lookouts)
                    .filter(lookout -> lookout.points().get(point))
                    .toArray(Lookout[]::new);
        }
        Arrays.stream(lookouts)
                .flatMap(lookout -> lookout.events().stream())
                .map(Emitted::event)
                .distinct()
                .forEach(event -> lookersFor.put(
                        event,
                        Arrays.stream(lookouts)
                                .filter(lookout -> Emitted.isAmong(lookout.events(), event))
                                .toArray(Lookout[]::new)));
    }

    /** Sets the rules, once. */
    void index(List<Instances> rules) {
        all = rules.toArray(Instances[]::new);
        int points = table.type().points().size();
        readers = new Instances[points][];
        eager = new Instances[points][];
        for (int i = 0; i < points; i++) {
            int point = i;
            readers[i] = those(of -> of.points().get(point));
            eager[i] = those(of -> of.each().get(point));
        }
        rules.stream()
                .flatMap(of -> of.events().stream())
                .map(Emitted::event)
                .distinct()
                .forEach(event ->
                        listeners.put(event, those(of -> Emitted.isAmong(of.events(), event))));
        freshness.index();
    }

    private Instances[] those(Predicate<Instances> which) {
        return Arrays.stream(all).filter(which).toArray(Instances[]::new);
    }

    /** Makes room for as many rows as the table has. */
    void resize() {
        for (Instances instances : all) {
            if (instances.capacity() < table.capacity()) {
                instances.resize(table.capacity());
            }
        }
        for (Lookout lookout : lookouts) {
            if (lookout.capacity() < table.capacity()) {
                lookout.resize(table.capacity());
            }
        }
        freshness.resize(table.capacity());
    }
}
