package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/** A device that is Mosquitto's client, from its first message to a type of its own. */
@Timeout(180)
class AdoptionIT {
    @TempDir
    Path folder;

    @Test
    void aStrangerWaitsIsAdoptedAndSurvivesAKill() throws Exception {
        Programs.require("mosquitto_pub", "mosquitto-clients");
        Path data = folder.resolve("data");
        try (HubProcess hub = HubProcess.start(data)) {
            publish(hub, "{\"heat\":900,\"door\":\"closed\"}");
            assertThat(hub.cli("device", "waiting").out()).contains("kiln-1");
            HubProcess.Result proposed = hub.cli("type", "from", "kiln-1");
            assertThat(proposed.out())
                    .isEqualTo("type Kiln {\n  door : text\n  heat : number\n}\n");
            Path file = Files.writeString(folder.resolve("kiln.rules"), proposed.out());
            assertThat(hub.cli("apply", "-f", file.toString()).exitCode()).isZero();
            assertThat(hub.cli("device", "adopt", "kiln-1", "--type", "Kiln", "--in", "hall3")
                            .out())
                    .contains("kiln-1 is a Kiln now, with door, heat");
            publish(hub, "{\"lamp\":true}");
            assertThat(hub.cli("type", "adopt", "kiln-1").out()).contains(": lamp");
            assertThat(hub.cli("device", "set", "kiln-1", "--tag", "pilot").exitCode())
                    .isZero();
            hub.kill();
        }
        try (HubProcess hub = HubProcess.start(data)) {
            assertThat(hub.cli("type", "get", "Kiln").out()).contains("lamp : boolean");
            assertThat(hub.cli("device", "list", "type:kiln tag:pilot lamp=true online heat>800")
                            .out())
                    .contains("kiln-1");
            assertThat(hub.cli("device", "waiting").err()).contains("no device waits");
            assertThat(hub.stop()).isZero();
        }
    }

    private static void publish(HubProcess hub, String payload) {
        assertThat(Programs.run(
                                "mosquitto_pub",
                                "-p",
                                "" + hub.mqttPort(),
                                "-q",
                                "1",
                                "-t",
                                "d/kiln-1/up/data",
                                "-m",
                                payload)
                        .exitCode())
                .isZero();
    }
}
