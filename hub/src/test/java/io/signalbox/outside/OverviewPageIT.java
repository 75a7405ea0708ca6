package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/** The overview page in a real browser. */
class OverviewPageIT {
    @TempDir
    Path folder;

    @BeforeAll
    static void needsABrowser() {
        Programs.require("chromium", "chromium");
        Programs.require("mosquitto_pub", "mosquitto-clients");
    }

    @Test
    void showsDevicesAndTheirLastValuesAndHostileTextAsText() throws Exception {
        Path rules = folder.resolve("lamp.rules");
        Files.writeString(rules, """
                type Lamp {
                  power : on | off  writable
                  note  : text
                }
                place Room
                type Heater in Room { on : boolean }
                rule heated for each Room r
                  when any Heater in r has (on is true)
                  then alarm minor "{r} is heated"
                rule lamp_on "A lamp is on" for each Lamp l
                  when l.power is on
                  then alarm minor "{l} is on: {l.note}"
                """);
        String hostile = "<img src=x onerror=document.title=1>";
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            assertThat(hub.cli("apply", "-f", rules.toString()).exitCode()).isZero();
            assertThat(hub.cli("device", "create", "l1", "--type", "Lamp").exitCode())
                    .isZero();
            String[] heater = {"device", "create", "h1", "--type", "Heater", "--in", "r1"};
            assertThat(hub.cli(heater).exitCode()).isZero();
            assertThat(hub.cli("pub", "-t", "d/h1/up/on", "-m", "true").exitCode())
                    .isZero();
            for (String payload :
                    new String[] {"{\"note\": \"" + hostile + "\"}", "{\"power\": \"on\"}"}) {
                Programs.run(
                        "mosquitto_pub",
                        "-p",
                        Integer.toString(hub.mqttPort()),
                        "-q",
                        "1",
                        "-t",
                        "d/l1/up/data",
                        "-m",
                        payload);
            }
            String overview = page(hub, "");
            assertThat(overview).contains("serving, version", "l1 is on", "&lt;img src=x");
            assertThat(overview).doesNotContain("<img");
            assertThat(overview)
                    .contains(
                            "<td data-label=\"Device\">",
                            "data-label=\"Last seen\"",
                            "data-label=\"Severity\">minor</td>");
            String why = page(hub, "#why/lamp_on/l1");
            assertThat(why).contains("l1, Lamp", "lamp_on", "l.power is on -&gt; true");
            assertThat(why).doesNotContain("<img");
            assertThat(page(hub, "#device/l9"))
                    .contains("serving, version", "there is no device 'l9'");
            assertThat(page(hub, "#why/heated/r1"))
                    .contains("any Heater in r has (on is true) -&gt; true", ">r1</h2>");
        }
    }

    private String page(HubProcess hub, String hash) {
        HubProcess.Result shown = Programs.run(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("browser" + hash.hashCode()),
                "--virtual-time-budget=5000",
                "--dump-dom",
                "http://127.0.0.1:" + hub.httpPort() + "/" + hash);
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        return shown.out();
    }
}
