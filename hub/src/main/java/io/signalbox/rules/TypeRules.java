package io.signalbox.rules;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The devices of a type and the rules over them. */
final class TypeRules {
    private final DeviceTable table;
    private Instances[] all = new Instances[0];

    /** By the index of the point: the rules that read it, in their order. */
    private Instances[][] readers = new Instances[0][];

    /** By the index of the point: those of them that have to see each sample. */
    private Instances[][] eager = new Instances[0][];

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

    /** When values of the devices grow too old. */
    Freshness freshness() {
        return freshness;
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
        freshness.resize(table.capacity());
    }
}
