package io.signalbox.rules;

import io.signalbox.language.Operand;
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
     * @param began when the rule began to look
     * @param found how many samples there were then
     */
    OracleWindow(Operand.Window window, List<Oracle.Sample> samples, long began, int found) {
        this.window = window;
        this.began = began;
        long limit = 3 * window.point().everyMillis();
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
        };
        return switch (window.function()) {
            case AVG, MIN, MAX, SUM, COUNT ->
                2 * known < window.millis() ? Optional.empty() : value;
            case DELTA, RATE -> value;
        };
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
