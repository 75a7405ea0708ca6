package io.signalbox.console;

import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Source;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Lines of a type, guessed from what a device sent: a kind for each point, the words of an
 * enumeration, and how often it comes. Each line is one that the language accepts; a point for
 * which there is none is left out, with the reason.
 */
final class TypeProposal {
    /** More words than these are no enumeration. */
    private static final int MOST_WORDS = 12;

    /** Each word of an enumeration has come at least so often, on average. */
    private static final int TIMES_EACH = 2;

    /** Intervals from which a cadence is guessed, at least. */
    private static final int LEAST_INTERVALS = 4;

    /** Intervals that people declare, in seconds. */
    private static final int[] CADENCES = {
        1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400
    };

    /**
     * A point that the language cannot declare.
     *
     * @param reason what it says about it
     */
    record LeftOut(String point, String reason) {}

    private final Function<List<Source>, Checked> check;
    private final List<String> points = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    private TypeProposal(Function<List<Source>, Checked> check) {
        this.check = check;
    }

    /**
     * Guesses the lines of these points.
     *
     * @param last the last reading of each point, by name
     * @param past more readings of them, in any order
     */
    static TypeProposal of(
            List<Reading> last, List<Reading> past, Function<List<Source>, Checked> check) {
        TypeProposal proposal = new TypeProposal(check);
        Map<String, List<Reading>> byPoint = new TreeMap<>();
        last.forEach(r -> byPoint.computeIfAbsent(r.point(), _ -> new ArrayList<>()));
        past.forEach(r -> Optional.ofNullable(byPoint.get(r.point())).ifPresent(l -> l.add(r)));
        for (Reading reading : last) {
            List<Reading> all = byPoint.getOrDefault(reading.point(), List.of());
            proposal.add(reading.point(), all.isEmpty() ? List.of(reading) : all);
        }
        return proposal;
    }

    /** The points that it declares. */
    List<String> points() {
        return List.copyOf(points);
    }

    /** Their lines, indented, each with its line end. */
    String lines() {
        return String.join("", lines);
    }

    List<LeftOut> leftOut() {
        return List.copyOf(leftOut);
    }

    private void add(String point, List<Reading> readings) {
        String cadence = cadence(readings);
        String reason = "";
        for (String kind : kinds(readings)) {
            String line = "  " + point + " : " + kind + cadence + "\n";
            reason = reason(line);
            if (reason.isEmpty()) {
                points.add(point);
                lines.add(line);
                return;
            }
        }
        leftOut.add(new LeftOut(point, reason));
    }

    /** What the language has against this line, or nothing. */
    private String reason(String line) {
        return check
                .apply(List.of(new Source("proposal", "type Proposal {\n" + line + "}\n")))
                .findings()
                .stream()
                .filter(Finding::isError)
                .findFirst()
                .map(Finding::message)
                .orElse("");
    }

    /** What the point may be, the narrowest first. */
    private static List<String> kinds(List<Reading> readings) {
        SequencedSet<String> words = new LinkedHashSet<>();
        boolean numbers = true;
        boolean truths = true;
        for (Reading reading : readings) {
            numbers &= reading.value() instanceof Value.Numeric;
            truths &= reading.value() instanceof Value.Bool;
            words.add(reading.value().toString());
        }
        if (numbers) {
            return List.of("number");
        }
        if (truths) {
            return List.of("boolean");
        }
        boolean enumeration = words.size() > 1
                && words.size() <= MOST_WORDS
                && readings.size() >= TIMES_EACH * words.size();
        return enumeration ? List.of(String.join(" | ", words), "text") : List.of("text");
    }

    /** How often it comes, if it comes regularly; else nothing. */
    private static String cadence(List<Reading> readings) {
        long[] times =
                readings.stream().mapToLong(Reading::eventMillis).sorted().toArray();
        if (times.length <= LEAST_INTERVALS) {
            return "";
        }
        long[] intervals = new long[times.length - 1];
        for (int i = 0; i < intervals.length; i++) {
            intervals[i] = times[i + 1] - times[i];
        }
        Arrays.sort(intervals);
        long median = intervals[intervals.length / 2];
        if (median == 0 || intervals[intervals.length * 9 / 10] > 2 * median) {
            return "";
        }
        for (int seconds : CADENCES) {
            if (seconds * 1000L >= median * 9 / 10) {
                return "   every " + duration(seconds);
            }
        }
        return "";
    }

    private static String duration(int seconds) {
        return seconds % 86_400 == 0
                ? seconds / 86_400 + " d"
                : seconds % 3600 == 0
                        ? seconds / 3600 + " h"
                        : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
