package io.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.console.HealthEndpoint.Reason;
import io.signalbox.console.HealthEndpoint.Signs;
import io.signalbox.console.SmallHub.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** Whether a hub is ready, and what it says if not. */
class HealthTest {
    @TempDir
    Path folder;

    @Test
    void aFullDiskIsLiveAndNotReady() throws Exception {
        SmallHub hub = new SmallHub(folder);
        try {
            assertThat(hub.at("/health/live").json().text("state")).isEqualTo("live");
            assertThat(hub.at("/health/ready").json().text("state")).isEqualTo("ready");
            hub.pressure = new Api.Pressure("full", 99, 1 << 20, true, "normal");
            Reply full = hub.at("/health/ready");
            assertThat(full.status()).isEqualTo(503);
            assertThat(full.text()).contains("application/problem+json");
            assertThat(full.json().text("code")).isEqualTo("not-ready");
            assertThat(full.json().text("detail")).contains("the disk is full");
            assertThat(full.text())
                    .contains("\"reasons\":[{\"code\":\"disk-full\"", "\"fix\":\"delete");
            assertThat(hub.at("/health/live").status()).isEqualTo(200);
        } finally {
            hub.close();
        }
    }

    @Test
    void eachReasonIsNamed() {
        assertThat(new Signs(true, true, true, 100_001, 5_000_001).reasons())
                .extracting(Reason::code)
                .containsExactly(
                        "journal-failed",
                        "journal-waits",
                        "disk-full",
                        "decisions-behind",
                        "history-behind");
    }

    @Test
    void aLittleBehindIsReady() {
        assertThat(new Signs(false, false, false, 100_000, 5_000_000).reasons()).isEmpty();
    }
}
