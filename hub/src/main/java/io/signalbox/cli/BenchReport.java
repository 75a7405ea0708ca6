package io.signalbox.cli;

import io.signalbox.load.Latency;
import io.signalbox.load.LoadPlan;
import io.signalbox.load.LoadResult;
import io.signalbox.load.Shape;
import io.signalbox.payload.JsonWriter;

import java.util.Locale;

/** What {@code signalbox bench} found, for people or programs. */
final class BenchReport {
    private static final double MEGABYTE = 1 << 20;

    private final LoadPlan plan;
    private final LoadResult result;

    BenchReport(LoadPlan plan, LoadResult result) {
        this.plan = plan;
        this.result = result;
    }

    /** As it is typed. */
    static String name(Shape shape) {
        return shape.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void print(Terminal terminal, boolean json) {
        if (json) {
            terminal.out().println(json());
        } else {
            table().print(terminal.out());
        }
    }

    private Table table() {
        Table table = new Table(name(plan.shape()), "");
        table.row(
                "connections",
                String.format(
                        Locale.ROOT,
                        "%,d of %,d in %,d ms",
                        result.connected(),
                        result.wanted(),
                        result.connectMillis()));
        if (result.connectMillis() > 0) {
            table.row("", String.format(Locale.ROOT, "%,.0f a second", connectRate()));
        }
        if (result.interrupted()) {
            table.row(
                    "interrupted",
                    String.format(
                            Locale.ROOT,
                            "after %.1f s of the measurement",
                            result.measuredSeconds()));
        }
        if (!plan.shape().silent()) {
            traffic(table);
        }
        if (plan.broker().processId() != 0) {
            broker(table);
        }
        return table;
    }

    private void broker(Table table) {
        table.row(
                "broker's memory",
                String.format(Locale.ROOT, "%.1f MB", result.brokerBytes() / MEGABYTE));
        table.row(
                "", String.format(Locale.ROOT, "%,.0f bytes per connection", bytesPerConnection()));
        String each = plan.shape() == Shape.SESSIONS ? "session" : "message";
        table.row(
                "broker's CPU",
                String.format(
                        Locale.ROOT, "%.2f µs per %s", result.brokerMicrosPerMessage(), each));
    }

    private void traffic(Table table) {
        table.row(
                "sent",
                String.format(
                        Locale.ROOT,
                        "%,d  (%.1f in a write)",
                        result.sent(),
                        result.sentPerWrite()));
        table.row(
                "acknowledged",
                String.format(
                        Locale.ROOT,
                        "%,d  (%,.0f/s)",
                        result.acknowledged(),
                        result.acknowledgedPerSecond()));
        table.row("refused", String.format(Locale.ROOT, "%,d", result.refused()));
        if (plan.receives()) {
            table.row(
                    "received",
                    String.format(
                            Locale.ROOT,
                            "%,d  (%,.0f/s)",
                            result.received(),
                            result.receivedPerSecond()));
            table.row("lost", String.format(Locale.ROOT, "%,d", result.lost()));
            table.row("duplicated", String.format(Locale.ROOT, "%,d", result.duplicated()));
            table.row("out of order", String.format(Locale.ROOT, "%,d", result.outOfOrder()));
            table.row("of others", String.format(Locale.ROOT, "%,d", result.foreign()));
        }
        latency(table, "to acknowledgement", result.acknowledgement());
        latency(
                table,
                plan.shape() == Shape.RULE_LOOP ? "to command" : "to delivery",
                result.delivery());
    }

    private static void latency(Table table, String name, Latency latency) {
        if (latency.count() > 0) {
            table.row(
                    name,
                    String.format(
                            Locale.ROOT,
                            "p50 %.3f  p90 %.3f  p99 %.3f  p99.9 %.3f  max %.3f ms",
                            latency.percentile(50),
                            latency.percentile(90),
                            latency.percentile(99),
                            latency.percentile(99.9),
                            latency.max()));
        }
    }

    private double connectRate() {
        return result.connected() * 1e3 / Math.max(1, result.connectMillis());
    }

    private double bytesPerConnection() {
        double grown = result.brokerBytes() - result.brokerBytesBefore();
        return grown / Math.max(1, result.connected());
    }

    private String json() {
        JsonWriter out = new JsonWriter().beginObject();
        out.field("shape", name(plan.shape()))
                .field("publishers", plan.publishers())
                .field("subscribers", plan.subscribers())
                .field("qos", plan.qos().ordinal())
                .field("wanted", result.wanted())
                .field("connected", result.connected())
                .field("connect_ms", result.connectMillis())
                .field("connect_per_s", connectRate())
                .field("interrupted", result.interrupted())
                .field("seconds", result.measuredSeconds())
                .field("sent", result.sent())
                .field("sent_per_write", result.sentPerWrite())
                .field("acknowledged", result.acknowledged())
                .field("acknowledged_per_s", result.acknowledgedPerSecond())
                .field("refused", result.refused())
                .field("received", result.received())
                .field("received_per_s", result.receivedPerSecond())
                .field("lost", result.lost())
                .field("duplicated", result.duplicated())
                .field("out_of_order", result.outOfOrder())
                .field("foreign", result.foreign());
        latency(out, "ack", result.acknowledgement());
        latency(out, "delivery", result.delivery());
        if (plan.broker().processId() != 0) {
            out.field("broker_rss_bytes", result.brokerBytes())
                    .field("broker_bytes_per_connection", bytesPerConnection())
                    .field("broker_cpu_us_per_message", result.brokerMicrosPerMessage());
        }
        out.name("failures").beginObject();
        result.failures().forEach((reason, count) -> out.field(reason, (long) count));
        return out.end().end().toString();
    }

    private static void latency(JsonWriter out, String name, Latency latency) {
        if (latency.count() > 0) {
            out.field(name + "_p50_ms", latency.percentile(50))
                    .field(name + "_p90_ms", latency.percentile(90))
                    .field(name + "_p99_ms", latency.percentile(99))
                    .field(name + "_p999_ms", latency.percentile(99.9))
                    .field(name + "_max_ms", latency.max());
        }
    }
}
