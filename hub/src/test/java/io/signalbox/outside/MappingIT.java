package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Devices with topics and payloads of their own, published by Debian's client at QoS 0. */
@Timeout(180)
class MappingIT {
    private static final String RULES = """
            type Plug { power : W  state : on | off }
            mapping sensor for Plug
              topic "tele/{device}/SENSOR"
              power = json "/ENERGY/Power" in kW
              sample \"""{"ENERGY":{"Power":2}}\""" on "tele/p/SENSOR"  expect power = 2 kW
            """;

    @TempDir
    Path folder;

    @Test
    void aForeignMessageOfQosZeroIsStoredAndOutlivesAKill() throws IOException {
        Programs.require("mosquitto_pub", "mosquitto-clients");
        Path data = folder.resolve("data");
        Path rules = Files.writeString(folder.resolve("plug.rules"), RULES);
        try (HubProcess hub = HubProcess.start(data)) {
            HubProcess.Result applied = hub.cli("apply", "-f", rules.toString());
            assertThat(applied.out()).as(applied.err()).contains("1 type, 1 mapping, 0 rules");
            publish(hub, "1.5");
            awaitInHistory(hub, "1500");
            hub.kill();
        }
        try (HubProcess hub = HubProcess.start(data)) {
            assertThat(history(hub)).contains("1500");
            publish(hub, "2.5");
            awaitInHistory(hub, "2500");
            HubProcess.Result device = hub.cli("device", "get", "plug7", "--json");
            assertThat(device.out()).contains("\"value\":2500");
        }
    }

    private static void publish(HubProcess hub, String power) {
        HubProcess.Result published = Programs.run(
                "mosquitto_pub",
                "-p",
                Integer.toString(hub.mqttPort()),
                "-q",
                "0",
                "-t",
                "tele/plug7/SENSOR",
                "-m",
                "{\"ENERGY\":{\"Power\":" + power + "}}");
        assertThat(published.exitCode()).as(published.err()).isZero();
    }

    /** A client that publishes at QoS 0 ends before the hub has read it. */
    private static void awaitInHistory(HubProcess hub, String value) {
        String found = "";
        for (int tries = 0; tries < 20 && !found.contains(value); tries++) {
            found = history(hub);
        }
        assertThat(found).contains(value);
    }

    private static String history(HubProcess hub) {
        return hub.cli(
                        "data",
                        "query",
                        "--device",
                        "plug7",
                        "--point",
                        "power",
                        "--from",
                        "-1h",
                        "--json")
                .out();
    }
}
