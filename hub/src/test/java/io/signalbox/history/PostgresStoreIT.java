package io.signalbox.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.alarm.AlarmKey;
import io.signalbox.command.CommandState;
import io.signalbox.history.HistoryAnswer.Buckets;
import io.signalbox.history.HistoryAnswer.Readings;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;
import io.signalbox.outside.PostgresServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What both stores answer alike, asked of Debian's PostgreSQL. */
@Timeout(120)
class PostgresStoreIT {
    private static final long START = RecordedPlant.START;
    private static final long MINUTE = 60_000;

    private PostgresServer server;

    @BeforeEach
    void start() throws IOException {
        server = PostgresServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Reading reading(String point, Value value, long time, long received, long seq) {
        return new Reading("p1", point, value, time, received, Quality.GOOD, seq);
    }

    private static HistoryAnswer.Rows ask(HistoryStore store, HistoryQuery query)
            throws SQLException {
        try (Connection reader = store.reader()) {
            return new Question(query, true).ask(store, reader);
        }
    }

    private static HistoryQuery query(long every, boolean all, BucketFunction... functions) {
        return new HistoryQuery(
                "p1", "a", 0, HistoryQuery.END_MILLIS, 100, every, List.of(functions), all);
    }

    @Test
    void anImportAddsWhatIsNotThere() throws SQLException {
        List<Reading> file = List.of(
                reading("a", new Value.Numeric(1), START, START, 2),
                reading("a", new Value.Numeric(1), START, START, 2),
                reading("a", new Value.Text("x"), START, START, 2),
                reading("a", new Value.Bool(true), START, START, 2));
        try (PostgresStore store = PostgresStore.open(server.url())) {
            store.write(List.of(file.getFirst()), 1);
            store.merge(file, 2);
            store.merge(file, 3);
            assertThat(store.through()).isEqualTo(3);
        }
        assertThat(server.psql("select count(*) from signalbox.readings")).isEqualTo("3");
        try (PostgresStore again = PostgresStore.open(server.url())) {
            assertThat(again.through()).isEqualTo(3);
        }
    }

    @Test
    void correctionsPartsAndDeletionsAreAsInTheFile() throws SQLException {
        try (PostgresStore store = PostgresStore.open(server.url())) {
            List<Reading> readings = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                readings.add(reading(
                        "a", new Value.Numeric(i), START + i * MINUTE, START + i * MINUTE, i + 1));
            }
            readings.add(reading("a", new Value.Numeric(-7), START, START + MINUTE, 101));
            store.write(readings, 101);
            Readings newest = (Readings) ask(store, query(0, false));
            assertThat(newest.readings()).hasSize(100);
            assertThat(newest.readings().getFirst().value()).isEqualTo(new Value.Numeric(-7));
            assertThat(ask(store, query(0, true)).size()).isEqualTo(101);

            BucketFunction[] whole = {
                BucketFunction.AVG,
                BucketFunction.MIN,
                BucketFunction.MAX,
                BucketFunction.SUM,
                BucketFunction.COUNT
            };
            assertThat(((Buckets) ask(
                                    store,
                                    query(
                                            1000 * MINUTE,
                                            false,
                                            BucketFunction.FIRST,
                                            BucketFunction.LAST)))
                            .buckets()
                            .getLast()
                            .values())
                    .containsEntry(BucketFunction.FIRST, -7.0)
                    .containsEntry(BucketFunction.LAST, 99.0);
            store.delete(new Deletion(START, 5 * MINUTE, 0));
            HistoryAnswer.Rows before = ask(store, query(10 * MINUTE, true, whole));
            store.delete(new Deletion(
                    START + 200 * MINUTE,
                    5 * MINUTE,
                    0,
                    List.of(new Deletion.Kept("Meter", "a", 0)),
                    Map.of("p1", "Meter"),
                    ""));
            assertThat(server.psql("select count(*) from signalbox.readings where point <> 'a'"))
                    .isEqualTo("0");
            assertThat(server.psql("select count(*) > 0 from signalbox.readings"))
                    .isEqualTo("t");
            store.delete(new Deletion(START + 200 * MINUTE, 5 * MINUTE, 0));
            assertThat(server.psql("select count(*) from signalbox.readings")).isEqualTo("0");
            assertThat(ask(store, query(10 * MINUTE, true, whole))).isEqualTo(before);
            store.delete(new Deletion(START + 200 * MINUTE, 5 * MINUTE, START + 200 * MINUTE));
            assertThat(server.psql("select count(*) from signalbox.parts")).isEqualTo("0");
        }
    }

    @Test
    void commandsAndAlarmsAreAsInTheFile() throws SQLException {
        Batch batch = new Batch();
        batch.commands().add(step(new Value.Numeric(30), "rule:slow", "", 1));
        batch.commands().add(step(new Value.Text("a\tb\\"), "", "dry:\nno", 2));
        AlarmKey key = new AlarmKey("hot", "p1", 1);
        batch.alarms().add(new AlarmEvent(key, "raised", "major", "81 °C", "", "", START, 3));
        batch.alarms().add(new AlarmEvent(key, "acknowledged", "", "", "bob", "x", START, 4));
        batch.decisions()
                .add(new DecisionEvent(
                        "hot", "p1", "ab", -7, "activated", "[\"\\t\"]", "", START, 5));
        try (PostgresStore store = PostgresStore.open(server.url())) {
            store.write(batch, 4);
            assertThat(store.through()).isEqualTo(4);
            String commands = "select c.seq, c.text, c.origin is null, c.reason is null, c.ts"
                    + " from signalbox.commands c where text is null";
            assertThat(server.psql(commands)).isEqualTo("1||f|t|2025-06-15 15:06:40");
            assertThat(server.psql("select id, device, point, state, attempt, length(text), origin"
                            + " is null, length(reason) from signalbox.commands where seq = 2"))
                    .isEqualTo("c1|p1|speed|sent|2|4|t|7");
            assertThat(server.psql("select a.* from signalbox.alarms a where seq = 3"))
                    .isEqualTo("hot|p1|1|raised|major|81 °C|||2025-06-15 15:06:40|3");
            PastQuery all = new PastQuery("p1", "", "sent", 0, HistoryQuery.END_MILLIS, 10);
            try (Connection reader = store.reader()) {
                assertThat(new PastQuestion(all).commands(reader).rows())
                        .containsExactly(new PastCommand(batch.commands()));
                assertThat(new PastQuestion(all).alarms(reader).rows())
                        .isEqualTo(batch.alarms().reversed());
                assertThat(new PastQuestion(all).decisions(reader, true).rows())
                        .isEqualTo(batch.decisions());
            }
            store.delete(new Deletion(START, 0, 0));
            assertThat(server.psql("select count(*) from signalbox.alarms")).isEqualTo("2");
            store.delete(new Deletion(START + 1, 0, 0));
        }
        assertThat(server.psql("select (select count(*) from signalbox.alarms)"
                        + " + (select count(*) from signalbox.commands)"))
                .isEqualTo("0");
    }

    private static CommandStep step(Value value, String origin, String reason, long sequence) {
        return new CommandStep(
                "c1", "p1", "speed", value, origin, CommandState.SENT, 2, reason, START, sequence);
    }

    @Test
    void aSecondHubIsKeptAway() throws SQLException {
        try (PostgresStore first = PostgresStore.open(server.url())) {
            assertThat(first.through()).isZero();
            assertThatThrownBy(() -> PostgresStore.open(server.url()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("another hub");
        }
        PostgresStore.open(server.url()).close();
    }
}
