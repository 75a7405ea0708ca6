package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/** The demo as a newcomer sees it, for as long as the first fault takes. */
class DemoIT {
    @TempDir
    Path folder;

    @Test
    void showsAFaultThatARuleAnswers() {
        Map<String, String> environment = Map.of(
                "SIGNALBOX_SERVER__DATA", folder.resolve("demo").toString(),
                "SIGNALBOX_LISTEN__MQTT", "127.0.0.1:0",
                "SIGNALBOX_LISTEN__HTTP", "127.0.0.1:0");
        HubProcess.Result demo = HubProcess.run(environment, "demo", "--for", "28");
        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.out())
                .contains("console  http://127.0.0.1:")
                .contains("it runs dry")
                .containsSubsequence(
                        "it runs dry",
                        "command  p2.command = stop",
                        "machine  p2 obeys: command = stop",
                        "confirmed: p2.command = stop, as p2 reports")
                .contains("ALARM")
                .contains("signalbox why");
        assertThat(demo.out().lines())
                .allMatch(line -> line.length() <= 80 || line.contains(folder.toString()));
        assertThat(demo.err()).doesNotContain("Exception");
    }

    @Test
    void keepsAwayFromTheDataOfARealHub() {
        Path data = folder.resolve("real");
        try (HubProcess hub = HubProcess.start(data)) {
            HubProcess.Result demo = HubProcess.run(
                    Map.of("SIGNALBOX_SERVER__DATA", data.toString()), "demo", "--for", "1");
            assertThat(demo.exitCode()).isEqualTo(2);
            assertThat(demo.err()).contains("--data");
            assertThat(hub.cli("status").exitCode()).isZero();
        }
    }
}
