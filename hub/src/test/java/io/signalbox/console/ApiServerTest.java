package io.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.console.ApiServer.Routes;
import io.signalbox.payload.JsonWriter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** What every request of the API must be, spoken to in bytes. */
class ApiServerTest {
    private ApiServer server;

    @BeforeEach
    void start() throws IOException {
        Routes routes = new Routes()
                .post("echo", request -> {
                    request.allow();
                    return Answer.ok(new JsonWriter().value(request.body(1000)));
                })
                .get("number", request -> {
                    request.allow("n");
                    return Answer.ok(new JsonWriter()
                            .beginObject()
                            .field("n", request.integer("n", 1, 10, 5))
                            .end());
                })
                .get("broken", request -> {
                    throw new IllegalStateException("a fault of ours");
                });
        server = ApiServer.start("127.0.0.1", 0, routes);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anyFreePortIsNamedAsItIs() {
        assertThat(server.address().getPort()).isPositive();
        assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        int taken = server.address().getPort();
        assertThatThrownBy(() -> ApiServer.start("127.0.0.1", taken, new Routes()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + taken)
                .hasMessageContaining("another program")
                .hasMessageContaining("SIGNALBOX_LISTEN__HTTP=127.0.0.1:");
    }

    @Test
    void onlyNamesOfLoopbackAreHosts() throws IOException {
        for (String host : new String[] {"localhost", "127.0.0.1:8080", "[::1]:1", "LOCALHOST:9"}) {
            assertThat(get("/api/v1/number", "Host: " + host)).as(host).contains(" 200 ");
        }
        for (String host : new String[] {
            "evil.example", "localhost.evil.example", "10.0.0.1", "127.0.0.1.evil.example", ""
        }) {
            assertThat(get("/api/v1/number", "Host: " + host)).as(host).doesNotContain(" 200 ");
        }
    }

    @Test
    void aForeignHostIsRefusedWithTheReason() throws IOException {
        assertThat(get("/api/v1/number", "Host: evil.example"))
                .startsWith("HTTP/1.1 403 ")
                .contains("application/problem+json", "\"code\":\"host-refused\"", "evil.example");
    }

    @Test
    void pagesOfOtherOriginsAreRefused() throws IOException {
        assertThat(get("/api/v1/number", "Host: localhost\r\nOrigin: https://evil.example"))
                .startsWith("HTTP/1.1 403 ")
                .contains("\"code\":\"origin-refused\"");
        assertThat(get("/api/v1/number", "Host: localhost\r\nOrigin: http://localhost:81"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(get("/api/v1/number", "Host: localhost\r\nOrigin: null"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(get("/api/v1/number", "Host: localhost\r\nOrigin: http://localhost"))
                .contains(" 200 ");
    }

    @Test
    void whatIsNotThereSaysWhatIs() throws IOException {
        assertThat(get("/api/v1/nimber", "Host: localhost"))
                .startsWith("HTTP/1.1 404 ")
                .contains("\"code\":\"path-unknown\"", "/api/v1/number");
        assertThat(send("POST /api/v1/number HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("\"code\":\"method-not-allowed\"");
    }

    @Test
    void parametersAreCheckedByNameAndBounds() throws IOException {
        assertThat(get("/api/v1/number?n=7", "Host: localhost")).contains("{\"n\":7}");
        assertThat(get("/api/v1/number?n=11", "Host: localhost")).contains("parameter-invalid");
        assertThat(get("/api/v1/number?n=x", "Host: localhost")).contains("parameter-invalid");
        assertThat(get("/api/v1/number?n=1&n=2", "Host: localhost")).contains("parameter-twice");
        assertThat(get("/api/v1/number?m=1", "Host: localhost"))
                .startsWith("HTTP/1.1 400 ")
                .contains("parameter-unknown", "there are n");
    }

    @Test
    void aFaultOfOursShowsNoInsides() throws IOException {
        assertThat(get("/api/v1/broken", "Host: localhost"))
                .startsWith("HTTP/1.1 500 ")
                .contains("\"code\":\"internal\"")
                .doesNotContain("a fault of ours");
    }

    @Test
    void hostileJsonNamesItsPosition() throws IOException {
        for (String json : new String[] {
            "[".repeat(900), "{\"a\": 1e999}", "{\"a\": 1, \"a\": 2}", "{} x", "{\"a\": 01}", "{",
        }) {
            assertThat(post(json.getBytes(UTF_8), "application/json"))
                    .as(json)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("\"code\":\"malformed-json\"")
                    .containsPattern("line 1 column \\d+");
        }
    }

    @Test
    void invalidUtf8NamesItsByte() throws IOException {
        byte[] json = {'"', 'a', (byte) 0xFF, '"'};
        assertThat(post(json, "application/json"))
                .startsWith("HTTP/1.1 400 ")
                .contains("malformed-json", "byte 2");
    }

    @Test
    void goodJsonComesThroughAsText() throws IOException {
        assertThat(post("[\"<img onerror>\", 1.5]".getBytes(UTF_8), "application/json"))
                .contains(" 200 ", "[\"<img onerror>\",1.5]");
    }

    @Test
    void bodiesHaveALimitAndAType() throws IOException {
        assertThat(post(new byte[1001], "application/json"))
                .startsWith("HTTP/1.1 413 ")
                .contains("\"code\":\"body-too-large\"", "1000 bytes");
        assertThat(post("{}".getBytes(UTF_8), "text/plain"))
                .startsWith("HTTP/1.1 415 ")
                .contains("\"code\":\"media-type\"");
        assertThat(send("POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Encoding: gzip\r\n"
                        + "Content-Length: 2\r\nConnection: close\r\n\r\n{}"))
                .startsWith("HTTP/1.1 400 ")
                .contains("without compression");
    }

    @Test
    void bodiesInChunksHaveTheSameLimit() throws IOException {
        String chunk = "3e8\r\n" + "x".repeat(1000) + "\r\n";
        assertThat(send("POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + chunk + chunk + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void whatIsNoHttpIsRefused() throws IOException {
        assertThat(send("HELLO\r\n\r\n")).startsWith("HTTP/1.1 400 ").contains("problem+json");
        assertThat(get("/api/v1/number", "Host: localhost\r\nX: " + "y".repeat(40_000)))
                .doesNotContain(" 200 ");
    }

    private String get(String target, String headers) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n");
    }

    private String post(byte[] body, String type) throws IOException {
        return send("POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n"
                + new String(body, ISO_8859_1));
    }

    private String send(String request) throws IOException {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(3_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
