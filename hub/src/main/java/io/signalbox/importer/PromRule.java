package io.signalbox.importer;

import io.signalbox.importer.PromQl.Amount;
import io.signalbox.importer.PromQl.Binary;
import io.signalbox.importer.PromQl.Call;
import io.signalbox.importer.PromQl.Negated;
import io.signalbox.importer.PromQl.Series;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One expression of PromQL in the words of the language, about each device {@code d} of a type. */
final class PromRule {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", ">", "<", ">=", "<=");

    private static final Map<String, String> WINDOWS = Map.of(
            "avg_over_time", "avg",
            "min_over_time", "min",
            "max_over_time", "max",
            "sum_over_time", "sum",
            "count_over_time", "count",
            "stddev_over_time", "stddev",
            "increase", "delta",
            "delta", "delta");

    private static final Set<String> RATES = Set.of("rate", "irate", "deriv");

    private final Draft draft;
    private final Set<String> points = new LinkedHashSet<>();
    private String job = "";
    private String firstMetric = "";

    PromRule(Draft draft) {
        this.draft = draft;
    }

    /** The condition; afterwards {@link #type} and {@link #points} say what it speaks of. */
    String condition(PromQl of) {
        return switch (of) {
            case Binary binary
            when COMPARISONS.contains(binary.operator()) ->
                value(binary.left()) + " "
                        + (binary.operator().equals("==") ? "=" : binary.operator()) + " "
                        + value(binary.right());
            case Binary binary
            when binary.operator().equals("or") ->
                condition(binary.left()) + " or " + condition(binary.right());
            case Binary binary
            when binary.operator().equals("and") ->
                grouped(binary.left()) + " and " + grouped(binary.right());
            case Binary binary
            when binary.operator().equals("unless") ->
                grouped(binary.left()) + " and not (" + condition(binary.right()) + ")";
            case Series series when series.rangeMillis() == 0 -> point(series) + " is known";
            case Call call
            when call.function().equals("absent") && call.arguments().size() == 1 ->
                point(series(call.arguments().getFirst())) + " is unknown";
            default -> throw new Foreign("it compares nothing");
        };
    }

    private String grouped(PromQl of) {
        boolean or = of instanceof Binary binary && binary.operator().equals("or");
        return or ? "(" + condition(of) + ")" : condition(of);
    }

    private String value(PromQl of) {
        return switch (of) {
            case Amount amount -> amount.number();
            case Negated negated -> "-" + operand(negated.of());
            case Binary binary
            when Set.of("+", "-", "*", "/").contains(binary.operator()) ->
                operand(binary.left()) + " " + binary.operator() + " " + operand(binary.right());
            case Binary binary -> throw new Foreign("'" + binary.operator() + "' within a value");
            case Series series when series.rangeMillis() == 0 -> point(series);
            case Series series -> throw new Foreign("a range of values without a function");
            case Call call -> call(call);
        };
    }

    private String operand(PromQl of) {
        boolean rate = of instanceof Call call && RATES.contains(call.function());
        return rate || of instanceof Binary ? "(" + value(of) + ")" : value(of);
    }

    private String call(Call call) {
        String function = call.function();
        if (function.equals("abs") && call.arguments().size() == 1) {
            return "abs(" + value(call.arguments().getFirst()) + ")";
        }
        if (function.equals("quantile_over_time")
                && call.arguments().size() == 2
                && call.arguments().getFirst() instanceof Amount share
                && share.number().equals("0.95")) {
            return "p95(" + window(call.arguments().get(1)) + ")";
        }
        if (WINDOWS.containsKey(function) && call.arguments().size() == 1) {
            return WINDOWS.get(function) + "(" + window(call.arguments().getFirst()) + ")";
        }
        if (RATES.contains(function) && call.arguments().size() == 1) {
            return "rate(" + window(call.arguments().getFirst()) + ") * 1 s";
        }
        throw new Foreign("there is no '" + function + "' here");
    }

    private String window(PromQl of) {
        Series series = series(of);
        if (series.rangeMillis() == 0) {
            throw new Foreign("'" + series.metric() + "' has no range of time");
        }
        return point(series) + ", " + Draft.duration(series.rangeMillis());
    }

    private static Series series(PromQl of) {
        if (of instanceof Series series) {
            return series;
        }
        throw new Foreign("a function of something that is calculated");
    }

    /** Labels beside job and instance make points of their own: a device has each series once. */
    private String point(Series series) {
        Map<String, String> beside = new TreeMap<>();
        for (Map.Entry<String, String> label : new TreeMap<>(series.labels()).entrySet()) {
            switch (label.getKey()) {
                case "job" -> {
                    if (!job.isEmpty() && !job.equals(label.getValue())) {
                        throw new Foreign("it speaks of two jobs, " + job + " and "
                                + label.getValue() + ": a rule looks at one device");
                    }
                    job = label.getValue();
                }
                case "instance" ->
                    throw new Foreign("it is about one instance, and a rule about each");
                default -> beside.put(label.getKey(), label.getValue());
            }
        }
        firstMetric = firstMetric.isEmpty() ? series.metric() : firstMetric;
        String point = name(series.metric(), beside);
        points.add(point);
        return "d." + point;
    }

    /** The metric with the values of labels; with their names, too, where another is called so. */
    private String name(String metric, Map<String, String> labels) {
        StringBuilder values = new StringBuilder(metric);
        StringBuilder both = new StringBuilder(metric);
        labels.forEach((label, value) -> {
            boolean says = value.codePoints().anyMatch(Character::isLetterOrDigit);
            values.append('_').append(says ? value : label);
            both.append('_').append(label).append('_').append(value);
        });
        for (StringBuilder name : List.of(values, both)) {
            String point = Draft.name(name.toString());
            if (draft.means(point, metric + labels)) {
                return point;
            }
        }
        throw new Foreign("the point of '" + metric + "' with the labels " + labels
                + " would be called as that of another series: write a rule for it");
    }

    /** The type of device: the job, or what the first metric begins with. */
    String type() {
        int bar = firstMetric.indexOf('_');
        String prefix = bar < 0 ? firstMetric : firstMetric.substring(0, bar);
        String type = Draft.typeName(job.isEmpty() ? prefix : job);
        if (!job.isEmpty() && !draft.means("type " + type, job)) {
            throw new Foreign("the job '" + job + "' would be the type " + type
                    + ", as another job is: write a rule for it");
        }
        return type;
    }

    Set<String> points() {
        return points;
    }
}
