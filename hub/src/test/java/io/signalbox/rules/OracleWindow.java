package io.signalbox.rules;

import io.signalbox.language.Operand;
import io.signalbox.language.Point;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A window by brute force, from all samples that ever came. Its numbers are whole, so that the order
 * of additions does not matter.
 */
final class OracleWindow {
    /** A value and the time for which it was held. */
    private record Held(double value, long from, long to, boolean expires) {}

    private final Operand.Window window;
    private final long began;
    private final List<Held> held = new ArrayList<>();
    private final List<Oracle.Sample> counted = new ArrayList<>();

    /**
     * A window over a point.
     *
     * @param began when the rule began to look
     * @param found how many samples there were then
     */
    OracleWindow(
            Operand.Window window,
            Point point,
            List<Oracle.Sample> samples,
            long began,
            int found) {
        this.window = window;
        this.began = began;
        long limit = 3 * point.everyMillis();
        Oracle.Sample last = null;
        for (int i = 0; i < samples.size(); i++) {
            Oracle.Sample sample = samples.get(i);
            if (last == null || sample.event() >= last.event()) {
                if (last != null) {
                    hold(last, sample.arrived(), limit);
                }
                last = sample;
                if (i >= found && sample.value().isPresent()) {
                    counted.add(sample);
                }
            }
        }
        if (last != null) {
            hold(last, Long.MAX_VALUE, limit);
        }
    }

    /** A window over what was calculated at each instant. */
    OracleWindow(Operand.Window window, OracleHistory history) {
        this.window = window;
        this.began = Long.MIN_VALUE;
        history.forEach((value, from, to, expires) ->
                value.ifPresent(v -> held.add(new Held(v, from, to, expires))));
    }

    private void hold(Oracle.Sample sample, long to, long limit) {
        long end = limit == 0 ? to : Math.min(to, sample.event() + limit);
        sample.value()
                .ifPresent(value -> held.add(new Held(
                        number(value),
                        Math.max(began, sample.arrived()),
                        end,
                        limit > 0 && end == sample.event() + limit)));
    }

    private static double number(Value value) {
        return value instanceof Value.Numeric n ? n.value() : 0;
    }

    Optional<Double> at(long now) {
        long step = window.step(now);
        long to = window.start(step);
        long from = window.start(step - Operand.Window.STEPS);
        long known = 0;
        double weighted = 0;
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (Held h : held) {
            long millis = Math.min(to, h.to) - Math.max(from, h.from);
            if (millis > 0) {
                known += millis;
                weighted += h.value * millis;
                least = Math.min(least, h.value);
                greatest = Math.max(greatest, h.value);
            }
        }
        List<Double> samples = counted.stream()
                .filter(s -> from <= s.arrived() && s.arrived() < to)
                .map(s -> number(s.value().orElseThrow()))
                .toList();
        Optional<Double> apart = heldBefore(to).flatMap(b -> heldBefore(from).map(a -> b - a));
        Optional<Double> value = switch (window.function()) {
            case AVG -> Optional.of(weighted / known);
            case MIN -> Optional.of(least);
            case MAX -> Optional.of(greatest);
            case SUM -> Optional.of(samples.stream().mapToDouble(x -> x).sum());
            case COUNT -> Optional.of((double) samples.size());
            case DELTA -> apart;
            case RATE -> apart.map(x -> x / (window.millis() / 1000.0));
            case INTEGRAL -> Optional.of(weighted / 1000);
            case STDDEV -> Optional.of(deviation(from, to, weighted / known, known));
            case P95 -> percentile(step);
        };
        return switch (window.function()) {
            case AVG, MIN, MAX, SUM, COUNT, INTEGRAL, STDDEV ->
                2 * known < window.millis() ? Optional.empty() : value;
            case DELTA, RATE, P95 -> value;
        };
    }

    private double deviation(long from, long to, double mean, long known) {
        double squares = 0;
        for (Held h : held) {
            long millis = Math.max(0, Math.min(to, h.to) - Math.max(from, h.from));
            squares += millis * (h.value - mean) * (h.value - mean);
        }
        return Math.sqrt(squares / known);
    }

    /** Four times in each of the sixty steps somebody looks. */
    private Optional<Double> percentile(long step) {
        List<Double> seen = new ArrayList<>();
        for (long look = (step - 60) * 4; look < step * 4; look++) {
            long at = window.look(look);
            held.stream().filter(h -> h.from <= at && at < h.to).forEach(h -> seen.add(h.value));
        }
        seen.sort(null);
        return seen.size() < 120
                ? Optional.empty()
                : Optional.of(seen.get((int) Math.ceil(seen.size() * 95 / 100.0) - 1));
    }

    /** What was held before an instant and still is at it. */
    private Optional<Double> heldBefore(long instant) {
        return held.stream()
                .filter(h -> h.from < instant && instant <= h.to)
                .filter(h -> instant < h.to || !h.expires)
                .map(Held::value)
                .findFirst();
    }
}
