package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** What the hub says below $SYS, as Mosquitto's client hears it. */
@Timeout(120)
class SystemTopicsIT {
    @TempDir
    Path folder;

    @Test
    void whoSubscribesHearsHowTheHubStands() throws Exception {
        Programs.require("mosquitto_sub", "mosquitto-clients");
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            HubProcess.Result heard = Programs.run(
                    "mosquitto_sub",
                    "-p",
                    "" + hub.mqttPort(),
                    "-v",
                    "-t",
                    "$SYS/#",
                    "-C",
                    "8",
                    "-W",
                    "60");
            assertThat(heard.exitCode()).as(heard.err()).isZero();
            assertThat(heard.out())
                    .contains("$SYS/broker/version signalbox ")
                    .containsPattern("\\$SYS/broker/uptime \\d+ seconds")
                    .contains("$SYS/broker/clients/connected 1\n");
            assertThat(hub.stop()).isZero();
        }
    }
}
