package io.signalbox.rules;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the conditions of rules remember of the devices in a table that is so whoever asks: windows,
 * and for how long something has held. A rule that is new or changed takes over what another one, or
 * its own version before, remembers of the same: what is so of a device has not changed with the
 * text of a rule.
 */
final class Facts {
    private final IdentityHashMap<Memory, Meaning> meanings = new IdentityHashMap<>();

    /** Of several that mean the same, that of the first rule. */
    private final Map<Meaning, Memory> first = new HashMap<>();

    void add(Meaning meaning, Memory memory) {
        meanings.put(memory, meaning);
        first.putIfAbsent(meaning, memory);
    }

    /**
     * Lets memories of these facts go on where those of an older declaration stood.
     *
     * @param rows of the table, which are the same under both declarations
     */
    void goOn(List<Memory> memories, Facts older, int rows) {
        for (Memory memory : memories) {
            Meaning meaning = meanings.get(memory);
            Memory before = meaning == null ? null : older.first.get(meaning);
            for (int row = 0; before != null && row < rows; row++) {
                memory.copy(row, before);
            }
        }
    }
}
