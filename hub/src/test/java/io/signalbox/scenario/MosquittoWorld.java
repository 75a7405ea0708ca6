package io.signalbox.scenario;

import io.signalbox.outside.Spawn;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's Mosquitto, in a process of its own and on real time. */
final class MosquittoWorld implements World {
    private static final int PATIENCE_MILLIS = 5_000;

    private final Path folder;
    private final InetSocketAddress address;
    private Process process;

    MosquittoWorld(Path folder) throws IOException {
        this.folder = folder;
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Spawn.freePort());
        Files.write(
                folder.resolve("mosquitto.conf"),
                List.of(
                        "listener " + address.getPort() + " 127.0.0.1",
                        "allow_anonymous true",
                        "persistence true",
                        "persistence_location " + folder + "/",
                        "user root"));
        process = start();
    }

    private Process start() throws IOException {
        Process started = begin();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!accepts()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("mosquitto does not start: "
                        + Files.readString(folder.resolve("mosquitto.log")));
            }
            Thread.onSpinWait();
        }
        return started;
    }

    private Process begin() throws IOException {
        return Spawn.start(new ProcessBuilder(program(), "-c", folder + "/mosquitto.conf")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile()));
    }

    /** Where Debian installs it, which is not on the path of everybody. */
    static String program() {
        Path system = Path.of("/usr/sbin/mosquitto");
        return Files.isExecutable(system) ? system.toString() : "mosquitto";
    }

    private boolean accepts() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE_MILLIS);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    @Override
    public Link open() throws IOException {
        return new SocketLink(address, PATIENCE_MILLIS);
    }

    @Override
    public void pass(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void restart() throws IOException {
        stop();
        process = start();
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException("it keeps nothing that it has not been told to");
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean isSettled() {
        return false;
    }

    @Override
    public boolean isForeign() {
        return true;
    }

    @Override
    public void close() {
        stop();
    }
}
