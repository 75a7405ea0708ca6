package io.signalbox.rules;

import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;

import java.util.ArrayList;
import java.util.List;

/** Reads the decisions back from a journal. */
final class Decided {
    private Decided() {}

    /** As {@link Oracle#decisions}: {@code time rule device change activation}. */
    static List<String> in(List<? extends Entry> journal) {
        List<String> decided = new ArrayList<>();
        for (Entry entry : journal) {
            if (entry.type() == RecordType.TRACE) {
                Trace trace = Trace.read(entry);
                if (trace.change() != Trace.Change.GAVE_UP) {
                    decided.add(trace.atMillis() + " " + trace.rule() + " " + trace.device() + " "
                            + trace.change() + " " + trace.activation());
                }
            }
        }
        return decided;
    }
}
