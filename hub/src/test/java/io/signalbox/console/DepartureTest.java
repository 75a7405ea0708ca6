package io.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;

/** A client that leaves takes its statement with it. */
@Timeout(25)
class DepartureTest {
    private static final String SQL = "/api/v1/data/sql HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: ";

    /** Takes longer than any statement may. */
    private static final String LONG = "{\"sql\":\"select count(*) from range(100000000) a(x),"
            + " range(1000000) b(y) where a.x * b.y % 7 = 9\"}";

    @TempDir
    static Path folder;

    private static SmallHub hub;

    @BeforeAll
    static void start() throws IOException {
        hub = new SmallHub(folder);
        assertThat(hub.post("data/sql", "{\"sql\":\"select 1\"}").status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        hub.close();
    }

    private static void ask(Socket client, String json) throws IOException {
        client.getOutputStream()
                .write(("POST " + SQL + json.length() + "\r\n\r\n" + json).getBytes(UTF_8));
    }

    @Test
    void whoLeavesLetsTheNextOneAsk() throws Exception {
        Socket client = hub.connect();
        ask(client, LONG);
        awaitBusy();
        client.close();
        long begun = System.nanoTime();
        SmallHub.Reply next = hub.post("data/sql", "{\"sql\":\"select 2\"}");
        assertThat(next.status()).as(next.text()).isEqualTo(200);
        assertThat(System.nanoTime() - begun).isLessThan(9_000_000_000L);
    }

    /** A statement waits for the one before it, so a client with little patience tells. */
    private static void awaitBusy() throws IOException {
        boolean busy = false;
        for (int i = 0; i < 100 && !busy; i++) {
            try (Socket other = hub.connect()) {
                other.setSoTimeout(300);
                ask(other, "{\"sql\":\"select 3\"}");
                busy = other.getInputStream().read() < 0;
            } catch (SocketTimeoutException e) {
                busy = true;
            }
        }
        assertThat(busy).as("a statement that takes long").isTrue();
    }

    @Test
    void whoWaitsIsAnsweredAndTheConnectionEnds() throws Exception {
        try (Socket client = hub.connect()) {
            ask(client, "{\"sql\":\"select 41 + 1\"}");
            String text = new String(client.getInputStream().readAllBytes(), UTF_8);
            assertThat(text).contains("[[42]]").containsIgnoringCase("connection: close");
        }
    }
}
