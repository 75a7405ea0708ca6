package io.signalbox.outside;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How tests begin other programs, and find ports for them. A program that begins has, for a moment,
 * the sockets of the test: a port that is tried meanwhile would stay bound although the test has
 * closed it. So no port is tried while one begins.
 */
public final class Spawn {
    private static final Lock BEGINNING = new ReentrantLock();

    /** Below the ports that the system gives to clients, so that none of them takes one. */
    private static final int FIRST_PORT = 12_000;

    private static final int LAST_PORT = 32_000;

    /** Others that test at the same time begin elsewhere. */
    private static final AtomicInteger PORTS =
            new AtomicInteger(FIRST_PORT + (int) (ProcessHandle.current().pid() % 1_000) * 16);

    private Spawn() {}

    /** Begins a program. */
    public static Process start(ProcessBuilder program) throws IOException {
        BEGINNING.lock();
        try {
            return program.start();
        } finally {
            BEGINNING.unlock();
        }
    }

    /** A port of this machine that nobody listens on, given to no second caller. */
    public static int freePort() {
        while (true) {
            int port = PORTS.getAndUpdate(last -> last == LAST_PORT ? FIRST_PORT : last + 1);
            BEGINNING.lock();
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // Somebody else's: the next one.
            } finally {
                BEGINNING.unlock();
            }
        }
    }
}
