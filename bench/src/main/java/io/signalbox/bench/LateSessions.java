package io.signalbox.bench;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.message.Qos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sessions that come back at once after an absence: each is owed a few messages somewhere in a large
 * journal. Prints how long that takes, and the processor time that the hub needs for it.
 */
public final class LateSessions {
    private static final int PAYLOAD_BYTES = 200;
    private static final int OWED = 10;
    private static final int PATIENCE_MILLIS = 120_000;
    private static final long MONTH_SECONDS = 30 * 86_400;

    private LateSessions() {}

    /** Arguments: the hub's MQTT port and process id, sessions, megabytes of journal. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        String pid = arguments[1];
        int sessions = Integer.parseInt(arguments[2]);
        long messages = Long.parseLong(arguments[3]) * 1_000_000 / PAYLOAD_BYTES;
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            all(each, sessions, i -> {
                try (Client client = client(port, i)) {
                    client.subscribe("late/" + i + "/+", Qos.AT_LEAST_ONCE, m -> {});
                }
            });
            fill(port, sessions, messages);
            TimeUnit.SECONDS.sleep(5);
            long before = processorMillis(pid);
            long started = System.nanoTime();
            all(each, sessions, i -> {
                CountDownLatch owed = new CountDownLatch(OWED);
                try (Client client = Client.connect(options(port, i), m -> owed.countDown())) {
                    owed.await();
                    client.publish("late/back", new byte[0], Qos.AT_MOST_ONCE, false);
                }
            });
            System.out.printf(
                    "%d sessions, %d messages each: %d ms, %d ms of the hub's processor time%n",
                    sessions,
                    OWED,
                    (System.nanoTime() - started) / 1_000_000,
                    processorMillis(pid) - before);
        }
    }

    private interface Work {
        void of(int session) throws Exception;
    }

    private static void all(ExecutorService each, int sessions, Work work) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            int session = i;
            running.add(each.submit(() -> {
                work.of(session);
                return session;
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private static ClientOptions options(int port, int session) {
        return ClientOptions.of("127.0.0.1", port, "late-" + session)
                .withTimeout(PATIENCE_MILLIS)
                .withStoredSession(MONTH_SECONDS);
    }

    private static Client client(int port, int session) throws IOException {
        return Client.connect(options(port, session));
    }

    private static void fill(int port, int sessions, long messages) throws IOException {
        byte[] payload = new byte[PAYLOAD_BYTES];
        Arrays.fill(payload, (byte) 'x');
        long every = messages / ((long) sessions * OWED);
        try (Client client = Client.connect(ClientOptions.of("127.0.0.1", port, "fill"))) {
            long owed = 0;
            for (long i = 0; i < messages; i++) {
                boolean one = i % every == 0 && owed < (long) sessions * OWED;
                String topic = one ? "late/" + owed++ % sessions + "/x" : "bench/fill/" + i % 100;
                var _ = client.send(topic, payload, Qos.AT_LEAST_ONCE, false);
            }
            client.publish("bench/fill/end", payload, Qos.AT_LEAST_ONCE, false);
        }
    }

    /** User and system time of a process, in steps of 10 ms. */
    private static long processorMillis(String pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
    }
}
