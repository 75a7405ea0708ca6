package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What docs/operating/contract.md promises to those who test the hub from outside. */
class ContractIT {
    @TempDir
    Path folder;

    @Test
    void saysWhereItServesAndStopsCleanly() {
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            assertThat(hub.awaitReady()).contains("mqtt=127.0.0.1:", "http=127.0.0.1:");
            assertThat(hub.file("run/hub.json"))
                    .contains("127.0.0.1:" + hub.mqttPort(), "127.0.0.1:" + hub.httpPort())
                    .contains(Long.toString(hub.pid()), "\"version\"");
            assertThat(hub.stop()).isZero();
            assertThat(hub.text()).doesNotContain("Exception");
            assertThat(Files.exists(hub.data().resolve("run/hub.json"))).isFalse();
        }
    }

    @Test
    void refusesASecondHubOnTheSameData() {
        try (HubProcess first = HubProcess.start(folder.resolve("data"))) {
            try (HubProcess second = HubProcess.launch(first.data(), Map.of())) {
                assertThat(second.exitCode()).isEqualTo(75);
                assertThat(second.text())
                        .contains(Long.toString(first.pid()))
                        .doesNotContain("\tat ");
            }
            assertThat(first.cli("status").exitCode()).isZero();
        }
    }

    @Test
    void namesTheLineOfAWrongKey() throws Exception {
        Path config = folder.resolve("hub.toml");
        Files.writeString(config, "[listen]\nmqtss = \"127.0.0.1:1883\"\n");
        try (HubProcess hub = HubProcess.launch(
                folder.resolve("data"), Map.of(), "--config", config.toString())) {
            assertThat(hub.exitCode()).isEqualTo(78);
            assertThat(hub.text()).contains("hub.toml:2:1", "mqtss", "Did you mean");
        }
    }

    @Test
    void refusesToListenBeyondLoopback() {
        try (HubProcess hub = HubProcess.launch(
                folder.resolve("data"), Map.of("SIGNALBOX_LISTEN__MQTT", "0.0.0.0:0"))) {
            assertThat(hub.exitCode()).isEqualTo(78);
            assertThat(hub.text()).contains("loopback");
        }
    }

    @Test
    void keepsTheGoodRulesWhenBadOnesCome() throws Exception {
        Path good = folder.resolve("good.rules");
        Files.writeString(good, "type Lamp {\n  power : on | off  writable\n}\n");
        Path bad = folder.resolve("bad.rules");
        Files.writeString(
                bad,
                "type Lamp {\n  power : on | off  writable\n}\nrule x for each Lamp l\n  when l.powr is on\n  then alarm minor \"x\"\n");
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            assertThat(hub.cli("apply", "-f", good.toString()).exitCode()).isZero();
            HubProcess.Result refused = hub.cli("apply", "-f", bad.toString());
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("bad.rules:5:10: error: ", "power");
            assertThat(hub.cli("device", "create", "l1", "--type", "Lamp").exitCode())
                    .isZero();
        }
    }

    @Test
    void tellsThatNoHubRuns() {
        HubProcess.Result status = HubProcess.run(
                Map.of("SIGNALBOX_SERVER__DATA", folder.resolve("none").toString()), "status");
        assertThat(status.exitCode()).isEqualTo(69);
        assertThat(status.err()).isNotBlank().doesNotContain("\tat ");
        assertThat(HubProcess.run(Map.of(), "statsu").exitCode()).isEqualTo(2);
    }
}
