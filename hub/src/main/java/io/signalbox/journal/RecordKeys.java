package io.signalbox.journal;

import java.util.function.LongConsumer;

/**
 * By what readers look a record up: said by whoever writes bodies, for the journal does not look
 * inside. A function of the record alone; any number of keys, none for records that nobody looks up.
 */
@FunctionalInterface
public interface RecordKeys {
    /** No record has a key, and finished segments get no index. */
    RecordKeys NONE = (entry, to) -> {};

    /** Called while segments are indexed, on a thread of the journal; must not keep the entry. */
    void of(Entry entry, LongConsumer to);
}
