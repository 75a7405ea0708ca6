package io.signalbox.console;

import io.helidon.http.Method;
import io.signalbox.backtest.Backtests;
import io.signalbox.broker.Broker;
import io.signalbox.console.ApiServer.Routes;
import io.signalbox.device.Stray;
import io.signalbox.history.History;
import io.signalbox.history.HistoryExport;
import io.signalbox.history.HistorySql;
import io.signalbox.journal.Journal;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;
import io.signalbox.mqtt.MqttStatus;
import io.signalbox.rules.Decisions;
import io.signalbox.time.Clock;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the API speaks for: the parts of a running hub, each with its paths.
 *
 * @param applied how far the decisions are
 * @param check how declarations are read, the same as everywhere in the hub
 * @param maxPayloadBytes longest payload of a message
 */
public record Api(
        HubFacts hub,
        Journal journal,
        Broker broker,
        Supplier<MqttStatus> mqtt,
        Decisions decisions,
        Applied applied,
        Function<List<Source>, Checked> check,
        History history,
        Backtests backtests,
        EventStreams streams,
        Clock clock,
        int maxPayloadBytes) {

    /**
     * What the hub is.
     *
     * @param data absolute path of its data folder
     * @param addresses of its listeners by name, as far as they serve
     * @param pressure how it is for disk and load
     * @param strays devices that publish where nobody looks for readings
     */
    public record HubFacts(
            String version,
            long pid,
            long startedMillis,
            String data,
            Supplier<Map<String, String>> addresses,
            Supplier<Pressure> pressure,
            Supplier<List<Stray>> strays) {}

    /**
     * What may make the hub take in less.
     *
     * @param disk how full the disk of the data folder is, in a word
     * @param diskReserve what is kept for a full disk is there
     * @param load how much there is to do, in a word
     */
    public record Pressure(
            String disk,
            double diskUsedPercent,
            long diskFreeBytes,
            boolean diskReserve,
            String load) {}

    /** How far the decisions have come in the journal. */
    public interface Applied {
        /** Waits until this record has been decided upon; false if the decisions ended before. */
        boolean awaitApplied(long sequence) throws InterruptedException;

        /** The last record that is decided upon. */
        long appliedThrough();
    }

    Routes routes() {
        Changes changes = new Changes(journal, applied, clock);
        DevicesEndpoint devices =
                new DevicesEndpoint(decisions.registry(), changes, new SessionLinks(broker), clock);
        PastEndpoint past = new PastEndpoint(history, clock);
        CommandsEndpoint commands = new CommandsEndpoint(this, changes, past);
        ApplyEndpoint apply = new ApplyEndpoint(decisions.registry(), check, changes);
        AlarmsEndpoint alarms = new AlarmsEndpoint(this, changes);
        NoticesEndpoint notices = new NoticesEndpoint(this, changes);
        TypesEndpoint types = new TypesEndpoint(this, apply);
        UnderWay underWay = new UnderWay();
        ReadingsEndpoint readings = new ReadingsEndpoint(this, changes, underWay);
        DataEndpoint data =
                new DataEndpoint(history, new HistorySql(history, decisions.registry()), clock);
        BacktestsEndpoint backtest = new BacktestsEndpoint(this);
        WhyEndpoint why = new WhyEndpoint(this);
        HealthEndpoint health = new HealthEndpoint(this);
        Routes routes = new Routes();
        return routes.pages()
                .raw("/metrics", new MetricsEndpoint(this, underWay))
                .raw("/health/live", ApiServer.handler(health::live))
                .raw("/health/ready", ApiServer.handler(health::ready))
                .raw("/api/v1/openapi.json", ApiServer.handler(new OpenApiEndpoint()::document))
                .get("status", new StatusEndpoint(this)::status)
                .post("publish", new PublishEndpoint(broker, clock, maxPayloadBytes)::publish)
                .add("subscribe", Method.GET, new SubscribeEndpoint(streams))
                .post("apply", apply::apply)
                .get("files", apply::files)
                .get("devices", devices::list)
                .post("devices", devices::create)
                .get("devices/{id}", devices::get)
                .patch("devices/{id}", devices::change)
                .delete("devices/{id}", devices::remove)
                .post("devices/{id}/readings", readings::post)
                .post("devices/{id}/readings/{point}", readings::postOne)
                .get("types", types::list)
                .get("types/{name}", types::get)
                .get("devices/{id}/type", types::propose)
                .post("devices/{id}/points", types::adopt)
                .post("devices/{id}/adopt", devices::adopt)
                .get("data", data::query)
                .post("data/sql", data::sql)
                .add(
                        "data/export",
                        Method.GET,
                        new ExportEndpoint(new HistoryExport(history), clock, routes.departures()))
                .get("data/verify", data::verify)
                .post("data/import", new ImportEndpoint(changes, hub.pressure(), clock)::take)
                .get("trace", new TraceEndpoint(this)::trace)
                .get("why", why::why)
                .get("whynot", why::whyNot)
                .get("decisions", past::decisions)
                .post("backtests", backtest::start)
                .get("backtests/{id}", backtest::get)
                .delete("backtests/{id}", backtest::cancel)
                .get("alarms", alarms::list)
                .get("alarms/history", past::alarms)
                .post("alarms/acknowledge", alarms::acknowledge)
                .post("alarms/shelve", alarms::shelve)
                .post("alarms/unshelve", alarms::unshelve)
                .get("notices", notices::list)
                .post("notices/test", notices::test)
                .post("notices/again", notices::again)
                .get("commands", commands::list)
                .post("devices/{id}/commands", commands::order)
                .get("devices/{id}/commands/{command}", commands::get)
                .delete("devices/{id}/commands/{command}", commands::release);
    }
}
