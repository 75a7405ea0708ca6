package io.signalbox.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.signalbox.command.CommandState;
import io.signalbox.device.DeviceFold;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.history.SqlStopped.Limit;
import io.signalbox.journal.JournalReader;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Statements of people on a history with a pump and 200,000 readings of something else. */
class SqlTest {
    private static final long TIME_MILLIS = 10_000;

    @TempDir
    static Path folder;

    private static RecordedPlant plant;
    private static HistoryFile file;
    private static DeviceRegistry devices;
    private static SqlDesk desk;

    @BeforeAll
    static void open() throws Exception {
        plant = new RecordedPlant(folder);
        plant.declarePump("p1");
        plant.publish("d/p1/up/flow", "4.5");
        plant.publish(
                "d/p1/up/all", "{\"flow\":5,\"mode\":\"it's\",\"on\":true,\"ts\":1750000100}");
        plant.publish("d/p1/up/all", "{\"flow\":6,\"ts\":1750000100}");
        plant.publish("d/x/up/all", "{\"flow\":7}");
        plant.command("p1", CommandState.SENT, 1, "");
        plant.alarmStory("p1");
        file = HistoryFile.open(plant.config());
        devices = new DeviceRegistry();
        DeviceFold fold = new DeviceFold(devices, RecordedPlant::check);
        HistoryFold history =
                new HistoryFold(file, fold, plant.snapshots, plant.config(), 0, 0, () -> 0);
        try (JournalReader records = plant.journal.reader(1)) {
            while (records.next()) {
                history.apply(records.entry());
            }
        }
        history.flush();
        try (Connection writer = file.reader();
                Statement sql = writer.createStatement()) {
            sql.execute("INSERT INTO recent SELECT 'm' || i % 100, 'a', TIMESTAMP_MS '2025-01-01',"
                    + " i, NULL, 'good', i, TIMESTAMP_MS '2025-01-01' FROM range(200000) r(i)");
        }
        desk = new SqlDesk(plant.config().memoryBytes(), TIME_MILLIS);
    }

    @AfterAll
    static void close() {
        file.close();
        plant.close();
    }

    private static SqlAnswer ask(String statement, long limit) throws Exception {
        return ask(desk, statement, limit);
    }

    private static SqlAnswer ask(SqlDesk desk, String statement, long limit) throws Exception {
        return desk.ask(file, SqlQuestion.parse(statement, limit), new SqlTables(devices))
                .answer(0, 0);
    }

    private static List<String> rows(String statement) throws Exception {
        return ask(statement, 1000).rows().stream().map(Object::toString).toList();
    }

    @Test
    void answersWithColumnsAndRowsInOrder() throws Exception {
        SqlAnswer answer = ask(
                "select device, ts, value, text, value > 1 as big, null as nothing"
                        + " from readings where device = 'p1' and point = 'flow' order by seq -- all",
                1000);

        assertThat(answer.columns().toString())
                .contains("device", "VARCHAR", "TIMESTAMP_MS", "DOUBLE", "BOOLEAN", "nothing");
        assertThat(answer.rows().getFirst().toString())
                .isEqualTo("[\"p1\", \"2025-06-15T15:06:43.000Z\", 4.5, null, true, null]");
        assertThat(answer.more()).isFalse();
    }

    @Test
    void aTypeIsAViewWithAColumnForEachPoint() throws Exception {
        assertThat(rows("select * from Pump order by ts"))
                .containsExactly(
                        "[\"p1\", \"2025-06-15T15:06:43.000Z\", 4.5]",
                        "[\"p1\", \"2025-06-15T15:08:20.000Z\", 6]");
    }

    @Test
    void keepsTheOrder() throws Exception {
        assertThat(rows("select value from readings where point = 'a' order by value desc limit 3"))
                .containsExactly("[199999]", "[199998]", "[199997]");
        assertThat(rows("select value from readings where value > 199000 order by value desc"))
                .hasSize(999)
                .startsWith("[199999]", "[199998]");
    }

