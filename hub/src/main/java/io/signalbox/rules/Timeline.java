package io.signalbox.rules;

import io.signalbox.journal.RecordType;
import io.signalbox.language.Scenario;
import io.signalbox.language.Scenario.Step;
import io.signalbox.rules.Rehearsal.Stored;
import io.signalbox.rules.TestEvents.Happened;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened in a test, for people: what devices report, where that is something else than before,
 * restarts, what rules decided and what they did.
 */
final class Timeline {
    /** @param rank orders what happens at one instant */
    private record Line(long atMillis, int rank, String text) {}

    private final List<Line> lines = new ArrayList<>();

    Timeline(Scenario scenario, List<Stored> journal) {
        long start = scenario.startMillis();
        Map<String, String> last = new HashMap<>();
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.Restart restart -> add(restart.atMillis(), 0, "the hub starts again");
                case Step.Acknowledge known ->
                    add(
                            known.atMillis(),
                            1,
                            "somebody knows of " + known.rule() + " on " + known.device());
                case Step.Order order ->
                    add(
                            order.atMillis(),
                            1,
                            "the operator sets " + order.device() + "."
                                    + order.point().name() + " = "
                                    + order.point().kind().show(order.value()));
                case Step.Emit emit ->
                    add(emit.atMillis(), 1, emit.device() + " emits " + emit.event());
                case Step.Report report -> {
                    String point = report.device() + "." + report.point().name();
                    String value = report.point().kind().show(report.value());
                    if (!value.equals(last.put(point, value))) {
                        add(report.atMillis(), 1, point + " = " + value);
                    }
                }
            }
        }
        for (Stored record : journal) {
            if (record.type() == RecordType.TRACE) {
                Trace trace = Trace.read(record);
                String words = trace.rule() + " on " + trace.device() + ": ";
                add(trace.atMillis() - start, 2, words + trace.change().words());
            }
        }
        for (Happened event : TestEvents.of(journal, start).all()) {
            add(event.atMillis(), 3, event.toString());
        }
        lines.sort(Comparator.comparingLong(Line::atMillis).thenComparingInt(Line::rank));
    }

    private void add(long atMillis, int rank, String text) {
        lines.add(new Line(atMillis, rank, text));
    }

    List<String> lines() {
        return lines.stream()
                .map(line -> TestEvents.seconds(line.atMillis) + "  " + line.text)
                .toList();
    }
}
