package io.signalbox.outside;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's PostgreSQL on a free port with data of its own, as whoever runs the test; as nobody if
 * that is root, for whom the server does not run.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private final Path bin;
    private final Path folder;
    private final int port;

    private PostgresServer(Path bin, Path folder, int port) {
        this.bin = bin;
        this.folder = folder;
        this.port = port;
    }

    /** Starts one, or skips the test where it is not installed; in CI that is a failure. */
    public static PostgresServer start() throws IOException {
        Path bin = installed();
        Path folder = Files.createTempDirectory("signalbox-postgres");
        PostgresServer server = new PostgresServer(bin, folder, Spawn.freePort());
        if (isRoot()) {
            check(Programs.run("chown", "nobody", folder.toString()));
        }
        check(server.run("initdb", "-D", server.data(), "-U", "hub", "--auth=trust", "--no-sync"));
        server.begin();
        return server;
    }

    private static Path installed() throws IOException {
        if (Files.isDirectory(INSTALLED)) {
            try (Stream<Path> versions = Files.list(INSTALLED)) {
                List<Path> bins = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .sorted()
                        .toList();
                if (!bins.isEmpty()) {
                    return bins.getLast();
                }
            }
        }
        String reason = "PostgreSQL is missing: install Debian's package postgresql";
        if (System.getenv("CI") != null) {
            throw new IllegalStateException(reason);
        }
        System.out.println("skipped: " + reason);
        Assumptions.abort(reason);
        throw new IllegalStateException(reason);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private HubProcess.Result run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of(
                    "setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        return Programs.run(new ProcessBuilder(command).directory(folder.toFile()));
    }

    private static void check(HubProcess.Result result) {
        if (result.exitCode() != 0) {
            throw new IllegalStateException(result.out() + result.err());
        }
    }

    /** Starts the server on its data and waits until it takes connections. */
    void begin() {
        HubProcess.Result result = run(
                "pg_ctl",
                "start",
                "-w",
                "-D",
                data(),
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1"
                        + " -c shared_buffers=16MB -c max_connections=20");
        check(result);
    }

    /** Ends all of its processes with SIGKILL. */
    void kill() throws IOException, InterruptedException {
        long pid = Long.parseLong(
                Files.readAllLines(Path.of(data(), "postmaster.pid")).getFirst());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
        all.addFirst(server);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            for (int i = 0; i < 1000 && process.isAlive(); i++) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=hub";
    }

    /** What psql prints for a statement, without decoration. */
    public String psql(String statement) {
        HubProcess.Result result = Programs.run(
                bin.resolve("psql").toString(),
                "-X",
                "-A",
                "-t",
                "-h",
                "127.0.0.1",
                "-p",
                "" + port,
                "-U",
                "hub",
                "-d",
                "postgres",
                "-c",
                statement);
        check(result);
        return result.out().strip();
    }

    @Override
    public void close() {
        HubProcess.Result _ = run("pg_ctl", "stop", "-m", "immediate", "-D", data());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
