package io.signalbox.console;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.signalbox.alarm.NoticeView;
import io.signalbox.broker.BrokerStatus;
import io.signalbox.broker.DisconnectReason;
import io.signalbox.broker.DropReason;
import io.signalbox.command.CommandState;
import io.signalbox.device.IntakeCounts;
import io.signalbox.device.PresenceCounts;
import io.signalbox.history.HistoryStatus;
import io.signalbox.journal.JournalStatus;
import io.signalbox.language.Program;
import io.signalbox.mqtt.MqttStatus;
import io.signalbox.payload.Refusal;
import io.signalbox.rules.DecisionCounters;

import java.util.Locale;

/**
 * {@code /metrics}: what {@code /api/v1/status} knows, for Prometheus. No label names a device, a
 * topic or a client, so the number of series does not grow with the plant.
 */
final class MetricsEndpoint implements Handler {
    private final Api api;
    private final UnderWay underWay;

    MetricsEndpoint(Api api, UnderWay underWay) {
        this.api = api;
        this.underWay = underWay;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        boolean open = request.headers()
                .first(HeaderNames.ACCEPT)
                .orElse("")
                .contains("application/openmetrics-text");
        MetricsText text = new MetricsText(open);
        JournalStatus journal = api.journal().status();
        writeHub(text, api.hub());
        writeJournal(text, journal);
        writeMqtt(text, api.mqtt().get());
        writeBroker(text, api.broker().status());
        writeDevices(text, api.decisions().registry().intake());
        writeDecisions(text, journal);
        writeHistory(text, api.history().status());
        ProcessMetrics.write(text);
        response.header(
                        HeaderNames.CONTENT_TYPE,
                        open ? MetricsText.OPEN_TYPE : MetricsText.PLAIN_TYPE)
                .send(text.toBytes());
    }

    private static void writeHub(MetricsText text, Api.HubFacts hub) {
        Api.Pressure pressure = hub.pressure().get();
        text.word("build_info", "Version of the hub.", "version", hub.version())
                .gauge(
                        "start_time_seconds",
                        "When the hub started, since 1970.",
                        hub.startedMillis() / 1e3)
                .word("disk_state", "How full the disk is, in a word.", "state", pressure.disk())
                .gauge(
                        "disk_used_ratio",
                        "Used part of the disk that holds the data folder.",
                        pressure.diskUsedPercent() / 100)
                .gauge("disk_free_bytes", "What the hub can still write.", pressure.diskFreeBytes())
                .gauge(
                        "disk_reserve_available",
                        "1 if the reserve for a full disk is there.",
                        pressure.diskReserve() ? 1 : 0)
                .word("load_state", "How the hub bears its load.", "state", pressure.load());
    }

    private void writeJournal(MetricsText text, JournalStatus journal) {
        text.gauge(
                        "journal_failed",
                        "1 if the journal commits nothing more.",
                        journal.failed() ? 1 : 0)
                .gauge(
                        "journal_lacks_room",
                        "1 if a write waits for room on the disk.",
                        api.journal().lacksRoom() ? 1 : 0)
                .gauge("journal_first_record", "Oldest record on disk.", journal.firstSequence())
                .gauge("journal_last_record", "Newest durable record.", journal.committed())
                .gauge("journal_segments", "Files of the journal.", journal.segments())
                .gauge("journal_indexed_segments", "Files with an index.", journal.indexed())
                .gauge("journal_held_bytes", "Kept because sessions need it.", journal.heldBytes())
                .gauge("journal_cold_bytes", "In cold files.", journal.coldBytes())
                .gauge("journal_pending_bytes", "Not yet durable.", journal.pendingBytes())
                .counter("journal_records_total", "Records made durable.", journal.records())
                .counter("journal_written_bytes_total", "Bytes made durable.", journal.bytes())
                .histogram(
                        "journal_sync_duration_seconds",
                        "How long the disk took to make a group durable.",
                        api.journal().syncTimes());
    }

    private static void writeMqtt(MetricsText text, MqttStatus mqtt) {
        text.gauge("mqtt_connections", "Open connections.", mqtt.open())
                .counter("mqtt_connections_accepted_total", "Connections made.", mqtt.accepted())
                .counter(
                        "mqtt_connections_not_accepted_total",
                        "Connections that the system could not give.",
                        mqtt.notAccepted())
                .counter("mqtt_publishes_received_total", "PUBLISH packets in.", mqtt.publishes())
                .counter("mqtt_publishes_sent_total", "PUBLISH packets out.", mqtt.deliveries())
                .counters(
                        "mqtt_connections_closed_total",
                        "Connections that ended, by reason.",
                        "reason",
                        DisconnectReason.values(),
                        mqtt.ended());
    }

    private static void writeBroker(MetricsText text, BrokerStatus broker) {
        text.gauge("sessions_attached", "Sessions with a connection.", broker.attached())
                .gauge("sessions_stored", "Sessions that wait for a client.", broker.stored())
                .gauge("filters", "Different topic filters in use.", broker.filters())
                .gauge("retained_messages", "Retained messages.", broker.retained())
                .gauge("retained_bytes", "Size of retained messages.", broker.retainedBytes())
                .counter("messages_received_total", "Messages taken.", broker.received())
                .counter("messages_delivered_total", "Messages sent.", broker.delivered())
                .counter(
                        "messages_acknowledged_total",
                        "Deliveries of QoS 1 that were acknowledged.",
                        broker.acknowledged())
                .counters(
                        "messages_dropped_total",
                        "Messages not given to a session, or not taken, by reason.",
                        "reason",
                        DropReason.values(),
                        broker.dropped());
    }

