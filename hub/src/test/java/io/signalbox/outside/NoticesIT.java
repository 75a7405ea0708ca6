package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is told of alarms: a receiver that checks with the libraries of Standard Webhooks and
 * CloudEvents, and Debian's aiosmtpd as the mail server.
 */
@Timeout(180)
class NoticesIT {
    private static final Path NPM = Path.of("src/test/npm");
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYq=";
    private static final String PLANT = """
            type Pump {
              temp : °C
            }
            rule pump_hot for each Pump p
              when p.temp > 80 °C
              then alarm critical "{p} is at {p.temp}"
            """;

    @TempDir
    Path folder;

    private Path data;
    private Path secret;

    @BeforeEach
    void prepare() throws IOException {
        data = folder.resolve("data");
        secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        Files.writeString(folder.resolve("plant.rules"), PLANT);
    }

    private static void requireReceiver() {
        Programs.require("node", "nodejs");
        boolean installed = Files.isDirectory(NPM.resolve("node_modules/standardwebhooks"));
        if (!installed && System.getenv("CI") == null) {
            System.out.println("skipped: standardwebhooks is not installed; run npm ci in " + NPM);
            Assumptions.abort("standardwebhooks is not installed");
        }
        assertThat(installed).as("standardwebhooks must be installed in CI").isTrue();
    }

    private static Background receiver(int port, String... answers) {
        List<String> command = new ArrayList<>(List.of(
                "node", NPM.resolve("webhooks.js").toString(), SECRET, Integer.toString(port)));
        command.addAll(List.of(answers));
        return Background.start(command.toArray(String[]::new));
    }

    private static int port(Background receiver) throws InterruptedException {
        String line = receiver.await(l -> l.startsWith("listening "));
        return Integer.parseInt(line.substring("listening ".length()));
    }

    private HubProcess hub(Map<String, String> environment) {
        HubProcess hub = HubProcess.launch(data, environment);
        hub.awaitReady();
        return hub;
    }

    private Map<String, String> webhook(int port, String allow) {
        return Map.of(
                "SIGNALBOX_NOTIFY__WEBHOOKS",
                "http://127.0.0.1:" + port + "/hook?key=hidden",
                "SIGNALBOX_NOTIFY__SECRET_FILE",
                secret.toString(),
                "SIGNALBOX_NOTIFY__ALLOW",
                allow);
    }

    private void plant(HubProcess hub) {
        ok(hub, "apply", "-f", folder.resolve("plant.rules").toString());
        ok(hub, "device", "create", "p1", "--type", "Pump", "--in", "hall3");
    }

