package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The history in Debian's PostgreSQL, looked at with psql. */
@Timeout(600)
class PostgresIT {
    private static final int KILLS = Integer.getInteger("kills", 4);

    @TempDir
    Path folder;

    private PostgresServer server;

    @BeforeEach
    void start() throws IOException {
        server = PostgresServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HubProcess hub() {
        HubProcess hub = HubProcess.launch(
                folder.resolve("data"), Map.of("SIGNALBOX_HISTORY__URL", server.url()));
        hub.awaitReady();
        return hub;
    }

    @Test
    void psqlAndTheHubSeeTheSameRows() {
        try (HubProcess hub = hub()) {
            for (String payload : new String[] {
                "{\"n\":0.1,\"w\":\"a\\\\b\",\"on\":true,\"ts\":1750000000123}",
                "{\"n\":-5,\"w\":\"it's\",\"on\":false,\"ts\":1750000100000}",
                "{\"n\":1e300,\"ts\":1750000200000}"
            }) {
                assertThat(hub.cli("pub", "-t", "d/p1/up/all", "-m", payload).exitCode())
                        .isZero();
            }
            HubProcess.Result rows = hub.cli(
                    "data",
                    "query",
                    "--device",
                    "p1",
                    "--point",
                    "n",
                    "--from",
                    "2025-01-01",
                    "--json");
            assertThat(rows.out())
                    .contains("\"time\":\"2025-06-15T15:06:40.123Z\"", "\"value\":0.1")
                    .contains("\"value\":-5", "\"value\":1.0E300");
            HubProcess.Result parts = hub.cli(
                    "data",
                    "query",
                    "--device",
                    "p1",
                    "--point",
                    "on",
                    "--from",
                    "2025-01-01",
                    "--every",
                    "1d",
                    "--fn",
                    "avg,min,max,sum,count,first,last",
                    "--json");
            assertThat(parts.out())
                    .contains("\"avg\":0.5", "\"count\":2", "\"first\":1", "\"last\":0");
            assertThat(hub.cli("data", "export", "-").out().lines()).hasSize(8);
            assertThat(hub.cli(
                                    "data",
                                    "sql",
                                    "select point, count(*) from readings where device = 'p1'"
                                            + " group by point order by point",
                                    "--csv")
                            .out())
                    .contains("n,3", "on,2", "w,2");
            Path parquet = folder.resolve("all.parquet");
            HubProcess.Result export = hub.cli("data", "export", parquet.toString());
            assertThat(export.exitCode()).as(export.err()).isZero();
            assertThat(rows(parquet)).isEqualTo("n 3, on 2, w 2");
            assertThat(folder.resolve("data/history/export")).isEmptyDirectory();
            assertThat(server.psql("select point, ts, value, text, quality from signalbox.readings"
                            + " where device = 'p1' order by ts, point"))
                    .contains(
                            "n|2025-06-15 15:06:40.123|0.1||", "on|2025-06-15 15:06:40.123|1|true|")
                    .contains("w|2025-06-15 15:06:40.123||a\\b|", "w|2025-06-15 15:08:20||it's|");
            assertThat(server.psql("select applied_through > 0 from signalbox.progress"))
                    .isEqualTo("t");
            try (HubProcess second = HubProcess.launch(
                    folder.resolve("other"), Map.of("SIGNALBOX_HISTORY__URL", server.url()))) {
                second.awaitReady();
                assertThat(second.cli("data", "export", "-").err()).contains("another hub");
            }
        }
    }

    private static String rows(Path parquet) {
        try (Connection reader = DriverManager.getConnection("jdbc:duckdb:");
                Statement sql = reader.createStatement();
                ResultSet row = sql.executeQuery("select string_agg(p, ', ' order by p) from"
                        + " (select point || ' ' || count(*) as p from '" + parquet
                        + "' where device = 'p1' group by point)")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void kill9OfTheServerLosesAndDoublesNothing() throws Exception {
        Random random = new Random(7);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        try (HubProcess hub = hub()) {
            Thread publisher = Thread.ofVirtual()
                    .start(() -> publish(hub.mqttPort(), next, acknowledged, ended));
            for (int i = 0; i < KILLS; i++) {
                TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(1500));
                server.kill();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
                server.begin();
            }
            ended.set(true);
            publisher.join();
            int sent = next.get();
            assertThat(acknowledged.get()).isEqualTo(sent).isGreaterThan(100 * KILLS);
            awaitRows(hub, sent);
            assertThat(server.psql("select count(*), count(distinct value), sum(value)::bigint"
                            + " from signalbox.readings where device = 'k1'"))
                    .isEqualTo(sent + "|" + sent + "|" + (long) sent * (sent - 1) / 2);
        }
    }

    @Test
    void kill9OfTheHubLosesAndDoublesNothing() throws Exception {
        Random random = new Random(11);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger acknowledged = new AtomicInteger();
        for (int i = 0; i < KILLS; i++) {
            try (HubProcess hub = hub()) {
                Thread publisher = Thread.ofVirtual()
                        .start(() ->
                                publish(hub.mqttPort(), next, acknowledged, new AtomicBoolean()));
                TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(1500));
                hub.kill();
                publisher.join();
            }
        }
        try (HubProcess hub = hub()) {
            HubProcess.Result verdict = hub.cli("data", "verify");
            assertThat(verdict.exitCode()).as(verdict.out() + verdict.err()).isZero();
            String[] found = server.psql("select count(*), count(distinct value)"
                            + " from signalbox.readings where device = 'k1'")
                    .split("\\|");
            assertThat(found[0]).isEqualTo(found[1]);
            assertThat(Integer.parseInt(found[0])).isBetween(acknowledged.get(), next.get());
            assertThat(verdict.out())
                    .contains(
                            String.format(Locale.ROOT, "%,d readings", Integer.parseInt(found[0])));
        }
    }

    /** The history tries again after pauses of up to a minute; nothing else waits for it. */
    private void awaitRows(HubProcess hub, int rows) throws InterruptedException {
        for (int i = 0; i < 240; i++) {
            HubProcess.Result count = hub.cli(
                    "data",
                    "query",
                    "--device",
                    "k1",
                    "--point",
                    "n",
                    "--from",
                    "-1d",
                    "--every",
                    "300d",
                    "--fn",
                    "count",
                    "--json");
            if (count.out().contains("\"count\":" + rows)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private static void publish(
            int port, AtomicInteger next, AtomicInteger acknowledged, AtomicBoolean ended) {
        try (Client client = Client.connect(ClientOptions.of("127.0.0.1", port, "k1"))) {
            CompletableFuture<?> last = CompletableFuture.completedFuture(null);
            while (!ended.get()) {
                LockSupport.parkNanos(500_000);
                byte[] payload =
                        Integer.toString(next.getAndIncrement()).getBytes(StandardCharsets.UTF_8);
                last = client.send("d/k1/up/n", payload, Qos.AT_LEAST_ONCE, false)
                        .thenRun(acknowledged::incrementAndGet);
            }
            last.exceptionally(lost -> null).join();
        } catch (IOException e) {
            // The hub was killed, as planned; what it had not acknowledged is not counted.
            ended.set(true);
        }
    }
}
