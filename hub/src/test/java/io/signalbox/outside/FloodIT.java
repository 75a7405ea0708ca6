package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A device that babbles beside others, by Mosquitto's clients: it is sampled and named, nothing of
 * the others is lost, and whoever subscribed gets all of it.
 */
@Timeout(180)
class FloodIT {
    private static final int MESSAGES = 30_000;
    private static final int DEVICES = 50;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aBabblerIsNamedAndAllOthersAreWhole(int qos) throws Exception {
        Programs.require("mosquitto_pub", "mosquitto-clients");
        Path data = folder.resolve("data");
        Map<String, String> few = Map.of("SIGNALBOX_LIMITS__DEVICE_MESSAGES", "100");
        JsonObject before;
        try (HubProcess hub = HubProcess.launch(data, few)) {
            hub.awaitReady();
            int delivered = load(hub, qos);
            assertThat(delivered).isEqualTo(MESSAGES);

            before = settled(hub);
            JsonObject flood = before.items("floods").getFirst().asObject();
            assertThat(before.items("floods")).hasSize(1);
            assertThat(flood.text("device")).isEqualTo("b1");
            assertAddsUp(before, qos);
            assertThat(hub.text()).contains("device b1 sends more than 100 messages a second");
            assertThat(hub.cli("status").out()).contains("floods").contains("device b1");
            for (int device = 0; device < DEVICES; device += 7) {
                assertThat(hub.cli("device", "get", "g" + device, "--json").out())
                        .contains("\"value\":" + device);
            }
            hub.kill();
        }
        try (HubProcess hub = HubProcess.launch(data, few)) {
            hub.awaitReady();
            JsonObject after = settled(hub);
            assertThat(after.object("ledger")).isEqualTo(before.object("ledger"));
            assertThat(hub.stop()).isZero();
        }
    }

    /** The babbler by one process, the others by another; what a subscriber got of the first. */
    private int load(HubProcess hub, int qos) throws IOException, InterruptedException {
        Path lines = folder.resolve("lines");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < MESSAGES; i++) {
            text.append("{\"n\":").append(i).append("}\n");
        }
        Files.writeString(lines, text);
        Path got = folder.resolve("got");
        String port = "" + hub.mqttPort();
        Process reader = Spawn.start(new ProcessBuilder(List.of(
                        "mosquitto_sub",
                        "-p",
                        port,
                        "-q",
                        "1",
                        "-t",
                        "d/b1/up/data",
                        "-C",
                        "" + MESSAGES,
                        "-W",
                        "120"))
                .redirectOutput(got.toFile()));
        awaitSubscriber(hub);
        Process babbler = Spawn.start(new ProcessBuilder(List.of(
                        "mosquitto_pub", "-p", port, "-q", "" + qos, "-t", "d/b1/up/data", "-l"))
                .redirectInput(lines.toFile()));
        for (int device = 0; device < DEVICES; device++) {
            assertThat(Programs.run(
                                    "mosquitto_pub",
                                    "-p",
                                    port,
                                    "-q",
                                    "1",
                                    "-t",
                                    "d/g" + device + "/up/n",
                                    "-m",
                                    "" + device)
                            .exitCode())
                    .isZero();
        }
        assertThat(babbler.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(reader.waitFor(120, TimeUnit.SECONDS)).isTrue();
        try (var all = Files.lines(got)) {
            return (int) all.distinct().count();
        }
    }

    private static void awaitSubscriber(HubProcess hub) throws InterruptedException {
        while (status(hub).object("broker").integer("filters") == 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** The status once everything is decided upon and stored. */
    private static JsonObject settled(HubProcess hub) throws InterruptedException {
        while (true) {
            JsonObject status = status(hub);
            JsonObject ledger = status.object("ledger");
            if (ledger.integer("received") >= MESSAGES + DEVICES
                    && ledger.integer("waiting") == 0) {
                return status;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static JsonObject status(HubProcess hub) {
        return JsonValue.parse(hub.cli("status", "--json").out()).asObject();
    }

    /** What was acknowledged is never dropped. */
    private static void assertAddsUp(JsonObject status, int qos) {
        JsonObject ledger = status.object("ledger");
        JsonObject devices = status.object("devices");
        assertThat(ledger.integer("received")).isEqualTo(MESSAGES + DEVICES);
        long flood = devices.isAbsent("dropped_flood") ? 0 : devices.integer("dropped_flood");
        assertThat(ledger.integer("dropped")).isEqualTo(flood);
        assertThat(ledger.integer("dropped"))
                .isBetween(qos == 0 ? 1L : 0L, qos == 0 ? MESSAGES - 1000L : 0L);
        assertThat(ledger.integer("received"))
                .isEqualTo(ledger.integer("decoded") + ledger.integer("dropped"));
        assertThat(ledger.integer("readings")).isEqualTo(ledger.integer("decoded"));
        assertThat(ledger.integer("stored")).isEqualTo(ledger.integer("readings"));
    }
}
