package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Devices of a network, through a Mosquitto set up as the documentation says. */
@Timeout(180)
class BridgeIT {
    private static final Path PAGE = Path.of("../docs/protocols/mqtt.md");

    @TempDir
    Path folder;

    @Test
    void readingsAndCommandsPassABrokerInFront() throws Exception {
        Programs.require("mosquitto", "mosquitto");
        Programs.require("mosquitto_pub", "mosquitto-clients");
        Path rules = folder.resolve("pump.rules");
        Files.writeString(rules, """
                type Pump {
                  state   : running | stopped
                  command : start | stop  writable  confirm state
                }
                """);
        int port = Spawn.freePort();
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            hub.cli("apply", "-f", rules.toString());
            hub.cli("device", "create", "p1", "--type", "Pump");
            Path settings = Files.writeString(
                    folder.resolve("mosquitto.conf"), settings(port, hub.mqttPort()));
            try (Background broker = Background.start("mosquitto", "-v", "-c", "" + settings)) {
                broker.await(line -> line.contains("Received SUBACK"));
                String device = "-p " + port + " -q 1 -i p1";
                try (Background actuator = Background.start(
                        ("mosquitto_sub " + device + " -v -t d/p1/down/#").split(" "))) {
                    broker.await(line -> line.contains("d/p1/down/#"));
                    hub.cli("device", "command", "p1", "command=stop", "--no-wait");
                    assertThat(actuator.await(line -> line.startsWith("d/p1/down/command ")))
                            .contains("\"value\":\"stop\"");
                }
                Programs.run(
                        ("mosquitto_pub " + device + " -t d/p1/up/state -m stopped").split(" "));
                while (!hub.cli("command", "list").out().contains("confirmed")) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
        }
    }

    /** The settings of the page, for this port and hub, and without passwords. */
    private static String settings(int port, int hub) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("listener 1883 0.0.0.0");
        String settings = page.substring(begin, page.indexOf("```", begin));
        assertThat(settings).contains("password_file /etc/mosquitto/passwd", "127.0.0.1:1884");
        return settings.replace("listener 1883 0.0.0.0", "listener " + port + " 127.0.0.1")
                .replace("password_file /etc/mosquitto/passwd", "allow_anonymous true")
                .replace("persistence true", "persistence false")
                .replace("127.0.0.1:1884", "127.0.0.1:" + hub);
    }
}
