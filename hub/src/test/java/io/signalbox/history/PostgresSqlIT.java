package io.signalbox.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.device.DeviceFold;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.journal.JournalReader;
import io.signalbox.outside.PostgresServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** Statements of people on Debian's PostgreSQL, as a superuser: nothing but the subset keeps them out. */
@Timeout(120)
class PostgresSqlIT {
    private static final List<String> HOSTILE = List.of(
            "select pg_read_file('/etc/passwd')",
            "select * from pg_ls_dir('/')",
            "select set_config('role', 'none', true)",
            "select query_to_xml('select 1', true, true, '')",
            "select lo_import('/etc/passwd')",
            "select pg_sleep(100)",
            "select pg_terminate_backend(1)",
            "select dblink('', 'select 1')",
            "select * from pg_shadow",
            "select * from pg_authid",
            "select * from information_schema.tables",
            "select * from signalbox.progress",
            "select * from progress",
            "select * from records",
            "select pg_catalog.pg_read_file('/etc/passwd')",
            "copy readings to program 'touch /tmp/x'",
            "copy (select 1) to '/tmp/x.csv'",
            "insert into readings select * from readings",
            "with x as (delete from readings returning *) select * from x",
            "select 1; drop table readings",
            "do $$ begin perform 1; end $$",
            "set role none",
            "select $$a'$$ || pg_read_file('/etc/passwd')",
            "select 'a\\' || pg_read_file($$/etc/passwd$$) || '",
            "select U&'\\0027' || pg_read_file('/etc/passwd')",
            "select repeat('x', 1000000000)",
            "select string_agg(device, '') from readings",
            "select cast((select 1) as int), current_setting('data_directory')",
            "select xmlparse(document '<a/>')",
            "explain analyze select 1");

    @TempDir
    static Path folder;

    private static PostgresServer server;
    private static PostgresStore store;
    private static DeviceRegistry devices;

    @BeforeAll
    static void fill() throws Exception {
        server = PostgresServer.start();
        store = PostgresStore.open(server.url());
        devices = new DeviceRegistry();
        DeviceFold fold = new DeviceFold(devices, RecordedPlant::check);
        try (RecordedPlant plant = new RecordedPlant(folder)) {
            plant.declarePump("p1");
            plant.publish("d/p1/up/flow", "4.5");
            plant.publish("d/p1/up/all", "{\"flow\":5,\"mode\":\"it's\",\"ts\":1750000100}");
            plant.publish("d/p1/up/all", "{\"flow\":6,\"ts\":1750000100}");
            plant.publish("d/x/up/all", "{\"flow\":7}");
            plant.tick();
            HistoryFold history = new HistoryFold(
                    store, fold, plant.snapshots, plant.config(), 0, 0, plant.journal::bytes);
            try (JournalReader records = plant.journal.reader(1)) {
                while (records.next()) {
                    history.apply(records.entry());
                }
            }
            long _ = history.flush();
            history.caughtUp(plant.journal.committed());
        }
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    private static SqlAnswer ask(String statement) throws Exception {
        return new PostgresDesk(2_000)
                .ask(store, SqlQuestion.parse(statement, null), new SqlTables(devices))
                .answer(0, 0);
    }

    private static List<String> rows(String statement) throws Exception {
        return ask(statement).rows().stream().map(Object::toString).toList();
    }

    @Test
    void answersWithColumnsAndRowsAsTheFileDoes() throws Exception {
        SqlAnswer answer = ask("select device, ts, value, text, value > 1 as big, null as nothing"
                + " from readings where device = 'p1' and point = 'flow' order by seq");
        assertThat(answer.rows().getFirst().toString())
                .isEqualTo("[\"p1\", \"2025-06-15T15:06:43.000Z\", 4.5, null, true, null]");
        assertThat(rows("select point, count(*), max(value) from readings where text is null"
                        + " group by point having count(*) > 1"))
                .containsExactly("[\"flow\", 4, 7]");
        assertThat(rows("select id, type from devices where registered order by id"))
                .containsExactly("[\"p1\", \"pump\"]");
        assertThat(rows("select time_bucket(interval '1 hour', ts) as b, count(*) from readings"
                        + " where ts < now() - to_days(1) and text is null group by b"))
                .containsExactly("[\"2025-06-15T15:00:00.000Z\", 4]");
        assertThat(rows("select 'it''s \\' || point from readings where point = 'mode'"))
                .containsExactly("[\"it's \\\\mode\"]");
    }

    @Test
    void aTypeIsAViewForTheHubAndForPsql() throws Exception {
        assertThat(rows("select * from Pump order by ts"))
                .containsExactly(
                        "[\"p1\", \"2025-06-15T15:06:43.000Z\", 4.5]",
                        "[\"p1\", \"2025-06-15T15:08:20.000Z\", 6]");
        assertThat(server.psql("select flow from signalbox_types.pump order by ts"))
                .isEqualTo("4.5\n6");
    }

    @Test
    void hostileStatementsReachNothing() {
        for (String hostile : HOSTILE) {
            assertThatThrownBy(() -> ask(hostile)).as(hostile).isInstanceOf(BadQuery.class);
        }
        assertThat(server.psql("select count(*) from signalbox.readings")).isEqualTo("5");
    }

    @Test
    void whatTakesTooLongIsEndedAtTheServer() {
        assertThatThrownBy(() -> ask("select count(*) from generate_series(1, 100000) a(x),"
                        + " generate_series(1, 100000) b(y) where a.x * b.y % 7 = 9"))
                .isInstanceOf(SqlStopped.class)
                .hasMessageContaining("within 2 s");
        assertThat(server.psql("select count(*) from pg_stat_activity where state = 'active'"
                        + " and query like '%generate_series%' and pid <> pg_backend_pid()"))
                .isEqualTo("0");
    }
}
