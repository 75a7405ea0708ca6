package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The report of a backtest for people. */
final class BacktestText {
    private static final int SHOWN = 20;

    private final PrintStream out;
    private final PrintStream err;

    BacktestText(Terminal terminal) {
        this.out = terminal.out();
        this.err = terminal.err();
    }

    void print(JsonObject report) {
        out.println(report.text("from") + " to " + report.text("to") + ", from "
                + parts(report.items("parts")) + "; rules warmed up from "
                + report.text("warm_from"));
        for (JsonValue note : report.items("notes")) {
            out.println("note: " + Shown.value(note));
        }
        rules(report.items("rules"));
        days(report.items("days"));
        done("would have sent", report.items("commands"), "COMMAND");
        done("would have been kept back", report.items("vetoes"), "COMMAND");
        done("alarms", report.items("alarms"), "TEXT");
        if (report.integer("more") > 0) {
            err.println(report.integer("more") + " rows more than a report holds");
        }
        if (!report.isAbsent("against_live")) {
            against(report.object("against_live"));
        }
    }

    /** Such as {@code the history up to 2026-01-02T03:04:05Z, 700 records, and the journal, 92 records}. */
    private static String parts(List<JsonValue> parts) {
        StringBuilder text = new StringBuilder();
        for (JsonValue item : parts) {
            JsonObject part = item.asObject();
            boolean more = parts.size() > 1 && text.isEmpty();
            text.append(text.isEmpty() ? "the " : ", and the ")
                    .append(part.text("source"))
                    .append(more ? " up to " + part.text("to") : "")
                    .append(", ")
                    .append(part.integer("records"))
                    .append(" records");
        }
        return text.toString();
    }

    private void rules(List<JsonValue> rules) {
        out.println();
        Table table = new Table(
                "RULE", "ACTIVE", "DEVICES", "TIME", "BRIEF", "RESTLESS", "GAVE UP", "LONGEST");
        for (JsonValue item : rules) {
            JsonObject rule = item.asObject();
            String longest = "-";
            if (!rule.isAbsent("longest")) {
                JsonObject one = rule.object("longest");
                longest = span(seconds(one, "s")) + (one.flag("lasting") ? " and lasting, " : ", ")
                        + one.text("device") + " from " + one.text("from");
            }
            table.row(
                    rule.text("rule"),
                    rule.integer("activations") + "x",
                    Long.toString(rule.integer("devices")),
                    span(seconds(rule, "active_s")),
                    Long.toString(rule.integer("brief")),
                    rule.integer("restless_hours") + " h",
                    rule.integer("gave_up") + (rule.integer("cut") > 0 ? ", cut" : ""),
                    longest);
        }
        table.print(out);
    }

    private void days(List<JsonValue> days) {
        if (days.isEmpty()) {
            return;
        }
        out.println();
        Table table = new Table("DAY", "RULE", "DEVICE", "ACTIVE", "TIME", "BRIEF");
        for (JsonValue item : days.subList(0, Math.min(SHOWN, days.size()))) {
            JsonObject day = item.asObject();
            table.row(
                    day.text("day"),
                    day.text("rule"),
                    day.text("device"),
                    day.integer("activations") + "x",
                    span(seconds(day, "active_s")),
                    Long.toString(day.integer("brief")));
        }
        table.print(out);
        more(days);
    }

    private void done(String title, List<JsonValue> items, String head) {
        if (items.isEmpty()) {
            return;
        }
        out.println();
        out.println(title + ":");
        Table table = new Table("RULE", "DEVICE", head, "TIMES", "FIRST", "LAST");
        for (JsonValue item : items.subList(0, Math.min(SHOWN, items.size()))) {
            JsonObject one = item.asObject();
            String what = one.isAbsent("point")
                    ? one.text("severity") + " " + one.text("text")
                    : one.text("point") + " = " + one.text("value")
                            + Shown.after(", ", one.optionalText("reason"));
            table.row(
                    one.text("rule"),
                    one.text("device"),
                    what,
                    one.integer("count") + "x",
                    one.text("first"),
                    one.text("last"));
        }
        table.print(out);
        more(items);
    }

    private void more(List<JsonValue> items) {
        if (items.size() > SHOWN) {
            out.println("and " + (items.size() - SHOWN) + " more (--json shows all)");
        }
    }

    private void against(JsonObject live) {
        long liveOnly = live.items("live_only").size() + live.integer("live_only_more");
        long backtestOnly = live.items("backtest_only").size() + live.integer("backtest_only_more");
        out.println();
        out.println("against live, " + live.text("what") + ": " + live.integer("same")
                + " the same, "
                + liveOnly + " that only happened, " + backtestOnly + " that would only have"
                + "; " + live.integer("identical_records") + " records the same byte for byte");
        Table table = new Table("TIME", "RULE", "DEVICE", "CHANGE", "WHERE");
        differences(table, live.items("live_only"), "only happened");
        differences(table, live.items("backtest_only"), "only in the backtest");
        if (!table.isEmpty()) {
            table.print(out);
        }
    }

    private static void differences(Table table, List<JsonValue> items, String where) {
        for (JsonValue item : items.subList(0, Math.min(SHOWN, items.size()))) {
            JsonObject one = item.asObject();
            table.row(
                    one.text("time"),
                    one.text("rule"),
                    one.text("device"),
                    one.text("change"),
                    where);
        }
        if (items.size() > SHOWN) {
            table.row("…", "", "", "", where + ", and " + (items.size() - SHOWN) + " more");
        }
    }

    private static double seconds(JsonObject words, String name) {
        return words.number(name);
    }

    /** Such as {@code 1 h 5 min}: the two greatest units. */
    private static String span(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        }
        long minutes = Math.round(seconds / 60);
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        return hours < 48
                ? hours + " h " + minutes % 60 + " min"
                : hours / 24 + " d " + hours % 24 + " h";
    }
}
