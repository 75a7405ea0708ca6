package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real sensor, a rule and a real actuator: Mosquitto's clients at both ends. */
class FirstLoopIT {
    private static final String PLANT = """
            type Pump "Centrifugal pump" {
              state   : running | stopped   every 10 s
              flow    : l/min               every 1 s
              temp    : °C                  every 1 s
              command : start | stop        writable confirm state
            }

            rule pump_hot "Bearing too hot" for each Pump p as protection
              when p.temp > 80 °C for 3 s
              clear when p.temp < 70 °C
              then set p.command = stop expires in 1 min confirm within 10 s
                   alarm critical "{p} is at {p.temp}"
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void needsPeers() {
        Programs.require("mosquitto_pub", "mosquitto-clients");
        Programs.require("mosquitto_sub", "mosquitto-clients");
    }

    @Test
    void fiveReadingsAboveALimitLeadToOneConfirmedCommand() throws Exception {
        Path rules = folder.resolve("plant.rules");
        Files.writeString(rules, PLANT);
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            expectSuccess(hub.cli("apply", "-f", rules.toString()));
            expectSuccess(hub.cli("device", "create", "p1", "--type", "Pump", "--in", "hall3"));
            String port = Integer.toString(hub.mqttPort());
            try (Programs.Running actuator = new Programs.Running(
                    "stdbuf",
                    "-oL",
                    "mosquitto_sub",
                    "-p",
                    port,
                    "-q",
                    "1",
                    "-d",
                    "-v",
                    "-i",
                    "actuator",
                    "-t",
                    "d/p1/down/#")) {
                actuator.await("SUBACK", 10);
                publish(port, "{\"state\": \"running\", \"temp\": 60}");
                for (int i = 0; i < 5; i++) {
                    publish(port, "{\"temp\": " + (85 + i) + "}");
                    Thread.sleep(1000);
                }
                String command = actuator.await("d/p1/down/command {", 10);
                assertThat(command).contains("\"value\":\"stop\"");
                publish(port, "{\"state\": \"stopped\"}");

                HubProcess.Result why = hub.cli("why", "pump_hot", "p1");
                expectSuccess(why);
                assertThat(why.out()).contains("pump_hot", "p1", "temp", "80");
                awaitInWhy(hub, "confirmed");
                assertThat(actuator.quietAfter(2)).noneMatch(line -> line.startsWith("d/p1/down"));
            }
            HubProcess.Result data = hub.cli(
                    "data",
                    "query",
                    "--device",
                    "p1",
                    "--point",
                    "temp",
                    "--from",
                    "-1h",
                    "--json");
            expectSuccess(data);
            assertThat(data.out()).contains("60", "85", "86", "87", "88", "89");
            HubProcess.Result status = hub.cli("status", "--json");
            expectSuccess(status);
            assertThat(hub.stop()).isZero();
        }
    }

    private static void awaitInWhy(HubProcess hub, String word) throws InterruptedException {
        String last = "";
        for (int i = 0; i < 20; i++) {
            last = hub.cli("why", "pump_hot", "p1").out();
            if (last.contains(word)) {
                return;
            }
            Thread.sleep(250);
        }
        throw new AssertionError("expected '" + word + "' in: " + last);
    }

    private static void publish(String port, String payload) {
        HubProcess.Result sent = Programs.run(
                "mosquitto_pub",
                "-p",
                port,
                "-q",
                "1",
                "-i",
                "sensor",
                "-t",
                "d/p1/up/data",
                "-m",
                payload);
        assertThat(sent.exitCode()).as(sent.err()).isZero();
    }

    private static void expectSuccess(HubProcess.Result result) {
        assertThat(result.exitCode())
                .as(List.of(result.out(), result.err()).toString())
                .isZero();
    }
}
