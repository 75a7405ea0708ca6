package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a killed and restarted hub did is what a backtest of its rules over its journal does. */
class BacktestIT {
    private static final String PLANT = """
            type Pump {
              state   : running | stopped   every 10 s
              temp    : °C                  every 1 s
              command : start | stop        writable confirm state
            }
            rule hot for each Pump p as protection
              when p.temp > 80 °C for 1 s
              clear when p.temp < 70 °C
              then set p.command = stop expires in 20 s confirm within 1 s retry 1 every 1 s
                     otherwise alarm critical "{p} does not stop"
                   alarm major "{p} is at {p.temp}"
            rule warm for each Pump p
              when avg(p.temp, 10 s) > 60 °C
              then alarm info "{p} is warm"
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void needsPeers() {
        Programs.require("mosquitto_pub", "mosquitto-clients");
    }

    @Test
    void aBacktestOfTheSameRulesIsWhatHappened() throws Exception {
        Path rules = folder.resolve("plant.rules");
        Files.writeString(rules, PLANT);
        Path cooler = folder.resolve("cooler.rules");
        Files.writeString(cooler, PLANT.replace("> 80 °C", "> 95 °C"));
        Path data = folder.resolve("data");
        try (HubProcess hub = HubProcess.start(data)) {
            ok(hub.cli("apply", "-f", rules.toString()));
            ok(hub.cli("device", "create", "p1", "--type", "Pump"));
            ok(hub.cli("device", "create", "p2", "--type", "Pump"));
            for (int i = 0; i < 6; i++) {
                publish(hub, "p1", 85 + i);
                publish(hub, "p2", 50 + 5 * i);
                Thread.sleep(500);
            }
            hub.kill();
        }
        try (HubProcess hub = HubProcess.start(data)) {
            for (int i = 0; i < 6; i++) {
                publish(hub, "p1", 60);
                publish(hub, "p2", 90 - i);
                Thread.sleep(500);
            }
            awaitEqual(hub);
            JsonObject same = live(hub, 0, "rule", "backtest", rules.toString());
            assertThat(same.integer("identical_records")).isGreaterThan(10);
            JsonObject other = live(hub, 1, "rule", "backtest", cooler.toString());
            assertThat(other.items("live_only")).isNotEmpty();
            assertThat(hub.stop()).isZero();
        }
    }

    /** Decisions of the last second may be on their way; a difference that stays is one. */
    private static void awaitEqual(HubProcess hub) throws InterruptedException {
        HubProcess.Result last = null;
        for (int i = 0; i < 5; i++) {
            last = hub.cli("rule", "backtest", "--from", "-1h", "--against", "live");
            if (last.exitCode() == 0) {
                assertThat(last.out()).contains("0 that only happened, 0 that would only have");
                return;
            }
            Thread.sleep(1000);
        }
        throw new AssertionError(last);
    }

    private static JsonObject live(HubProcess hub, int exit, String... command) {
        String[] all = List.of(
                        command[0],
                        command[1],
                        command[2],
                        "--from",
                        "-1h",
                        "--to",
                        "-1s",
                        "--against",
                        "live",
                        "--json")
                .toArray(new String[0]);
        HubProcess.Result result = hub.cli(all);
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exit);
        return JsonValue.parse(result.out()).asObject().object("report").object("against_live");
    }

    private static void publish(HubProcess hub, String device, int temp) {
        HubProcess.Result sent = Programs.run(
                "mosquitto_pub",
                "-p",
                Integer.toString(hub.mqttPort()),
                "-q",
                "1",
                "-t",
                "d/" + device + "/up/temp",
                "-m",
                Integer.toString(temp));
        assertThat(sent.exitCode()).as(sent.err()).isZero();
    }

    private static void ok(HubProcess.Result result) {
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }
}
