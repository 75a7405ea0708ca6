package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.outside.HubProcess.Result;
import io.signalbox.pem.Certificates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code signalbox bench} against this hub and somebody else's broker. */
class BenchIT {
    private static final String RULES =
            Path.of("..", "examples", "bench", "loop.rules").toAbsolutePath().toString();

    @TempDir
    Path folder;

    @Test
    void countsWhatOurHubDelivers() throws Exception {
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            hub.awaitReady();
            for (String qos : List.of("0", "1")) {
                countsAddUp(bench(hub.mqttPort(), "pairs", "--publishers", "3", "-q", qos), 1);
            }
            countsAddUp(bench(hub.mqttPort(), "fan-out", "--subscribers", "4"), 4);
            leavesSessionsAndReadsRetained(hub.mqttPort());
            Result loop = hub.cli(
                    "bench",
                    "rule-loop",
                    "--url",
                    "mqtt://127.0.0.1:" + hub.mqttPort(),
                    "--rules",
                    RULES,
                    "--publishers",
                    "3",
                    "--duration",
                    "1s",
                    "--warm-up",
                    "0s",
                    "--json");
            assertThat(loop.exitCode()).as(loop.err() + loop.out()).isZero();
            assertThat(member(loop.out(), "received")).isPositive();
            assertThat(member(loop.out(), "received")).isEqualTo(member(loop.out(), "sent"));
            assertThat(member(loop.out(), "foreign")).isZero();
            assertThat(loop.err()).contains("{\"phase\":");
        }
    }

    @Test
    void countsWhatMosquittoDeliversAtEveryQos() throws Exception {
        Programs.require("mosquitto", "mosquitto");
        int port = Spawn.freePort();
        Path config = folder.resolve("mosquitto.conf");
        // Without a limit to its queue: at its default of 1,000 it drops what a subscriber is late
        // for.
        Files.writeString(
                config,
                "listener " + port + " 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n");
        try (var running = new Programs.Running("mosquitto", "-v", "-c", config.toString())) {
            running.await("running", 20);
            for (String qos : List.of("0", "1", "2")) {
                countsAddUp(
                        bench(port, "pairs", "--publishers", "2", "-q", qos, "--rate", "200"), 1);
            }
            countsAddUp(bench(port, "fan-in", "--publishers", "4", "--mqtt", "3.1.1"), 1);
            leavesSessionsAndReadsRetained(port);
        }
    }

    @Test
    void speaksTlsWithACertificateOfItsOwn() throws Exception {
        Programs.require("mosquitto", "mosquitto");
        var certificates = new Certificates(folder);
        Certificates.Pair server = certificates.server();
        Certificates.Pair client = certificates.client("bench");
        int port = Spawn.freePort();
        Path config = folder.resolve("mosquitto.conf");
        Files.writeString(config, """
                user %s
                listener %d 127.0.0.1
                allow_anonymous true
                max_queued_messages 0
                cafile %s
                certfile %s
                keyfile %s
                require_certificate true
                """.formatted(
                        System.getProperty("user.name"),
                        port,
                        certificates.authority,
                        server.certificate(),
                        server.key()));
        String[] own = {
            "--cert", client.certificate().toString(), "--key", client.key().toString()
        };
        String ca = certificates.authority.toString();
        try (var running = new Programs.Running("mosquitto", "-v", "-c", config.toString())) {
            running.await("running", 20);
            Result run = secure(port, "--ca", ca, own[0], own[1], own[2], own[3]);
            countsAddUp(run, 1);
            Result unknown = secure(port, own);
            assertThat(unknown.exitCode()).isEqualTo(69);
            assertThat(unknown.err()).contains("certification path");
            countsAddUp(secure(port, "--insecure", own[0], own[1], own[2], own[3]), 1);
            Result nobody = secure(port, "--ca", ca);
            assertThat(nobody.exitCode()).isEqualTo(69);
            assertThat(nobody.err()).contains("2 connections").doesNotContain("\tat ");
        }
    }

    private static Result secure(int port, String... options) {
        List<String> arguments = new ArrayList<>(List.of("bench", "pairs", "--json"));
        arguments.addAll(List.of("--url", "mqtts://localhost:" + port, "--publishers", "1"));
        arguments.addAll(List.of("--duration", "500ms", "--warm-up", "0s"));
        arguments.addAll(List.of(options));
        return HubProcess.run(Map.of(), arguments.toArray(String[]::new));
    }

    @Test
    void tellsWhyThereIsNoConnection() throws Exception {
        Result refused = bench(Spawn.freePort(), "pub", "--publishers", "2");
        assertThat(refused.exitCode()).isEqualTo(69);
        assertThat(refused.err()).contains("2 connections", "refused").doesNotContain("\tat ");
    }

    /** What a session missed shows that it was there. */
    private void leavesSessionsAndReadsRetained(int port) throws Exception {
        Result made = bench(port, "sessions", "--connections", "300", "--topic", "away");
        assertThat(made.exitCode()).as(made.err() + made.out()).isZero();
        assertThat(member(made.out(), "connected")).isEqualTo(300);
        try (Client other = Client.connect(ClientOptions.of("127.0.0.1", port, "other"))) {
            other.publish("away/x", new byte[] {7}, Qos.AT_LEAST_ONCE, false);
        }
        var missed = new LinkedBlockingQueue<Publish>();
        ClientOptions last = ClientOptions.of("127.0.0.1", port, "away-session-299");
        try (Client back = Client.connect(last.withStoredSession(60), missed::add)) {
            assertThat(back.sessionPresent()).isTrue();
            Publish first = missed.poll(10, TimeUnit.SECONDS);
            assertThat(first).isNotNull();
            assertThat(first.payload()).containsExactly(7);
        }
        Result kept = bench(port, "retained", "--messages", "500");
        assertThat(kept.exitCode()).as(kept.err() + kept.out()).isZero();
        assertThat(member(kept.out(), "acknowledged")).isEqualTo(500);
        assertThat(member(kept.out(), "received")).isEqualTo(500);
        Result again = bench(port, "retained", "--messages", "500", "--publishers", "0", "-q", "0");
        assertThat(member(again.out(), "received")).isEqualTo(500);
        assertThat(member(again.out(), "lost")).isZero();
    }

    private static Result bench(int port, String shape, String... options) {
        List<String> arguments = new ArrayList<>(List.of("bench", shape, "--json"));
        arguments.addAll(List.of("--url", "mqtt://127.0.0.1:" + port));
        arguments.addAll(List.of("--duration", "500ms", "--warm-up", "0s"));
        arguments.addAll(List.of(options));
        return HubProcess.run(Map.of(), arguments.toArray(String[]::new));
    }

    private static void countsAddUp(Result result, int copies) {
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        long sent = member(result.out(), "sent");
        assertThat(sent).isPositive();
        assertThat(member(result.out(), "acknowledged")).isEqualTo(sent);
        assertThat(member(result.out(), "received")).isEqualTo(sent * copies);
        for (String fault : List.of("lost", "duplicated", "out_of_order", "refused", "foreign")) {
            assertThat(member(result.out(), fault)).as(fault).isZero();
        }
    }

    private static long member(String json, String name) {
        Matcher member = Pattern.compile('"' + name + "\":(\\d+)").matcher(json);
        assertThat(member.find()).as(name + " in " + json).isTrue();
        return Long.parseLong(member.group(1));
    }
}
