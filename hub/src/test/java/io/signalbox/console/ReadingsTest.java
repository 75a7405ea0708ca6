package io.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.console.SmallHub.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What a device that speaks only HTTP is told. */
class ReadingsTest {
    private static final String P1 = "devices/p1/readings";

    @TempDir
    Path folder;

    private SmallHub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new SmallHub(folder);
    }

    @AfterEach
    void stop() throws InterruptedException {
        hub.close();
    }

    @Test
    void objectsBatchesAndValuesAreTaken() throws InterruptedException {
        Reply object = hub.post(P1, "{\"flow\":4.2,\"state\":\"running\"}");
        assertThat(object.status()).as(object.text()).isEqualTo(200);
        assertThat(object.json().integer("readings")).isEqualTo(2);
        assertThat(object.json().flag("durable")).isTrue();
        Reply batch =
                hub.post(P1, "[{\"ts\":1767323040,\"flow\":4.3},{\"ts\":1767323041,\"flow\":4.4}]");
        assertThat(batch.json().integer("readings")).isEqualTo(2);
        assertThat(hub.post(P1 + "/speed", " 7").json().integer("readings")).isEqualTo(1);
        hub.pass(1);
        assertThat(hub.get("devices/p1").text())
                .contains("\"flow\"", "4.4", "\"speed\"", "\"running\"");
        assertThat(hub.metrics("").text()).contains("\nsignalbox_readings_total 5\n");
    }

    @Test
    void aValueThatIsNoneIsToldAndTheOthersAreTaken() {
        Reply reply = hub.post(P1, "{\"flow\":4.2,\"level\":null}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().integer("readings")).isEqualTo(1);
        assertThat(reply.json().integer("refused_count")).isEqualTo(1);
        assertThat(reply.text()).contains("\"refused\":[{\"reason\":\"null\",\"byte\":");
    }

    @Test
    void whatIsNoReadingIsRefusedWithReasonAndPlace() throws InterruptedException {
        for (String[] bad : new String[][] {
            {"{\"flow\":1,\"flow\":2}", "duplicate-key"},
            {"{\"flow\":", "syntax"},
            {"{\"flow\":null}", "null"},
            {"{} {}", "trailing"},
            {"[1]", "no-objects"},
        }) {
            Reply reply = hub.post(P1, bad[0]);
            assertThat(reply.status()).as(reply.text()).isEqualTo(422);
            assertThat(reply.json().text("code")).isEqualTo("readings-undecodable");
            assertThat(reply.json().text("reason")).isEqualTo(bad[1]);
            assertThat(reply.json().text("detail")).contains("at byte ");
        }
        refused(400, "readings-invalid", hub.post(P1, "4.2"));
        refused(400, "readings-invalid", hub.post(P1, "[]"));
        refused(400, "readings-invalid", hub.post(P1 + "/flow", "{\"flow\":1}"));
        refused(400, "point-invalid", hub.post(P1 + "/a%20b", "1"));
        refused(400, "point-invalid", hub.post(P1 + "/%23", "1"));
        refused(400, "device-invalid", hub.post("devices/a%2Bb/readings", "{\"flow\":1}"));
        refused(413, "body-too-large", hub.post(P1, " ".repeat(1001)));
        hub.pass(1);
        assertThat(hub.get("devices/p1").status()).isEqualTo(404);
    }

    @Test
    void theSameKeyStoresOnce() throws InterruptedException {
        String key = "Idempotency-Key: \"k1\"\r\n";
        Reply first = hub.post(P1, "{\"flow\":1}", key);
        Reply again = hub.post(P1, "{\"flow\":1}", key);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json());
        refused(422, "key-reused", hub.post(P1, "{\"flow\":2}", key));
        assertThat(hub.post("devices/p2/readings", "{\"flow\":2}", key).status())
                .isEqualTo(200);
        hub.pass(1);
        assertThat(hub.metrics("").text()).contains("\nsignalbox_readings_total 2\n");
    }

    @Test
    void theSameKeyStoresOnceAlsoWhenTheHubWasStartedAgain() throws Exception {
        String key = "Idempotency-Key: \"k1\"\r\n";
        Reply first = hub.post(P1, "{\"flow\":1,\"level\":null}", key);
        stop();
        start();
        Reply again = hub.post(P1, "{\"flow\":1,\"level\":null}", key);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json());
        refused(422, "key-reused", hub.post(P1, "{\"flow\":2}", key));
        refused(422, "key-reused", hub.post(P1 + "/level", "1", key));
        hub.pass(1);
        assertThat(hub.metrics("").text())
                .contains("\nsignalbox_readings_total 1\n")
                .contains("\nsignalbox_idempotency_keys 1\n");
    }

    @Test
    void aKeyWhoseRequestWasRefusedMayBeUsedAgain() {
        String key = "Idempotency-Key: k1\r\n";
        refused(422, "readings-undecodable", hub.post(P1, "{\"flow\":null}", key));
        assertThat(hub.post(P1, "{\"flow\":1}", key).status()).isEqualTo(200);
    }

    @Test
    void requestsOfOneKeyThatComeTogetherStoreOnce() throws Exception {
        List<Callable<Reply>> together = Collections.nCopies(
                6, () -> hub.post(P1, "{\"flow\":1}", "Idempotency-Key: k1\r\n"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reply> reply : threads.invokeAll(together)) {
                assertThat(reply.get().status()).isEqualTo(200);
            }
        }
        hub.pass(1);
        assertThat(hub.metrics("").text()).contains("\nsignalbox_readings_total 1\n");
    }

    @Test
    void aDeviceHasFewRequestsAtATime() {
        UnderWay underWay = new UnderWay();
        for (int i = 0; i < UnderWay.MOST; i++) {
            assertThat(underWay.enter("p1")).isTrue();
        }
        assertThat(underWay.enter("p1")).isFalse();
        assertThat(underWay.enter("p2")).isTrue();
        underWay.leave("p1");
        assertThat(underWay.enter("p1")).isTrue();
        assertThat(underWay.refused()).isEqualTo(1);
    }

    @Test
    void oneThatHasTooManyRequestsIsToldSo() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < UnderWay.MOST; i++) {
                Socket socket = hub.connect();
                waiting.add(socket);
                socket.getOutputStream()
                        .write(("POST /api/v1/" + P1 + " HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Content-Type: application/json\r\nContent-Length: 10\r\n"
                                        + "Expect: 100-continue\r\n\r\n")
                                .getBytes(UTF_8));
                assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                        .isEqualTo("HTTP/1.1 100");
            }
            Reply busy = hub.post(P1, "{\"flow\":1}");
            refused(429, "device-busy", busy);
            assertThat(busy.text()).contains("\r\nRetry-After: 1\r\n");
            assertThat(hub.post("devices/p2/readings", "{\"flow\":1}").status()).isEqualTo(200);
            assertThat(hub.metrics("").text()).contains("\nsignalbox_http_readings_busy_total 1\n");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static void refused(int status, String code, Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.json().text("code")).isEqualTo(code);
    }
}
