package io.signalbox.rules;

import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads the decisions back from a journal. */
final class Decided {
    private Decided() {}

    /** As {@link Oracle#decisions}: {@code time rule device change activation}. */
    static List<String> in(List<? extends Entry> journal) {
        return lines(journal, change -> change != Trace.Change.GAVE_UP);
    }

    /** What was done because a command was in vain, in the same form. */
    static List<String> inVain(List<? extends Entry> journal) {
        return lines(journal, change -> change == Trace.Change.GAVE_UP);
    }

    private static List<String> lines(
            List<? extends Entry> journal, Predicate<Trace.Change> wanted) {
        List<String> decided = new ArrayList<>();
        for (Entry entry : journal) {
            if (entry.type() == RecordType.TRACE) {
                Trace trace = Trace.read(entry);
                if (wanted.test(trace.change())) {
                    decided.add(trace.atMillis() + " " + trace.rule() + " " + trace.device() + " "
                            + trace.change() + " " + trace.activation());
                }
            }
        }
        return decided;
    }
}