    @Test
    void devicesAreATable() throws Exception {
        assertThat(rows("select id, type, registered, last_seen is null from devices order by id"))
                .containsExactly("[\"p1\", \"pump\", true, false]", "[\"x\", null, false, false]");
        assertThat(rows("select count(*) from parts")).containsExactly("[0]");
        assertThat(rows("select count(*) from commands c join alarms a on c.device = a.device"))
                .containsExactly("[5]");
        assertThat(rows("select device, state, origin, value, seq > 0 from Commands"))
                .containsExactly("[\"p1\", \"sent\", \"rule:slow\", 30, true]");
        assertThat(rows("with good as (select * from devices) select count(*) from good join"
                        + " readings r on r.device = good.id;"))
                .hasSize(1);
    }

    @Test
    void saysWhenThereIsMore() throws Exception {
        assertThat(ask("select * from readings", 7).rows()).hasSize(7);
        assertThat(ask("select * from readings", 7).more()).isTrue();
        SqlAnswer wide = ask(
                "select repeated.v, v || v || v || v || v from (select '" + "x".repeat(1000)
                        + "' v, value from readings) repeated",
                4000);
        assertThat(wide.more()).isTrue();
        assertThat(wide.rows().size()).isBetween(2000, 3999);
    }

    @Test
    void integersAreExactAndWhatIsNoNumberIsAWord() throws Exception {
        assertThat(rows("select 9007199254740993, sum(seq) > 1, 1.5::decimal(4,2),"
                        + " 'nan'::double, date '2026-01-02' from readings"))
                .containsExactly("[\"9007199254740993\", true, 1.5, \"NaN\", \"2026-01-02\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "select 1; select 2",
                "select 1; drop table readings",
                "drop table readings",
                "select * from recent",
                "select * from closed",
                "select * from read_parquet('closed/x.parquet')",
                "delete from readings",
                "with x as (delete from readings returning *) select * from x",
                "with x as (insert into progress values (1, 2) returning *) select * from x",
                "copy readings to '/tmp/signalbox-stolen.csv'",
                "copy (select 1) to 'history/tmp/x.csv'",
                "attach '/tmp/signalbox-other.duckdb' as other",
                "pragma database_list",
                "set memory_limit = '10GB'",
                "set enable_external_access = true",
                "call force_checkpoint()",
                "install httpfs",
                "load httpfs",
                "export database '/tmp/signalbox-stolen'",
                "checkpoint",
                "explain analyze select 1",
                "pivot readings on point using first(device)",
                "select * from read_csv('/etc/passwd')",
                "select * from '/etc/passwd'",
                "select * from read_text('/etc/passwd')",
                "select * from glob('/etc/*')",
                "select * from sniff_csv('/etc/passwd')",
                "select * from read_parquet('https://example.com/a.parquet')",
                "select content from read_blob('/etc/shadow')",
                "select * from duckdb_settings()",
                "select * from duckdb_secrets()",
                "select * from query('drop table readings')",
                "select * from query_table('readings')",
                "select * from json_execute_serialized_sql('x')",
                "select current_setting('temp_directory')",
                "select getenv('HOME')",
                "select getvariable('x')",
                "select write_log('x')",
                "select sleep_ms(100000)",
                "select setseed(0.5)",
                "select * from progress",
                "select * from duckdb_databases",
                "select * from information_schema.tables",
                "select * from temp.main.devices",
                "select system.main.range(10)",
                "with recursive r(i) as (select 1 union all select i + 1 from r) select * from r",
                "with recursive r(s) as (select 'x' union all select s || s from r) select * from r",
                "select len(range(500000000))",
                "select generate_series(1, 500000000)",
                "select repeat('x', 1000000000)",
                "select lpad('x', 1000000000, 'y')",
                "select format('{:1000000000d}', 1)",
                "select replace(device, 'm', device) from readings",
                "select list_transform([1], lambda x: x || x)",
                "select array_agg(x) from range(1000000000) t(x)",
                "select string_agg(device, ',') from readings",
                "select device || device || device || device || device || device from readings",
                "select unnest(range(1000000000))",
                "select ?",
                "select $1",
                "selec 1",
                "select",
                "select nothing from readings",
                "select * from nowhere",
                "select cast('x' as integer)"
            })
    void refusesWhatIsNotOneSelectOfWhatThereIs(String statement) throws Exception {
        BadQuery refusal = catchThrowableOfType(BadQuery.class, () -> ask(statement, 10));

        assertThat((Throwable) refusal).as(statement).isNotNull();
        assertThat(refusal).hasMessageStartingWith("sql: expected ");
        assertThat(String.valueOf(refusal.getMessage()).lines()).hasSize(1);
        assertThat(Files.exists(Path.of("/tmp/signalbox-stolen.csv"))).isFalse();
        stillWrites();
    }

