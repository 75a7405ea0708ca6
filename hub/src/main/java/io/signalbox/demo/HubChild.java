package io.signalbox.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hub of the demo: the same program in a process of its own, started again if it is killed. */
final class HubChild implements AutoCloseable {
    private static final int STOP_SECONDS = 10;

    /** The exit code of a process that signal 9 ended. */
    private static final int KILLED = 137;

    private Process process;
    private final Path data;
    private final Path log;
    private String ready = "";
    private boolean closed;

    private HubChild(Process process, Path data, Path log) {
        this.process = process;
        this.data = data;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop the hub"));
    }

    static HubChild start(Path data) throws IOException {
        Path log = data.resolve("hub.log");
        ProcessBuilder builder = program(data, log);
        freePortUnlessSet(builder, "SIGNALBOX_LISTEN__MQTT", 1883);
        freePortUnlessSet(builder, "SIGNALBOX_LISTEN__HTTP", 8080);
        return new HubChild(builder.start(), data, log);
    }

    /**
     * Starts it again at the same addresses.
     *
     * @return false if it ended by itself or as it was told to, and stays away
     */
    boolean startAgain() throws IOException {
        ProcessBuilder builder = program(data, log);
        builder.environment().put("SIGNALBOX_LISTEN__MQTT", mqtt());
        builder.environment().put("SIGNALBOX_LISTEN__HTTP", http());
        synchronized (this) {
            if (closed || process.exitValue() != KILLED) {
                return false;
            }
            process = builder.start();
        }
        return !awaitReady().isEmpty();
    }

    private static ProcessBuilder program(Path data, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xms128m",
                "-Xmn64m",
                "-XX:MetaspaceSize=64m",
                "-XX:ThreadPriorityPolicy=1",
                "-XX:JavaPriority1_To_OSPriority=10",
                "-XX:CompilerThreadPriority=0",
                "-XX:-PrintWarnings",
                "-jar",
                jar(),
                "--data",
                data.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    private static String jar() throws IOException {
        try {
            return Path.of(HubChild.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IOException("the program does not know where it lies", e);
        }
    }

    /** A demo beside something else that listens on the usual port takes any free one. */
    private static void freePortUnlessSet(ProcessBuilder builder, String variable, int usual) {
        if (builder.environment().containsKey(variable)) {
            return;
        }
        try (ServerSocket _ = new ServerSocket(usual, 1, InetAddress.getLoopbackAddress())) {
            // It is free.
        } catch (IOException taken) {
            builder.environment().put(variable, "127.0.0.1:0");
        }
    }

    /** The hub's line beginning with {@code ready}, or an empty string if it ended before. */
    String awaitReady() throws IOException {
        BufferedReader out = current().inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("ready")) {
                ready = line;
                Thread.ofVirtual().start(() -> drain(out));
                return line;
            }
        }
        return "";
    }

    private static void drain(BufferedReader out) {
        try {
            out.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // The hub has ended, which the plant notices by itself.
            System.getLogger(HubChild.class.getName())
                    .log(System.Logger.Level.DEBUG, "the hub's output ended", e);
        }
    }

    private String address(String listener) {
        Matcher found = Pattern.compile(" " + listener + "=(\\S+)").matcher(ready);
        if (!found.find()) {
            throw new IllegalStateException("no " + listener + " in: " + ready);
        }
        return found.group(1);
    }

    String mqtt() {
        return address("mqtt");
    }

    String http() {
        return address("http");
    }

    String mqttHost() {
        return mqtt().substring(0, mqtt().lastIndexOf(':'));
    }

    int mqttPort() {
        return Integer.parseInt(mqtt().substring(mqtt().lastIndexOf(':') + 1));
    }

    long pid() {
        return current().pid();
    }

    private synchronized Process current() {
        return process;
    }

    /** Why it did not start: the last that it said. */
    String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "see " + log : lines.getLast();
    }

    boolean isAlive() {
        return current().isAlive();
    }

    /** True if the commands find this hub without being told where it is. */
    boolean isDefaultFolder() {
        return data.normalize().equals(Path.of("signalbox-demo"))
                && !Files.exists(Path.of("signalbox-data", "run", "hub.json"));
    }

    @Override
    public void close() {
        Process last;
        synchronized (this) {
            closed = true;
            last = process;
        }
        last.destroy();
        try {
            if (!last.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                last.destroyForcibly();
            }
        } catch (InterruptedException e) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
