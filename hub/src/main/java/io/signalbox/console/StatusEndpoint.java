package io.signalbox.console;

import io.signalbox.broker.BrokerStatus;
import io.signalbox.device.Babbler;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.device.IntakeCounts;
import io.signalbox.device.PresenceCounts;
import io.signalbox.device.Stray;
import io.signalbox.history.HistoryStatus;
import io.signalbox.journal.JournalStatus;
import io.signalbox.language.Program;
import io.signalbox.mqtt.MqttStatus;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.Refusal;
import io.signalbox.rules.DecisionCounters;
import io.signalbox.time.Times;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /api/v1/status}: what the hub is and does, a part of it per member. */
final class StatusEndpoint {
    private final Api api;

    StatusEndpoint(Api api) {
        this.api = api;
    }

    Answer status(ApiRequest request) {
        request.allow();
        Api.HubFacts hub = api.hub();
        long upMillis = Math.max(0, api.clock().millis() - hub.startedMillis());
        JournalStatus journal = api.journal().status();
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("state", journal.failed() ? "failed" : "serving")
                .field("version", hub.version())
                .field("pid", hub.pid())
                .field("started", Times.of(hub.startedMillis()))
                .field("uptime_seconds", upMillis / 1000)
                .field("data", hub.data())
                .name("addresses")
                .beginObject();
        hub.addresses().get().forEach(json::field);
        json.end();
        Api.Pressure pressure = hub.pressure().get();
        write(json, pressure);
        write(json, journal);
        write(json, api.mqtt().get());
        write(json, api.broker().status());
        writeDevices(json);
        writeLedger(json);
        writeDecisions(json);
        write(json, api.history().status(), pressure.diskFreeBytes());
        return Answer.ok(json.end());
    }

    private static void write(JsonWriter json, Api.Pressure pressure) {
        json.name("pressure")
                .beginObject()
                .field("disk", pressure.disk())
                .field("disk_used_percent", Math.round(pressure.diskUsedPercent() * 10) / 10.0)
                .field("disk_free_bytes", pressure.diskFreeBytes())
                .field("disk_reserve", pressure.diskReserve())
                .field("load", pressure.load())
                .end();
    }

    private static void write(JsonWriter json, JournalStatus journal) {
        json.name("journal")
                .beginObject()
                .field("durability", journal.durability().name().toLowerCase(Locale.ROOT))
                .field("committed", journal.committed())
                .field("first", journal.firstSequence())
                .field("segments", journal.segments())
                .field("indexed_segments", journal.indexed())
                .field("held_bytes", journal.heldBytes())
                .field("cold_bytes", journal.coldBytes())
                .field("records", journal.records())
                .field("bytes", journal.bytes())
                .field("pending_bytes", journal.pendingBytes())
                .field("syncs", journal.syncs())
                .field("sync_median_micros", journal.syncMedianMicros())
                .field("sync_p99_micros", journal.syncP99Micros())
                .field("sync_max_micros", journal.syncMaxMicros())
                .end();
    }

    private static void write(JsonWriter json, BrokerStatus broker) {
        json.name("broker")
                .beginObject()
                .field("attached", broker.attached())
                .field("stored", broker.stored())
                .field("filters", broker.filters())
                .field("retained", broker.retained())
                .field("retained_bytes", broker.retainedBytes())
                .field("received", broker.received())
                .field("delivered", broker.delivered())
                .field("acknowledged", broker.acknowledged());
        Counters.write(json, "dropped_", broker.dropped());
        json.end();
    }

    private static void write(JsonWriter json, MqttStatus mqtt) {
        json.name("mqtt")
                .beginObject()
                .field("open", mqtt.open())
                .field("accepted", mqtt.accepted())
                .field("not_accepted", mqtt.notAccepted())
                .field("publishes", mqtt.publishes())
                .field("deliveries", mqtt.deliveries());
        Counters.write(json, "ended_", mqtt.ended());
        json.end();
    }

    private void writeDevices(JsonWriter json) {
        DeviceRegistry registry = api.decisions().registry();
        PresenceCounts presence =
                registry.presence(new SessionLinks(api.broker()), api.clock().millis());
        json.name("devices")
                .beginObject()
                .field("count", registry.size())
                .field("online", presence.online())
                .field("asleep", presence.asleep())
                .field("offline", presence.offline());
        Counters.write(json, registry.intake());
        List<Babbler> babblers = registry.babblers(api.clock().millis());
        json.field("waiting", registry.waiting())
                .field("forgotten", registry.forgotten())
                .field("flooding", babblers.size());
        List<Stray> strays = api.hub().strays().get();
        json.field("astray", strays.size()).end();
        if (!strays.isEmpty()) {
            json.name("astray").beginArray();
            for (Stray stray : strays) {
                json.beginObject()
                        .field("device", stray.device())
                        .field("since", Times.of(stray.atMillis()))
                        .field("topic", stray.topic())
                        .field("expected", stray.expected())
                        .end();
            }
            json.end();
        }
        if (babblers.isEmpty()) {
            return;
        }
        json.name("floods").beginArray();
        for (Babbler babbler : babblers) {
            json.beginObject()
                    .field("device", babbler.id())
                    .field("since", Times.of(babbler.sinceMillis()))
                    .field("last", Times.of(babbler.lastMillis()))
                    .field("excess", babbler.excess())
                    .end();
        }
        json.end();
    }

    /** What became of all that devices sent: received = decoded + dropped, readings = stored + waiting. */
    private void writeLedger(JsonWriter json) {
        long stored = api.history().readings();
        IntakeCounts intake = api.decisions().registry().intake();
        json.name("ledger")
                .beginObject()
                .field("received", intake.received())
                .field("decoded", intake.decoded())
                .field("dropped", sum(intake.dropped()))
                .field("readings", intake.readings())
                .field("stored", stored)
                .field("waiting", Math.max(0, intake.readings() - stored))
                .end();
    }

    private static long sum(Map<Refusal, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private void writeDecisions(JsonWriter json) {
        Program program = api.decisions().registry().declared();
        DecisionCounters counters = api.decisions().counters();
        json.name("rules")
                .beginObject()
                .field("types", program.types().size())
                .field("mappings", program.mappings().size())
                .field("rules", program.rules().size())
                .field("interlocks", program.interlocks().size())
                .field("activations", counters.activations())
                .field("late", counters.late())
                .field("ahead", counters.ahead())
                .field("cut", counters.cut())
                .field("diverged", api.decisions().diverged())
                .field("paused", api.decisions().paused())
                .end()
                .name("commands")
                .beginObject();
        Counters.write(json, "", api.decisions().ledger().entered());
        json.end()
                .name("alarms")
                .beginObject()
                .field("active", api.decisions().activeAlarms())
                .field("shelved", api.decisions().shelvedAlarms())
                .end();
    }

    private static void write(JsonWriter json, HistoryStatus history, long freeBytes) {
        json.name("history")
                .beginObject()
                .field("state", history.state().name().toLowerCase(Locale.ROOT))
                .field("rows", history.rows())
                .field("behind", history.behind());
        history.size().ifPresent(size -> {
            json.field("readings", size.rows())
                    .field("bytes", size.bytes())
                    .field("bytes_per_reading", Math.round(size.bytesPerRow() * 100) / 100.0);
            size.daysLeft(freeBytes, history.retention())
                    .ifPresent(days -> json.field("disk_days_left", days));
        });
        if (!history.remark().isEmpty()) {
            json.field("remark", history.remark());
        }
        json.end();
    }
}