    @ParameterizedTest
    @ValueSource(strings = {"( ", "- ", "[ ", "+ ", "not ", "case when ", "a as (with "})
    void refusesNestingThatIsTooDeep(String opened) {
        String deep = "with " + opened.repeat(7000 / opened.length()) + "1";
        BadQuery refusal = catchThrowableOfType(BadQuery.class, () -> ask(deep, 10));
        assertThat((Throwable) refusal).isNotNull();
    }

    @Test
    void refusesWhatIsTooLong() {
        String longer = "select 1 -- " + "x".repeat(8192);
        assertThat(catchThrowableOfType(BadQuery.class, () -> ask(longer, 10)))
                .hasMessageContaining("at most 8192 bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "TIME; select count(*) from readings a, readings b, readings c",
                "TIME; select sum(x) from generate_series(1, 1000000000000) t(x)",
                "TIME; select * from range(1000000000000) a(x) where x < 0",
                "MEMORY; select count(distinct x) from range(1000000000) t(x)",
                "MEMORY; select median(a.value + b.value) from readings a, readings b",
            })
    void endsWhatTakesTooMuch(Limit limit, String statement) throws Exception {
        SqlDesk hasty = new SqlDesk(plant.config().memoryBytes(), 150);
        SqlStopped stopped =
                catchThrowableOfType(SqlStopped.class, () -> ask(hasty, statement, 10));

        assertThat((Throwable) stopped).as(statement).isNotNull();
        assertThat(stopped.limit()).isIn(limit, Limit.TIME);
        stillWrites();
    }

    @Test
    void aGuestGivesWayWhenTheHistoryHasToWrite() throws Exception {
        Thread history;
        try (Connection reader = file.reader();
                Statement sql = reader.createStatement();
                Guests.Guest guest = file.guests().enter()) {
            guest.runs(sql);
            history = Thread.ofPlatform().start(() -> file.guests().evict());
            assertThatThrownBy(() -> sql.executeQuery("select count(*) from range(1000000000000)"))
                    .isInstanceOf(SQLException.class);
            assertThat(guest.stopped()).isEqualTo(Limit.MEMORY);
        }
        history.join();
        file.guests().admit();
        assertThat(file.guests().evict()).isFalse();
    }

    @Test
    void theHistoryIsWrittenWhileStatementsTakeAllTheyGet(@TempDir Path other) throws Exception {
        HistoryConfig small = new HistoryConfig(other, 32 << 20, Duration.ofDays(9));
        SqlDesk hungry = new SqlDesk(small.memoryBytes(), 200);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger statements = new AtomicInteger();
        try (HistoryFile busy = HistoryFile.open(small)) {
            Thread person = Thread.ofPlatform().start(() -> {
                while (!ended.get()) {
                    SqlStopped stopped = catchThrowableOfType(
                            SqlStopped.class,
                            () -> hungry.ask(
                                    busy,
                                    new SqlQuestion(
                                            "select median(a.x + b.x) from range(1000000)"
                                                    + " a(x), range(10000) b(x)",
                                            1),
                                    new SqlTables(devices)));
                    statements.addAndGet(stopped == null ? 0 : 1);
                }
            });
            Reading[] rows = new Reading[20_000];
            for (int batch = 1; batch <= 5; batch++) {
                for (int i = 0; i < rows.length; i++) {
                    long at = RecordedPlant.START + i;
                    Value value = new Value.Numeric(i * 0.7 + batch);
                    rows[i] = new Reading("p" + i % 7, "a", value, at, at, Quality.GOOD, batch);
                }
                busy.write(List.of(rows), batch);
            }
            ended.set(true);
            person.join();
            assertThat(statements.get()).isPositive();
            assertThat(busy.size(0).orElseThrow().rows()).isEqualTo(100_000);
        }
    }

    private static void stillWrites() throws Exception {
        file.write(List.of(), file.through());
        assertThat(rows("select count(*) > 200000 from readings")).containsExactly("[true]");
    }
}
