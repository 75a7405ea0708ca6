package io.signalbox.rules;

import java.util.ArrayList;
import java.util.List;

/** The devices of a type and the rules over them. */
final class TypeRules {
    private final DeviceTable table;
    private Instances[] all = new Instances[0];

    /** By the index of the point: the rules that read it, in their order. */
    private Instances[][] readers = new Instances[0][];

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

    /** Sets the rules, once. */
    void index(List<Instances> rules) {
        all = rules.toArray(Instances[]::new);
        int points = table.type().points().size();
        readers = new Instances[points][];
        for (int point = 0; point < points; point++) {
            List<Instances> reading = new ArrayList<>();
            for (Instances instances : all) {
                if (instances.points().get(point)) {
                    reading.add(instances);
                }
            }
            readers[point] = reading.toArray(Instances[]::new);
        }
    }

    /** Makes room for as many rows as the table has. */
    void resize() {
        for (Instances instances : all) {
            if (instances.capacity() < table.capacity()) {
                instances.resize(table.capacity());
            }
        }
    }
}