    private void writeDevices(MetricsText text, IntakeCounts intake) {
        PresenceCounts presence = api.decisions()
                .registry()
                .presence(new SessionLinks(api.broker()), api.clock().millis());
        text.gauge("devices", "Known devices.", api.decisions().registry().size())
                .gauge("devices_online", "Those that are there.", presence.online())
                .gauge("devices_asleep", "Not connected, but in time.", presence.asleep())
                .gauge("devices_offline", "Those that are not there.", presence.offline())
                .counter("device_messages_received_total", "Messages.", intake.received())
                .counter("device_messages_decoded_total", "Those understood.", intake.decoded())
                .counters(
                        "device_messages_dropped_total",
                        "Messages of devices not understood, by reason.",
                        "reason",
                        Refusal.values(),
                        intake.dropped())
                .counter("readings_total", "Values taken.", intake.readings())
                .counter("readings_bad_total", "Those of bad quality.", intake.bad())
                .counter("readings_uncertain_total", "Those of doubtful time.", intake.uncertain())
                .counters(
                        "readings_refused_total",
                        "Values not taken, by reason.",
                        "reason",
                        Refusal.values(),
                        intake.refused())
                .gauge(
                        "devices_waiting",
                        "Devices that only publish.",
                        api.decisions().registry().waiting())
                .counter(
                        "devices_forgotten_total",
                        "Devices that only published and went for others.",
                        api.decisions().registry().forgotten())
                .gauge(
                        "devices_flooding",
                        "Devices of which only a sample is looked at.",
                        api.decisions()
                                .registry()
                                .babblers(api.clock().millis())
                                .size())
                .counter(
                        "readings_stored_total",
                        "Values that the history has.",
                        api.history().readings())
                .counter(
                        "http_readings_busy_total",
                        "Requests refused because their device had too many at a time.",
                        underWay.refused())
                .gauge(
                        "idempotency_keys",
                        "Keys of requests that are known when they come again.",
                        api.decisions().requests().size())
                .counter(
                        "idempotency_keys_forgotten_total",
                        "Those forgotten in less than a day, for there were too many.",
                        api.decisions().requests().forgotten());
    }

    private void writeDecisions(MetricsText text, JournalStatus journal) {
        Program program = api.decisions().registry().declared();
        DecisionCounters counters = api.decisions().counters();
        long behind = Math.max(0, journal.committed() - api.applied().appliedThrough());
        long active = api.decisions().activeAlarms();
        long shelved = api.decisions().shelvedAlarms();
        text.gauge("types", "Declared types.", program.types().size())
                .gauge("mappings", "Declared mappings.", program.mappings().size())
                .gauge("rules", "Declared rules.", program.rules().size())
                .gauge(
                        "interlocks",
                        "Declared interlocks.",
                        program.interlocks().size())
                .gauge("decisions_behind_records", "Durable, and not decided upon yet.", behind)
                .counter("rule_activations_total", "Rules got active.", counters.activations())
                .counter("samples_late_total", "Older than the present.", counters.late())
                .counter("samples_ahead_total", "Of clocks too far ahead.", counters.ahead())
                .counter(
                        "samples_unsettled_total",
                        "Later than rules that settle wait for.",
                        counters.unsettled())
                .counter("decisions_cut_total", "Without their effects.", counters.cut())
                .counter(
                        "decisions_diverged_total",
                        "Effects that a start did not find again, or otherwise.",
                        api.decisions().diverged())
                .gauge("rules_paused", "Active too often.", api.decisions().paused())
                .counter("activations_paused_total", "Not done.", counters.paused())
                .counter(
                        "devices_beyond_reach_total",
                        "Not set by a rule over a place, because too many stand in it.",
                        counters.beyondReach())
                .counters(
                        "commands_entered_total",
                        "Commands that came into a state.",
                        "state",
                        CommandState.values(),
                        api.decisions().ledger().entered())
                .gauge("alarms_active", "Alarms that are active.", active)
                .gauge("alarms_shelved", "Alarms on the shelf.", shelved);
        writeNotices(text);
    }

    private void writeNotices(MetricsText text) {
        long delivered = 0;
        long died = 0;
        long waiting = 0;
        for (NoticeView view : api.decisions().notices().views()) {
            delivered += view.delivered();
            died += view.died();
            waiting += view.waiting().size();
        }
        text.counter("notices_delivered_total", "Notices that have arrived.", delivered)
                .counter("notices_given_up_total", "Notices that became dead letters.", died)
                .gauge("notices_waiting", "Notices that have not arrived yet.", waiting);
    }

    private static void writeHistory(MetricsText text, HistoryStatus history) {
        String state = history.state().name().toLowerCase(Locale.ROOT);
        text.word("history_state", "What the history is doing.", "state", state)
                .gauge("history_behind_records", "Durable, not yet taken in.", history.behind())
                .counter("history_rows_total", "Readings added.", history.rows());
    }
}
