package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Devices that come and go, by Mosquitto's client. */
@Timeout(180)
class PresenceIT {
    @TempDir
    Path folder;

    @Test
    void aClientWithTheNameOfADeviceMakesItOnlineAndAsleep() throws Exception {
        Programs.require("mosquitto_sub", "mosquitto-clients");
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            for (String id : new String[] {"p1", "p2", "p3"}) {
                hub.cli("device", "create", id, "--type", "Pump");
            }
            String port = "" + hub.mqttPort();
            assertThat(list(hub, "offline")).contains("p1").contains("p2").contains("p3");
            Process p1 = Spawn.start(new ProcessBuilder(
                    "mosquitto_sub", "-p", port, "-i", "p1", "-c", "-q", "1", "-t", "d/p1/down/#"));
            try {
                await(hub, "online", "p1");
                assertThat(hub.cli("status", "--json").out()).contains("\"online\":1");
                Programs.run("mosquitto_pub", "-p", port, "-q", "1", "-t", "d/p1/up/n", "-m", "1");
            } finally {
                p1.destroy();
            }
            await(hub, "asleep", "p1");
            assertThat(hub.cli("device", "get", "p1").out()).contains(", asleep");
            assertThat(list(hub, "offline")).doesNotContain("p1").contains("p2");
            assertThat(hub.stop()).isZero();
        }
    }

    private static void await(HubProcess hub, String presence, String id)
            throws InterruptedException {
        while (!list(hub, presence).contains(id)) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static String list(HubProcess hub, String presence) {
        return hub.cli("device", "list", presence).out();
    }
}
