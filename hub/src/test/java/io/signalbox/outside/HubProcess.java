package io.signalbox.outside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The built hub in a process of its own, on free ports, as a user starts it. */
public final class HubProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final Process process;
    private final Path data;
    private final List<String> output = new ArrayList<>();
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> outputEnded = new CompletableFuture<>();

    private HubProcess(Process process, Path data) {
        this.process = process;
        this.data = data;
        Thread.ofVirtual().start(this::readOutput);
    }

    /** Starts a hub on {@code data} and waits until it says that it serves. */
    public static HubProcess start(Path data, String... arguments) {
        HubProcess hub = launch(data, Map.of(), arguments);
        hub.awaitReady();
        return hub;
    }

    /** Starts a hub on {@code data} and returns at once. */
    static HubProcess launch(Path data, Map<String, String> environment, String... arguments) {
        return launch(data, environment, command(arguments));
    }

    /**
     * The same with a heap of another size.
     *
     * @param before words of another program that runs the hub, and ends as it does
     */
    static HubProcess launch(
            Path data, Map<String, String> environment, List<String> before, int heapMegabytes) {
        List<String> command = new ArrayList<>(before);
        command.addAll(command());
        command.replaceAll(word -> word.startsWith("-Xmx") ? "-Xmx" + heapMegabytes + "m" : word);
        return launch(data, environment, command);
    }

    private static HubProcess launch(
            Path data, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SIGNALBOX_SERVER__DATA", data.toString());
        builder.environment().put("SIGNALBOX_LISTEN__MQTT", "127.0.0.1:0");
        builder.environment().put("SIGNALBOX_LISTEN__HTTP", "127.0.0.1:0");
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        try {
            return new HubProcess(Spawn.start(builder), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a hub that may have so many files open, and waits until it says that it serves. */
    static HubProcess startWithFiles(int files, Path data) {
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "ulimit -n " + files + " && exec \"$@\"", "hub"));
        command.addAll(command());
        HubProcess hub = launch(data, Map.of(), command);
        hub.awaitReady();
        return hub;
    }

    static List<String> command(String... arguments) {
        Path target = Path.of("").toAbsolutePath().resolve("target");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:+UseSerialGC");
        command.add("-Xmx512m");
        command.add("-jar");
        command.add(target.resolve("signalbox.jar").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private void readOutput() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = in.readLine()) != null) {
                synchronized (output) {
                    output.add(line);
                }
                if (line.startsWith("ready")) {
                    ready.complete(line);
                }
            }
        } catch (IOException e) {
            synchronized (output) {
                output.add("(output ended: " + e.getMessage() + ")");
            }
        }
        ready.completeExceptionally(new IOException("the hub ended: " + text()));
        outputEnded.complete(null);
    }

    String awaitReady() {
        try {
            return ready.get(READY_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("not ready; it printed: " + text(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Path data() {
        return data;
    }

    long pid() {
        return process.pid();
    }

    /** Memory that the process holds now. */
    long residentKilobytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS in the status of process " + pid());
    }

    /** Objects that are in use, in bytes, after a full collection. */
    long liveBytes() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String[] total = Programs.run(
                        new ProcessBuilder(jcmd, Long.toString(pid()), "GC.class_histogram"))
                .out()
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow()
                .trim()
                .split("\\s+");
        return Long.parseLong(total[2]);
    }

    public int mqttPort() {
        return port("mqtt");
    }

    int httpPort() {
        return port("http");
    }

    private int port(String listener) {
        Matcher address = Pattern.compile(" " + listener + "=[0-9.]+:(\\d+)").matcher(awaitReady());
        if (!address.find()) {
            throw new IllegalStateException("no " + listener + " in: " + awaitReady());
        }
        return Integer.parseInt(address.group(1));
    }

    /** Ends the hub with SIGTERM and returns its exit code. */
    public int stop() {
        process.destroy();
        return exitCode();
    }

    /** Ends the hub with SIGKILL, as a power cut ends it for its clients. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    int exitCode() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still running; it printed: " + text());
            }
            outputEnded.get(10, TimeUnit.SECONDS);
            return process.exitValue();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that the hub has printed so far. */
    String text() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    record Result(int exitCode, String out, String err) {}

    /** Runs a sub-command against this hub and waits for its end. */
    Result cli(String... arguments) {
        return run(Map.of("SIGNALBOX_SERVER__DATA", data.toString()), arguments);
    }

    /** Runs the program with these arguments and waits for its end, at most a minute. */
    static Result run(Map<String, String> environment, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(command(arguments));
        builder.environment().putAll(environment);
        return Programs.run(builder);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text of a file below the data folder. */
    String file(String name) {
        try {
            return Files.readString(data.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