    private static String ok(HubProcess hub, String... arguments) {
        HubProcess.Result result = hub.cli(arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out();
    }

    private static void temperature(HubProcess hub, int celsius) throws Exception {
        try (Client client = Client.connect(ClientOptions.of("127.0.0.1", hub.mqttPort(), "p1"))) {
            client.publish(
                    "d/p1/up/temp", ("" + celsius).getBytes(UTF_8), Qos.AT_LEAST_ONCE, false);
        }
    }

    @Test
    void aWebhookIsSignedAndTriedAgainUnderTheSameId() throws Exception {
        requireReceiver();
        try (Background receiver = receiver(0, "503", "500");
                HubProcess hub = hub(webhook(port(receiver), "127.0.0.0/8"))) {
            plant(hub);
            temperature(hub, 86);
            String told = receiver.await(
                    l -> l.contains(" io.signalbox.alarm.raised p1 ") && l.startsWith("204 "));
            assertThat(told)
                    .contains("\"text\":\"p1 is at 86 °C\"")
                    .contains("\"severity\":\"critical\"")
                    .contains("\"place\":\"hall3\"");
            assertThat(receiver.lines()).noneMatch(l -> l.contains("refused"));
            List<String> ids =
                    receiver.lines().stream().skip(1).map(l -> l.split(" ")[1]).toList();
            assertThat(ids).hasSize(3).containsOnly(told.split(" ")[1]);
            temperature(hub, 20);
            receiver.await(l -> l.contains(" io.signalbox.alarm.cleared p1 "));
            assertThat(ok(hub, "notice", "list"))
                    .contains("webhook http://127.0.0.1:", "/hook")
                    .doesNotContain("hidden");
        }
    }

    @Test
    void nothingIsLostOrToldTwiceWhenTheHubIsKilled() throws Exception {
        requireReceiver();
        int port;
        try (Background receiver = receiver(0)) {
            port = port(receiver);
        }
        for (int life = 0; life < 2; life++) {
            try (HubProcess hub = hub(webhook(port, "127.0.0.0/8"))) {
                if (life == 0) {
                    plant(hub);
                }
                temperature(hub, 86 + life);
                awaitTold(hub, life == 0 ? "raised" : "trouble");
                hub.kill();
            }
        }
        try (HubProcess hub = hub(webhook(port, "127.0.0.0/8"));
                Background receiver = receiver(port)) {
            receiver.await(l -> l.contains(" io.signalbox.alarm.raised p1 "));
            ok(hub, "notice", "test");
            receiver.await(l -> l.contains(" io.signalbox.alarm.test "));
            assertThat(receiver.lines()).filteredOn(l -> l.contains(".raised ")).hasSize(1);
            hub.kill();
        }
        try (HubProcess hub = hub(webhook(port, "127.0.0.0/8"));
                Background receiver = receiver(port)) {
            ok(hub, "notice", "test");
            receiver.await(l -> l.contains(" io.signalbox.alarm.test "));
            assertThat(receiver.lines()).noneMatch(l -> l.contains(".raised "));
        }
    }

    private static void awaitTold(HubProcess hub, String word) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (ok(hub, "notice", "list", "--json").contains("\"" + word + "\"")) {
                return;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("no '" + word + "' in the notices");
    }

    @Test
    void anAddressThatIsNotAllowedIsADeadLetterThatNamesThePolicy() throws Exception {
        requireReceiver();
        try (Background receiver = receiver(0)) {
            int port = port(receiver);
            try (HubProcess hub = hub(webhook(port, ""))) {
                ok(hub, "notice", "test");
                awaitTold(hub, "dead\":[{\"at");
                assertThat(ok(hub, "notice", "list"))
                        .contains("policy private-address: 127.0.0.1 is no address");
                hub.stop();
            }
            assertThat(receiver.lines()).hasSize(1);
            try (HubProcess hub = hub(webhook(port, "127.0.0.1"))) {
                assertThat(ok(hub, "notice", "again")).contains("1 notices wait again");
                receiver.await(l -> l.contains(" io.signalbox.alarm.test "));
            }
        }
    }

    @Test
    void aRedirectIsNotFollowedAndARefusalIsFinal() throws Exception {
        requireReceiver();
        try (Background receiver = receiver(0, "302", "410");
                HubProcess hub = hub(webhook(port(receiver), "127.0.0.0/8"))) {
            ok(hub, "notice", "test");
            ok(hub, "notice", "test");
            awaitTold(hub, "reason\":\"the receiver answered 410 Gone");
            receiver.await(l -> l.startsWith("204 "));
            assertThat(receiver.lines().stream().skip(1).map(l -> l.substring(0, 4)))
                    .containsExactly("302 ", "410 ", "204 ");
        }
    }

    @Test
    void mailArrivesWithWhatPeopleNeed() throws Exception {
        Programs.require("aiosmtpd", "python3-aiosmtpd");
        int port = Spawn.freePort();
        Map<String, String> mail = new HashMap<>(Map.of(
                "SIGNALBOX_NOTIFY__SMTP", "smtp://127.0.0.1:" + port,
                "SIGNALBOX_NOTIFY__MAIL_FROM", "hub@plant.example",
                "SIGNALBOX_NOTIFY__MAIL_TO", "kim@plant.example shift@plant.example"));
        try (HubProcess hub = hub(mail)) {
            plant(hub);
            temperature(hub, 86);
            awaitTold(hub, "trouble");
            try (Background server = Background.start(
                    "env",
                    "PYTHONUNBUFFERED=1",
                    "aiosmtpd",
                    "-n",
                    "-l",
                    "127.0.0.1:" + port,
                    "-c",
                    "aiosmtpd.handlers.Debugging",
                    "stdout")) {
                server.await(l -> l.startsWith("Subject: ") && l.contains("p1_is_at_86"));
                server.await(l -> l.contains("signalbox why pump_hot p1"));
                server.await(l -> l.startsWith("To: kim@plant.example, shift@plant.example"));
                server.await(l -> l.matches("Message-ID: <notice-\\d+-0\\.signalbox@signalbox>"));
            }
        }
    }
}
