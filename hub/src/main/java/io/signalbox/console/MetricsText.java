package io.signalbox.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.journal.SyncTimes;

import java.util.Locale;
import java.util.Map;

/**
 * Metrics as they are written for Prometheus: its text format 0.0.4, or OpenMetrics 1.0, which
 * differ in how counters are declared and in the end. Every name begins with {@code signalbox_}.
 */
final class MetricsText {
    static final String PLAIN_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    static final String OPEN_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final String PREFIX = "signalbox_";
    private static final double NANOS = 1e9;

    private final StringBuilder text = new StringBuilder(16 << 10);
    private final boolean open;

    /** @param open in OpenMetrics */
    MetricsText(boolean open) {
        this.open = open;
    }

    MetricsText gauge(String name, String help, long value) {
        declare(name, "gauge", help);
        sample(name, "", Long.toString(value));
        return this;
    }

    MetricsText gauge(String name, String help, double value) {
        declare(name, "gauge", help);
        sample(name, "", Double.toString(value));
        return this;
    }

    /** What the hub is in a word: 1 for the word that holds now. */
    MetricsText word(String name, String help, String label, String word) {
        declare(name, "gauge", help);
        sample(name, labels(label, word), "1");
        return this;
    }

    /** A counter whose name ends in {@code _total}. */
    MetricsText counter(String name, String help, long value) {
        declareCounter(name, help);
        sample(name, "", Long.toString(value));
        return this;
    }

    /** One counter for each value of a label; those that have counted nothing are there as 0. */
    <E extends Enum<E>> MetricsText counters(
            String name, String help, String label, E[] values, Map<E, Long> counts) {
        declareCounter(name, help);
        for (E value : values) {
            String word = value.name().toLowerCase(Locale.ROOT);
            sample(name, labels(label, word), Long.toString(counts.getOrDefault(value, 0L)));
        }
        return this;
    }

    /** A counter with labels of other words, of which the samples follow. */
    MetricsText declareCounter(String name, String help) {
        String end = "_total";
        if (!name.endsWith(end)) {
            throw new IllegalArgumentException("expected a counter ..._total, found " + name);
        }
        declare(open ? name.substring(0, name.length() - end.length()) : name, "counter", help);
        return this;
    }

    MetricsText sample(String name, String labels, String value) {
        text.append(PREFIX)
                .append(name)
                .append(labels)
                .append(' ')
                .append(value)
                .append('\n');
        return this;
    }

    MetricsText histogram(String name, String help, SyncTimes times) {
        declare(name, "histogram", help);
        for (SyncTimes.Bound bound : times.bounds()) {
            String edge = Double.toString(bound.nanos() / NANOS);
            sample(name + "_bucket", labels("le", edge), Long.toString(bound.count()));
        }
        sample(name + "_bucket", labels("le", "+Inf"), Long.toString(times.count()));
        sample(name + "_sum", "", Double.toString(times.totalNanos() / NANOS));
        sample(name + "_count", "", Long.toString(times.count()));
        return this;
    }

    /** One label as it stands behind a name. */
    static String labels(String label, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "{" + label + "=\"" + escaped + "\"}";
    }

    private void declare(String name, String type, String help) {
        text.append("# HELP ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(help)
                .append('\n');
        text.append("# TYPE ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
    }

    byte[] toBytes() {
        return (open ? text + "# EOF\n" : text.toString()).getBytes(UTF_8);
    }
}
