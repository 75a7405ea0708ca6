package io.signalbox.console;

import io.signalbox.backtest.BacktestReport;
import io.signalbox.backtest.BacktestReport.Difference;
import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Times;

import java.util.List;

/** A report of a backtest in JSON. */
final class BacktestJson {
    private BacktestJson() {}

    static void write(JsonWriter json, BacktestReport report) {
        BacktestReport.Span span = report.span();
        json.beginObject()
                .field("source", span.source())
                .field("from", Times.of(span.fromMillis()))
                .field("to", Times.of(span.toMillis()))
                .field("warm_from", Times.of(span.warmMillis()))
                .field("wanted_from", Times.of(span.wantedMillis()))
                .field("records", span.records())
                .name("parts")
                .beginArray();
        for (BacktestReport.Part part : span.parts()) {
            json.beginObject()
                    .field("source", part.source())
                    .field("from", Times.of(part.fromMillis()))
                    .field("to", Times.of(part.toMillis()))
                    .field("records", part.records())
                    .end();
        }
        json.end().name("notes").beginArray();
        report.notes().forEach(json::value);
        json.end();
        rules(json, report.rules());
        days(json, report.days());
        commands(json, report);
        alarms(json, report.alarms());
        json.field("more", report.more());
        report.against().ifPresent(against -> against(json, against));
        json.end();
    }

    private static void rules(JsonWriter json, List<BacktestReport.Rule> rules) {
        json.name("rules").beginArray();
        for (BacktestReport.Rule rule : rules) {
            json.beginObject()
                    .field("rule", rule.name())
                    .field("activations", rule.activations())
                    .field("devices", rule.devices())
                    .field("active_s", rule.activeMillis() / 1000.0)
                    .field("brief", rule.brief())
                    .field("restless_hours", rule.restlessHours())
                    .field("gave_up", rule.gaveUp())
                    .field("cut", rule.cut());
            rule.longest()
                    .ifPresent(longest -> json.name("longest")
                            .beginObject()
                            .field("device", longest.device())
                            .field("from", Times.of(longest.fromMillis()))
                            .field("s", longest.millis() / 1000.0)
                            .field("lasting", longest.lasting())
                            .end());
            json.end();
        }
        json.end();
    }

    private static void days(JsonWriter json, List<BacktestReport.Day> days) {
        json.name("days").beginArray();
        for (BacktestReport.Day day : days) {
            json.beginObject()
                    .field("rule", day.rule())
                    .field("device", day.device())
                    .field("day", Times.of(day.dayMillis()).substring(0, 10))
                    .field("activations", day.activations())
                    .field("active_s", day.activeMillis() / 1000.0)
                    .field("brief", day.brief())
                    .end();
        }
        json.end();
    }

    private static void commands(JsonWriter json, BacktestReport report) {
        json.name("commands").beginArray();
        for (BacktestReport.Command command : report.commands()) {
            json.beginObject()
                    .field("rule", command.by())
                    .field("device", command.device())
                    .field("point", command.point())
                    .field("value", command.value())
                    .field("count", command.count());
            times(json, command.times());
        }
        json.end().name("vetoes").beginArray();
        for (BacktestReport.Veto veto : report.vetoes()) {
            json.beginObject()
                    .field("rule", veto.by())
                    .field("device", veto.device())
                    .field("point", veto.point())
                    .field("value", veto.value())
                    .field("reason", veto.reason())
                    .field("count", veto.count());
            times(json, veto.times());
        }
        json.end();
    }

    private static void alarms(JsonWriter json, List<BacktestReport.Alarm> alarms) {
        json.name("alarms").beginArray();
        for (BacktestReport.Alarm alarm : alarms) {
            json.beginObject()
                    .field("rule", alarm.rule())
                    .field("device", alarm.device())
                    .field("severity", alarm.severity())
                    .field("text", alarm.text())
                    .field("count", alarm.count());
            times(json, alarm.times());
        }
        json.end();
    }

    private static void times(JsonWriter json, BacktestReport.Times times) {
        json.field("first", Times.of(times.firstMillis()))
                .field("last", Times.of(times.lastMillis()))
                .end();
    }

    private static void against(JsonWriter json, BacktestReport.Against against) {
        json.name("against_live")
                .beginObject()
                .field("what", against.what())
                .field("same", against.same())
                .field("identical_records", against.identical());
        differences(json.name("live_only"), against.liveOnly());
        json.field("live_only_more", against.moreLiveOnly());
        differences(json.name("backtest_only"), against.backtestOnly());
        json.field("backtest_only_more", against.moreBacktestOnly()).end();
    }

    private static void differences(JsonWriter json, List<Difference> differences) {
        json.beginArray();
        for (Difference difference : differences) {
            json.beginObject()
                    .field("time", Times.of(difference.atMillis()))
                    .field("rule", difference.rule())
                    .field("device", difference.device())
                    .field("change", difference.change())
                    .end();
        }
        json.end();
    }
}
