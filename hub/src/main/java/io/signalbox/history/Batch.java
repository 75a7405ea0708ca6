package io.signalbox.history;

import io.signalbox.message.Reading;

import java.util.ArrayList;
import java.util.List;

/** Rows of all tables that are written together. */
record Batch(
        List<Reading> readings,
        List<CommandStep> commands,
        List<AlarmEvent> alarms,
        List<DecisionEvent> decisions,
        List<KeptRecord> records) {
    /** Seconds that may wait for something to be written with. */
    private static final int MOST_TICKS = 600;

    /** One to be filled. */
    Batch() {
        this(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    int size() {
        return readings.size()
                + commands.size()
                + alarms.size()
                + decisions.size()
                + records.size();
    }

    /** False while time alone passes: a hub at rest does not write each second. */
    boolean isWorthWriting() {
        return size() > records.size()
                || records.size() >= MOST_TICKS
                || records.stream().anyMatch(record -> !record.isTick());
    }

    void clear() {
        readings.clear();
        commands.clear();
        alarms.clear();
        decisions.clear();
        records.clear();
    }
}
