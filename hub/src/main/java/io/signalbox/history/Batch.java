package io.signalbox.history;

import io.signalbox.message.Reading;

import java.util.ArrayList;
import java.util.List;

/** Rows of all tables that are written together. */
record Batch(
        List<Reading> readings,
        List<CommandStep> commands,
        List<AlarmEvent> alarms,
        List<DecisionEvent> decisions) {
    /** One to be filled. */
    Batch() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    int size() {
        return readings.size() + commands.size() + alarms.size() + decisions.size();
    }

    void clear() {
        readings.clear();
        commands.clear();
        alarms.clear();
        decisions.clear();
    }
}
