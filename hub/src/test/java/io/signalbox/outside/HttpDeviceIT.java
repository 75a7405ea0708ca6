package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;

/** A device that is curl. */
@Timeout(180)
class HttpDeviceIT {
    @TempDir
    Path folder;

    @Test
    void whatWasAnsweredIsThereAfterAKill() {
        Programs.require("curl", "curl");
        Path data = folder.resolve("data");
        for (int life = 1; life <= 3; life++) {
            try (HubProcess hub = HubProcess.start(data)) {
                String answer = post(hub, "readings", "{\"flow\":" + life + ",\"level\":5}");
                assertThat(answer).contains("\"readings\":2").endsWith(" 200");
                hub.kill();
            }
            try (HubProcess hub = HubProcess.start(data)) {
                HubProcess.Result device = hub.cli("device", "get", "p1", "--json");
                assertThat(device.exitCode()).as(device.err()).isZero();
                assertThat(device.out()).contains("\"flow\"").contains("\"value\":" + life);
                assertThat(post(hub, "readings/level", "6")).endsWith(" 200");
                hub.kill();
            }
        }
    }

    @Test
    void aKeyIsKnownAfterAKill() {
        Programs.require("curl", "curl");
        Path data = folder.resolve("data");
        String first;
        try (HubProcess hub = HubProcess.start(data)) {
            first = post(hub, "readings", "{\"flow\":1}", "-H", "Idempotency-Key: a1");
            assertThat(first).endsWith(" 200");
            hub.kill();
        }
        try (HubProcess hub = HubProcess.start(data)) {
            assertThat(post(hub, "readings", "{\"flow\":1}", "-H", "Idempotency-Key: a1"))
                    .isEqualTo(first);
            assertThat(post(hub, "readings", "{\"flow\":2}", "-H", "Idempotency-Key: a1"))
                    .contains("key-reused")
                    .endsWith(" 422");
            HubProcess.Result status = hub.cli("status", "--json");
            assertThat(status.out()).containsPattern("\"readings\": ?1\\b");
        }
    }

    @Test
    void curlIsToldWhatIsWrong() {
        Programs.require("curl", "curl");
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            assertThat(post(hub, "readings", "{\"flow\":1,\"flow\":2}"))
                    .contains("\"reason\":\"duplicate-key\"")
                    .endsWith(" 422");
            assertThat(post(hub, "readings", "{\"flow\":1}", "-H", "Content-Type: text/csv"))
                    .contains("media-type")
                    .endsWith(" 415");
            assertThat(post(hub, "readings", "{\"flow\":1}", "-H", "Idempotency-Key: 1"))
                    .endsWith(" 200");
            assertThat(post(hub, "readings", "{\"flow\":2}", "-H", "Idempotency-Key: 1"))
                    .contains("key-reused")
                    .endsWith(" 422");
        }
    }

    private static String post(HubProcess hub, String path, String body, String... more) {
        String[] command = {
            "curl",
            "-s",
            "-w",
            " %{http_code}",
            "--json",
            body,
            "http://127.0.0.1:" + hub.httpPort() + "/api/v1/devices/p1/" + path
        };
        String[] all = Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return Programs.run(all).out();
    }
}
