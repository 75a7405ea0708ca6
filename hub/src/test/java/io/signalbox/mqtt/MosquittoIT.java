package io.signalbox.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.client.Client;
import io.signalbox.message.Qos;
import io.signalbox.outside.Spawn;
import io.signalbox.time.SystemClock;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Mosquitto's own clients as peers: nobody here wrote their half of the protocol. */
@Timeout(120)
class MosquittoIT {
    @TempDir
    Path folder;

    @BeforeAll
    static void areInstalled() {
        boolean installed = isInstalled("mosquitto_pub") && isInstalled("mosquitto_sub");
        if (!installed && System.getenv("CI") == null) {
            System.out.println("skipped: mosquitto_pub and mosquitto_sub are not installed"
                    + " (Debian package mosquitto-clients)");
            Assumptions.abort("mosquitto-clients is not installed");
        }
        assertThat(installed).as("mosquitto-clients must be installed in CI").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void messagesOfQos0And1GoFromOneToTheOther(String version) throws Exception {
        try (TestHub hub = TestHub.start(folder, new SystemClock());
                Peer sub = sub(hub, version, "-t", "plant/#", "-q", "1", "-C", "3")) {
            sub.awaitLine("Subscribed");
            pub(hub, version, "-t", "plant/a", "-m", "zero", "-q", "0");
            pub(hub, version, "-t", "plant/b", "-m", "one", "-q", "1");
            pub(hub, version, "-t", "elsewhere", "-m", "other", "-q", "1");
            pub(hub, version, "-t", "plant/grün/℃", "-m", "Grüße", "-q", "1");
            assertThat(sub.messages())
                    .containsExactly("plant/a zero", "plant/b one", "plant/grün/℃ Grüße");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void messagesOfQos2GoFromOneToTheOtherOnce(String version) throws Exception {
        List<String> stored =
                new ArrayList<>(List.of("-t", "bill/#", "-q", "2", "-c", "-i", "two"));
        if (version.equals("mqttv5")) {
            stored.addAll(List.of("-x", "3600"));
        }
        try (TestHub hub = TestHub.start(folder, new SystemClock())) {
            pub(hub, version, "-t", "kept", "-m", "zero", "-q", "2", "-r");
            subscribeAndLeave(hub, version, stored);
            pub(hub, version, "-t", "bill/1", "-m", "one", "-q", "2");
        }
        try (TestHub hub = TestHub.start(folder, new SystemClock())) {
            pub(hub, version, "-t", "bill/2", "-m", "two", "-q", "2");
            stored.addAll(List.of("-W", BRIEFLY));
            try (Peer sub = sub(hub, version, stored.toArray(String[]::new))) {
                assertThat(sub.messages()).containsExactly("bill/1 one", "bill/2 two");
            }
            try (Peer sub = sub(hub, version, stored.toArray(String[]::new))) {
                assertThat(sub.messages()).isEmpty();
            }
            try (Peer sub = sub(hub, version, "-t", "kept", "-q", "2", "-C", "1")) {
                assertThat(sub.messages()).containsExactly("kept zero");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void twoWorkersShareWhatIsPublished(String version) throws Exception {
        String jobs = "$share/workers/job/+";
        try (TestHub hub = TestHub.start(folder, new SystemClock());
                Peer one = sub(hub, version, "-t", jobs, "-q", "1", "-C", "3");
                Peer two = sub(hub, version, "-t", jobs, "-q", "1", "-C", "3")) {
            one.awaitLine("Subscribed");
            two.awaitLine("Subscribed");
            for (int i = 1; i <= 6; i++) {
                pub(hub, version, "-t", "job/" + i, "-m", "m", "-q", "1");
            }
            List<String> done = new ArrayList<>(one.messages());
            done.addAll(two.messages());
            assertThat(done)
                    .containsExactlyInAnyOrder(
                            "job/1 m", "job/2 m", "job/3 m", "job/4 m", "job/5 m", "job/6 m");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void aRetainedMessageIsThereForWhoComesLater(String version) throws Exception {
        try (TestHub hub = TestHub.start(folder, new SystemClock())) {
            pub(hub, version, "-t", "state/x", "-m", "first", "-q", "1", "-r");
            pub(hub, version, "-t", "state/x", "-m", "last", "-q", "1", "-r");
            pub(hub, version, "-t", "state/y", "-m", "gone", "-q", "1", "-r");
            pub(hub, version, "-t", "state/y", "-n", "-q", "1", "-r");
            pub(hub, version, "-t", "state/z", "-m", "zero", "-q", "0", "-r");
            hub.awaitRetained(2);
            try (Peer sub = sub(hub, version, "-t", "state/+", "-q", "1", "-C", "2")) {
                assertThat(sub.messages())
                        .containsExactlyInAnyOrder("state/x last", "state/z zero");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void aWillIsPublishedForAClientThatIsKilled(String version) throws Exception {
        try (TestHub hub = TestHub.start(folder, new SystemClock())) {
            BlockingQueue<String> wills = new LinkedBlockingQueue<>();
            try (Client watcher = Client.connect(hub.options("watcher"))) {
                watcher.subscribe(
                        "will/#",
                        Qos.AT_LEAST_ONCE,
                        p -> wills.add(p.topic() + " " + new String(p.payload(), UTF_8)));
                try (Peer sub = sub(
                        hub,
                        version,
                        "-t",
                        "any",
                        "--will-topic",
                        "will/" + version,
                        "--will-payload",
                        "lost",
                        "--will-qos",
                        "1")) {
                    sub.awaitLine("Subscribed");
                    sub.kill();
                    assertThat(wills.poll(TestHub.PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                            .isEqualTo("will/" + version + " lost");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void aStoredSessionGetsWhatCameWhileItsClientWasAway(String version) throws Exception {
        List<String> stored =
                new ArrayList<>(List.of("-t", "job/#", "-q", "1", "-c", "-i", "worker"));
        if (version.equals("mqttv5")) {
            stored.addAll(List.of("-x", "3600"));
        }
        try (TestHub hub = TestHub.start(folder, new SystemClock())) {
            subscribeAndLeave(hub, version, stored);
            for (int i = 1; i <= 3; i++) {
                pub(hub, version, "-t", "job/" + i, "-m", "m" + i, "-q", "1");
            }
            // Not -C 3: it would close before it has read its SUBACK, and the reset that follows
            // may take its last PUBACK along. A redelivery would be right then, and fail the test.
            stored.addAll(List.of("-W", BRIEFLY));
            try (Peer sub = sub(hub, version, stored.toArray(String[]::new))) {
                assertThat(sub.messages()).containsExactly("job/1 m1", "job/2 m2", "job/3 m3");
            }
            pub(hub, version, "-t", "job/4", "-m", "m4", "-q", "1");
        }
        // What was acknowledged is not sent again; what came last waits across a restart.
        stored.set(stored.size() - 2, "-C");
        stored.set(stored.size() - 1, "1");
        try (TestHub hub = TestHub.start(folder, new SystemClock());
                Peer sub = sub(hub, version, stored.toArray(String[]::new))) {
            assertThat(sub.messages()).containsExactly("job/4 m4");
        }
    }

    private static boolean isInstalled(String program) {
        for (String path : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(path, program))) {
                return true;
            }
        }
        return false;
    }

    private static void subscribeAndLeave(TestHub hub, String version, List<String> options)
            throws IOException, InterruptedException {
        List<String> leaving = new ArrayList<>(options);
        leaving.add("-E");
        try (Peer sub = sub(hub, version, leaving.toArray(String[]::new))) {
            assertThat(sub.messages()).isEmpty();
        }
    }

    /** Seconds that a subscriber stays which is to take all there is, not a number of messages. */
    private static final String BRIEFLY = "2";

    /** Publishes with mosquitto_pub and waits for its end, which must be good. */
    private static void pub(TestHub hub, String version, String... options)
            throws IOException, InterruptedException {
        try (Peer pub = new Peer("mosquitto_pub", hub, version, options)) {
            pub.awaitEnd();
        }
    }

    private static Peer sub(TestHub hub, String version, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(0, List.of("-d", "-W", "40", "-F", "message: %t %p"));
        return new Peer("mosquitto_sub", hub, version, all.toArray(String[]::new));
    }

    /** One of Mosquitto's programs, running; its lines come when they are written. */
    private static final class Peer implements AutoCloseable {
        /** Exit code of mosquitto_sub when the time of {@code -W} is over. */
        private static final int TIME_IS_OVER = 27;

        private final int exitCode;
        private final Process process;
        private final BufferedReader output;

        Peer(String program, TestHub hub, String version, String... options) throws IOException {
            List<String> command = new ArrayList<>(List.of("stdbuf", "-oL", program));
            command.addAll(List.of("-h", "127.0.0.1", "-p", "" + hub.port(), "-V", version));
            command.addAll(List.of(options));
            exitCode = Collections.frequency(command, "-W") > 1 ? TIME_IS_OVER : 0;
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C.UTF-8");
            process = Spawn.start(builder);
            output = process.inputReader(UTF_8);
        }

        void awaitLine(String part) throws IOException {
            String line;
            do {
                line = output.readLine();
                assertThat(line)
                        .as("expected a line with '%s' before the end", part)
                        .isNotNull();
            } while (!line.contains(part));
        }

        /** The messages that it printed until it ended by itself. */
        List<String> messages() throws IOException, InterruptedException {
            List<String> messages = new ArrayList<>();
            for (String line : awaitEnd()) {
                if (line.startsWith("message: ")) {
                    messages.add(line.substring("message: ".length()));
                }
            }
            return messages;
        }

        List<String> awaitEnd() throws IOException, InterruptedException {
            List<String> lines = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
            assertThat(process.waitFor()).as("exit code; it said %s", lines).isEqualTo(exitCode);
            return lines;
        }

        void kill() {
            process.destroyForcibly();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
        }
    }
}
