package io.signalbox.backtest;

import io.signalbox.history.HistoryTape.Knowledge;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Program;
import io.signalbox.time.Times;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a reader of a report should know: what was not recorded, and what was assumed for it. */
final class BacktestNotes {
    private static final int NAMED = 5;

    private final BacktestQuestion question;
    private final List<String> notes = new ArrayList<>();
    private long changes;

    BacktestNotes(BacktestQuestion question) {
        this.question = question;
    }

    List<String> all() {
        List<String> all = new ArrayList<>(notes);
        if (changes > 0) {
            all.add("rules were applied " + changes + (changes == 1 ? " time" : " times")
                    + " in this span; the given ones ran all through it");
        }
        return all;
    }

    /** Rules were applied within the span. */
    void applied() {
        changes++;
    }

    /**
     * Where the first of all records is.
     *
     * @param wantedMillis where it should be
     * @param more true if there was more once
     */
    void first(long wantedMillis, long beginMillis, boolean more) {
        if (beginMillis > question.fromMillis()) {
            notes.add("nothing is recorded before " + Times.of(beginMillis));
        } else if (more) {
            notes.add("the rules look back to " + Times.of(wantedMillis)
                    + ", and what is recorded begins at " + Times.of(beginMillis)
                    + ": they may have known more than here");
        }
    }

    void withoutHistory(long first, String reason) {
        notes.add("the journal begins with record " + first + ", and the history cannot be asked ("
                + reason + "): devices that are older than it are taken as they are now");
    }

    void devicesOfNow(long beforeMillis) {
        notes.add("devices that were registered before " + Times.of(beforeMillis)
                + " are taken as they are now: how they were is not recorded");
    }

    void rulesOfNow() {
        notes.add("which rules and types held at the beginning is not recorded: those of now are"
                + " taken");
    }

    /** What the history does not have of what the journal had. */
    void fromHistory(Program program, Knowledge known, long start) {
        if (start < known.wholeFrom()) {
            notes.add("before " + until(known) + " the history has readings and decisions alone:"
                    + " time is taken to pass in whole seconds, types are those of now, and what"
                    + " people claimed and devices answered is missing, so instants may differ by a"
                    + " second");
        }
        List<String> points = new ArrayList<>();
        for (DeviceType type : program.types()) {
            for (Point point : type.points()) {
                if (point.kind() instanceof PointKind.Quantity quantity
                        && quantity.deadband() > 0) {
                    points.add(type.name() + "." + point.name());
                }
            }
        }
        if (!points.isEmpty()) {
            notes.add("the history has no values within the deadband of a point, so silence may be"
                    + " seen where there was none: "
                    + String.join(", ", points.subList(0, Math.min(NAMED, points.size())))
                    + (points.size() > NAMED ? " and " + (points.size() - NAMED) + " more" : ""));
        }
    }

    /** Devices that were asked for, and were there neither when the span began nor when it ended. */
    void absent(Set<String> devices) {
        if (!devices.isEmpty()) {
            notes.add(devices.stream()
                            .limit(NAMED)
                            .collect(Collectors.joining("', '", "no device '", "'"))
                    + (devices.size() > NAMED ? " and " + (devices.size() - NAMED) + " more" : "")
                    + " was there when the span began or ended: nothing is counted of it");
        }
    }

    private static String until(Knowledge known) {
        return known.wholeMillis() == Long.MAX_VALUE
                ? "the journal"
                : Times.of(known.wholeMillis());
    }
}
