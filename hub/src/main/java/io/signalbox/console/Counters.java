package io.signalbox.console;

import io.signalbox.device.IntakeCounts;
import io.signalbox.payload.JsonWriter;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counters as members of an object: those by reason only where they are not 0. */
final class Counters {
    private Counters() {}

    static void write(JsonWriter json, IntakeCounts counts) {
        json.field("received", counts.received())
                .field("decoded", counts.decoded())
                .field("readings", counts.readings())
                .field("bad", counts.bad())
                .field("uncertain", counts.uncertain());
        write(json, "dropped_", counts.dropped());
        write(json, "refused_", counts.refused());
    }

    static <E extends Enum<E>> void write(JsonWriter json, String prefix, Map<E, Long> counts) {
        new TreeMap<>(counts).forEach((reason, count) -> {
            if (count > 0) {
                json.field(prefix + reason.name().toLowerCase(Locale.ROOT), count);
            }
        });
    }
}
