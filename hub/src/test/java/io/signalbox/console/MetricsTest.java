package io.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.console.SmallHub.Reply;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The metrics over the real parts of a hub. */
class MetricsTest {
    @TempDir
    Path folder;

    private SmallHub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new SmallHub(folder);
    }

    @AfterEach
    void stop() throws InterruptedException {
        hub.close();
    }

    @Test
    void whatTheHubDoesIsCounted() throws InterruptedException {
        hub.post("publish", "{\"topic\":\"d/p1/up/flow\",\"payload\":\"4.2\"}");
        hub.pass(1);
        Reply metrics = hub.metrics("");
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.text())
                .contains("text/plain; version=0.0.4")
                .contains(
                        "\nsignalbox_build_info{version=\"1.2.3\"} 1\n",
                        "\nsignalbox_start_time_seconds 1.767323045E9\n",
                        "\nsignalbox_disk_used_ratio 0.9123\n",
                        "\nsignalbox_disk_state{state=\"alarm\"} 1\n",
                        "\nsignalbox_load_state{state=\"shed_qos_0\"} 1\n",
                        "\n# TYPE signalbox_messages_received_total counter\n",
                        "\nsignalbox_messages_received_total 1\n",
                        "\nsignalbox_readings_total 1\n",
                        "\nsignalbox_devices 1\n",
                        "\nsignalbox_journal_sync_duration_seconds_bucket{le=\"+Inf\"} ");
    }

    @Test
    void reasonsThatNeverCameAreThereAsZero() {
        assertThat(hub.metrics("").text())
                .contains(
                        "\nsignalbox_messages_dropped_total{reason=\"session_quota\"} 0\n",
                        "\nsignalbox_mqtt_connections_closed_total{reason=\"keep_alive_timeout\"} 0\n",
                        "\nsignalbox_readings_refused_total{reason=\"bad_name\"} 0\n",
                        "\nsignalbox_commands_entered_total{state=\"confirmed\"} 0\n");
    }

    @Test
    void anEffectThatNoDecisionMadeIsCounted() throws InterruptedException {
        RecordBatch batch = new RecordBatch();
        ByteWriter cause = new ByteWriter().varint(9).varint(0).varint(1);
        batch.add(RecordType.TICK, Entry.CAUSED, 0, cause);
        hub.journal.append(batch);
        hub.pass(1);
        assertThat(hub.metrics("").text()).contains("\nsignalbox_decisions_diverged_total 1\n");
        assertThat(hub.get("status").text()).contains("\"diverged\":1");
    }

    @Test
    void moreDevicesAreNoMoreSeries() throws InterruptedException {
        List<String> before = names(hub.metrics("").text());
        for (String topic : List.of("d/p1/up/flow", "d/p2/up/flow", "d/p2/up/temperature", "x")) {
            hub.post("publish", "{\"topic\":\"" + topic + "\",\"payload\":\"4.2\"}");
        }
        hub.pass(1);
        String after = hub.metrics("").text();
        assertThat(after).contains("\nsignalbox_devices 2\n");
        List<String> words = List.of("signalbox_history_state");
        assertThat(names(after))
                .filteredOn(name -> words.stream().noneMatch(name::startsWith))
                .containsExactlyElementsOf(before.stream()
                        .filter(name -> words.stream().noneMatch(name::startsWith))
                        .toList());
    }

    @Test
    void openMetricsComesToThoseWhoWantIt() {
        String text = hub.metrics(
                        "Accept: application/openmetrics-text;version=1.0.0,*/*;q=0.1\r\n")
                .text();
        assertThat(text)
                .contains("application/openmetrics-text; version=1.0.0")
                .contains("\n# TYPE signalbox_messages_received counter\n"
                        + "signalbox_messages_received_total 0\n")
                .endsWith("\n# EOF\n");
    }

    @Test
    void wordsOfOthersStandInQuotes() {
        assertThat(new String(
                        new MetricsText(false)
                                .word("x", "An x.", "of", "a\"b\\c\nd")
                                .toBytes(),
                        UTF_8))
                .endsWith("\nsignalbox_x{of=\"a\\\"b\\\\c\\nd\"} 1\n");
    }

    @Test
    void aCounterIsNamedAsOne() {
        assertThatThrownBy(() -> new MetricsText(false).counter("drops", "Drops.", 1))
                .hasMessageContaining("..._total, found drops");
    }

    private static List<String> names(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith("signalbox_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }
}
