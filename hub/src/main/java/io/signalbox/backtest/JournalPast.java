package io.signalbox.backtest;

import io.signalbox.journal.Entry;
import io.signalbox.journal.JournalReader;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/** The journal as the past. */
final class JournalPast implements Past {
    private final JournalReader reader;
    private @Nullable Recorded held;

    JournalPast(JournalReader reader) {
        this.reader = reader;
    }

    /**
     * Passes over the records before this time and up to this one, in front of all others.
     *
     * @param passed is shown each
     */
    void passTo(long millis, long last, Consumer<Entry> passed) {
        while (reader.position() <= last && reader.next()) {
            Entry entry = reader.entry();
            if (entry.timeMillis() >= millis) {
                held = Recorded.copy(entry);
                return;
            }
            passed.accept(entry);
        }
    }

    @Override
    public @Nullable Recorded next() {
        Recorded first = held;
        if (first != null) {
            held = null;
            return first;
        }
        return reader.next() ? Recorded.copy(reader.entry()) : null;
    }
}
