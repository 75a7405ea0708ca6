package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.client.Refused;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.Will;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A hub on a small disk of its own that somebody else fills up to the last byte. */
@Timeout(120)
class FullDiskIT {
    private static final long DAY = 86_400;
    private static final int PIECE = 1 << 20;

    /** Together more than what is written ahead and the reserve. */
    private static final int KNOCKING = 4;

    private static final int KNOCKS = 600;
    private static final int WILL_BYTES = 10_000;

    @TempDir
    Path folder;

    private HubProcess hub;
    private Path filler;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Words that run a program with a disk in memory that only it and its children see. */
    private static List<String> withSmallDisk(Path at) {
        return List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=128m tmpfs \"$0\" && exec \"$@\"",
                at.toString());
    }

    @BeforeAll
    static void needsAMountOfItsOwn(@TempDir Path at) {
        Programs.require("unshare", "util-linux");
        Programs.require("mount", "mount");
        List<String> nothing = new ArrayList<>(withSmallDisk(at));
        nothing.add("true");
        HubProcess.Result tried = Programs.run(new ProcessBuilder(nothing));
        if (tried.exitCode() != 0) {
            String reason = "this machine lets nobody mount a disk of his own: " + tried.err();
            System.out.println("skipped: " + reason);
            Assumptions.abort(reason);
        }
    }

    @BeforeEach
    void start() {
        hub = HubProcess.launch(
                folder.resolve("data"),
                Map.of("SIGNALBOX_JOURNAL__KEEP", "1MiB", "SIGNALBOX_LIMITS__RECONNECTS", "100000"),
                withSmallDisk(folder),
                256);
        hub.awaitReady();
        Path root = Path.of("/proc/" + hub.pid() + "/root");
        filler = root.resolve(folder.toString().substring(1)).resolve("filler");
    }

    @AfterEach
    void stop() {
        hub.close();
        threads.shutdownNow();
        http.close();
    }

    private JsonObject status(String part) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + hub.httpPort() + "/api/v1/status");
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return JsonValue.parse(answer.body()).asObject().object(part);
    }

    private boolean isFull() throws IOException, InterruptedException {
        return status("pressure").text("disk").equals("full");
    }

    /** Writes until the hub says that its disk is full, slowly enough for it to say so in time. */
    private void fill() throws IOException, InterruptedException {
        boolean room = true;
        while (!isFull()) {
            room = room && write(PIECE);
            TimeUnit.MILLISECONDS.sleep(room ? 200 : 500);
        }
    }

    /** Writes until nothing can be written. */
    private void fillUp() {
        for (int piece = PIECE; piece >= 1024; piece /= 2) {
            while (write(piece)) {}
        }
    }

    /** False if there is no room for it; then some of it may be written. */
    private boolean write(int bytes) {
        try (OutputStream out = Files.newOutputStream(
                filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(new byte[bytes]);
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    private ClientOptions options(String clientId) {
        return ClientOptions.of("127.0.0.1", hub.mqttPort(), clientId).withTimeout(20_000);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static ReasonCode reason(Client client, Qos qos) throws Exception {
        return client.send("t", bytes("refused"), qos, false).get(20, TimeUnit.SECONDS);
    }

    @Test
    void refusesNewMessagesDeliversTheOldAndRecoversByItself() throws Exception {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        try (Client sleeper = Client.connect(options("sleeper").withStoredSession(DAY))) {
            sleeper.subscribe("t", Qos.AT_LEAST_ONCE, _ -> {});
        }
        try (Client publisher = Client.connect(options("p").withStoredSession(DAY))) {
            publisher.publish("r", bytes("1"), Qos.AT_LEAST_ONCE, true);
            for (int i = 0; i < 100; i++) {
                publisher.publish("t", bytes("" + i), Qos.AT_LEAST_ONCE, false);
            }
            fill();
            refuses(publisher);
            try (Client _ = Client.connect(
                    options("sleeper").withStoredSession(DAY),
                    p -> got.add(new String(p.payload(), UTF_8)))) {
                for (int i = 0; i < 100; i++) {
                    assertThat(got.poll(20, TimeUnit.SECONDS)).isEqualTo("" + i);
                }
                publisher.publish("t", bytes("QoS 0"), Qos.AT_MOST_ONCE, false);
                assertThat(got.poll(20, TimeUnit.SECONDS)).isEqualTo("QoS 0");
            }
            publisher.publish("r", new byte[0], Qos.AT_LEAST_ONCE, true);
            assertThat(status("broker").integer("dropped_disk_full")).isGreaterThan(1);
            Files.delete(filler);
            awaitRoom();
            publisher.publish("t", bytes("again"), Qos.AT_LEAST_ONCE, false);
        }
        assertThat(hub.stop()).isZero();
    }

    private void refuses(Client publisher) throws Exception {
        assertThat(reason(publisher, Qos.AT_LEAST_ONCE)).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
        assertThat(reason(publisher, Qos.EXACTLY_ONCE)).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
        assertThatThrownBy(() -> Client.connect(options("new").withStoredSession(DAY)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason()).isEqualTo(ReasonCode.QUOTA_EXCEEDED));
        assertThatThrownBy(() -> publisher.subscribe("x", Qos.AT_LEAST_ONCE, _ -> {}))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason()).isEqualTo(ReasonCode.QUOTA_EXCEEDED));
        try (Client old = Client.connect(options("old").withVersion(ProtocolVersion.V3_1_1))) {
            CompletableFuture<?> answer = old.send("t", bytes("old"), Qos.AT_LEAST_ONCE, false);
            assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(status("mqtt").integer("ended_disk_full")).isEqualTo(2);
    }

    private void awaitRoom() throws IOException, InterruptedException {
        while (isFull()) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    @Test
    void givesUpItsReserveThenWaitsForRoomAndLosesNothing() throws Exception {
        for (int i = 0; i < KNOCKING; i++) {
            Client.connect(options("known-" + i).withStoredSession(DAY)).close();
        }
        fill();
        fillUp();
        CompletableFuture<?> knocking = CompletableFuture.allOf(IntStream.range(0, KNOCKING)
                .mapToObj(i -> CompletableFuture.runAsync(() -> knock("known-" + i), threads))
                .toArray(CompletableFuture[]::new));
        while (!hub.text().contains("nothing is acknowledged until there is")) {
            assertThat(knocking).as(hub.text()).isNotDone();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(hub.text()).contains("gave up the reserve");
        assertThat(status("journal").integer("pending_bytes")).isPositive();
        assertThat(knocking).isNotDone();
        Files.delete(filler);
        knocking.get(60, TimeUnit.SECONDS);
        awaitRoom();
        try (Client known = Client.connect(options("known-0").withStoredSession(DAY))) {
            assertThat(known.sessionPresent()).isTrue();
            known.publish("t", bytes("2"), Qos.AT_LEAST_ONCE, false);
        }
        assertThat(status("pressure").flag("disk_reserve")).isTrue();
        assertThat(hub.stop()).isZero();
    }

    /** A client that is known comes again and again with a large will, which is written down. */
    private void knock(String clientId) {
        Will will = new Will(
                "w", new byte[WILL_BYTES], Qos.AT_LEAST_ONCE, false, 0, MessageProperties.NONE);
        try {
            for (int i = 0; i < KNOCKS; i++) {
                Client.connect(options(clientId)
                                .withTimeout(60_000)
                                .withStoredSession(DAY)
                                .withWill(will))
                        .close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
