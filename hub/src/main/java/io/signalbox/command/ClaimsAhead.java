package io.signalbox.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes of claims that rules make of the record at hand; they stand in the journal behind it.
 * A lease that ends in the same record waits for them, so that the device is told no value in
 * between.
 *
 * <p>Belongs to the fold's thread, and is as large as what follows from one record.
 */
public final class ClaimsAhead {
    private final Map<String, List<ClaimChange>> changes = new HashMap<>();

    /** Turns to a record: nothing follows from it yet. */
    public void begin() {
        changes.clear();
    }

    public void add(ClaimChange change) {
        changes.computeIfAbsent(change.device(), device -> new ArrayList<>()).add(change);
    }

    /** Those of claims on this device. */
    List<ClaimChange> on(String device) {
        return changes.getOrDefault(device, List.of());
    }
}
