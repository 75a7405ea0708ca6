package io.signalbox.history;

import io.signalbox.device.DeviceRegistry;
import io.signalbox.history.ClosedFile.Bounds;
import io.signalbox.message.Reading;

import org.postgresql.Driver;
import org.postgresql.PGConnection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The history in somebody's PostgreSQL: the same tables in the schema {@code signalbox}.
 *
 * <p>Rows come by COPY, in one transaction with their high-water mark. An advisory lock keeps a
 * second hub away; the server lets go of it when the connection of the first is gone. Functions by
 * the names that DuckDB has for them let both be asked with the same statements. Where the extension
 * TimescaleDB is there, {@code readings} is a hypertable.
 */
final class PostgresStore implements HistoryStore {
    private static final Logger LOG = System.getLogger(PostgresStore.class.getName());
    private static final int FORMAT = 1;
    private static final int CONNECT_SECONDS = 10;

    /** What a server may take for an answer before it is taken for gone. */
    private static final int ANSWER_SECONDS = 120;

    /** Rows of an answer that are in memory at a time. */
    private static final int FETCHED_ROWS = 10_000;

    private static final int LOCK_SECONDS = 3;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** The digits of "signal", for the lock. */
    private static final long LOCK = 0x7369_676e_616cL;

    private static final String SCHEMA = """
            CREATE SCHEMA IF NOT EXISTS signalbox;
            SET search_path = signalbox;
            CREATE TABLE IF NOT EXISTS readings(
              device text NOT NULL, point text NOT NULL, ts timestamp(3) NOT NULL,
              value double precision, text text, quality text NOT NULL, seq bigint NOT NULL,
              received timestamp(3) NOT NULL, rowid bigint GENERATED ALWAYS AS IDENTITY);
            CREATE INDEX IF NOT EXISTS readings_device ON readings(device, point, ts);
            CREATE INDEX IF NOT EXISTS readings_seq ON readings USING brin(seq);
            CREATE INDEX IF NOT EXISTS readings_received ON readings USING brin(received);
            CREATE TABLE IF NOT EXISTS parts(device text NOT NULL, point text NOT NULL,
              ts timestamp(3) NOT NULL, low double precision, high double precision,
              total double precision, numbers bigint NOT NULL, count bigint NOT NULL);
            CREATE INDEX IF NOT EXISTS parts_device ON parts(device, point, ts);
            CREATE TABLE IF NOT EXISTS commands(id text NOT NULL, device text NOT NULL,
              point text NOT NULL, value double precision, text text, origin text,
              state text NOT NULL, attempt integer NOT NULL, reason text,
              ts timestamp(3) NOT NULL, seq bigint NOT NULL);
            CREATE INDEX IF NOT EXISTS commands_device ON commands(device, ts);
            CREATE TABLE IF NOT EXISTS alarms(rule text NOT NULL, device text NOT NULL,
              action integer NOT NULL, event text NOT NULL, severity text, text text, person text,
              note text, ts timestamp(3) NOT NULL, seq bigint NOT NULL);
            CREATE INDEX IF NOT EXISTS alarms_device ON alarms(device, ts);
            CREATE TABLE IF NOT EXISTS decisions(rule text NOT NULL, device text NOT NULL,
              version text NOT NULL, activation bigint NOT NULL, change text NOT NULL,
              because text, actions text, ts timestamp(3) NOT NULL, seq bigint NOT NULL);
            CREATE INDEX IF NOT EXISTS decisions_device ON decisions(device, rule, ts);
            CREATE TABLE IF NOT EXISTS records(seq bigint NOT NULL, kind integer NOT NULL,
              flags integer NOT NULL, subject text, ts timestamp(3) NOT NULL, body bytea);
            CREATE INDEX IF NOT EXISTS records_seq ON records USING brin(seq);
            CREATE INDEX IF NOT EXISTS records_ts ON records USING brin(ts);
            CREATE INDEX IF NOT EXISTS records_kind ON records(kind, seq) WHERE kind <> 2;
            CREATE TABLE IF NOT EXISTS devices(id text NOT NULL, type text, place text,
              registered boolean NOT NULL, created timestamp(3) NOT NULL, last_seen timestamp(3));
            CREATE SCHEMA IF NOT EXISTS signalbox_types;
            CREATE TABLE IF NOT EXISTS progress(format integer NOT NULL,
              applied_through bigint NOT NULL);
            INSERT INTO progress SELECT %d, 0 WHERE NOT EXISTS (SELECT 1 FROM progress);
            DO $$ BEGIN
              IF NOT EXISTS (SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                  WHERE t.typname = 'timestamp_ms' AND n.nspname = 'signalbox') THEN
                CREATE DOMAIN timestamp_ms AS timestamp(3);
              END IF;
            END $$;
            CREATE OR REPLACE FUNCTION epoch_ms(timestamp) RETURNS bigint
              LANGUAGE sql IMMUTABLE PARALLEL SAFE
              AS 'SELECT (extract(epoch from $1) * 1000)::bigint';
            CREATE OR REPLACE FUNCTION make_timestamp_ms(bigint) RETURNS timestamp
              LANGUAGE sql IMMUTABLE PARALLEL SAFE
              AS 'SELECT timestamp ''1970-01-01'' + $1 * interval ''1 ms''';
            CREATE OR REPLACE FUNCTION to_days(bigint) RETURNS interval
              LANGUAGE sql IMMUTABLE AS 'SELECT make_interval(days => $1::integer)';
            CREATE OR REPLACE FUNCTION to_hours(bigint) RETURNS interval
              LANGUAGE sql IMMUTABLE AS 'SELECT make_interval(hours => $1::integer)';
            CREATE OR REPLACE FUNCTION to_minutes(bigint) RETURNS interval
              LANGUAGE sql IMMUTABLE AS 'SELECT make_interval(mins => $1::integer)';
            CREATE OR REPLACE FUNCTION time_bucket(interval, timestamp) RETURNS timestamp
              LANGUAGE sql IMMUTABLE AS 'SELECT date_bin($1, $2, timestamp ''2000-01-03'')';
            CREATE OR REPLACE FUNCTION arg_first(double precision[]) RETURNS double precision
              LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT $1[1]';
            CREATE OR REPLACE FUNCTION arg_later(double precision[], double precision, timestamp)
              RETURNS double precision[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
              AS 'SELECT CASE WHEN $2 IS NULL OR $1[2] > extract(epoch from $3) THEN $1
                  ELSE ARRAY[$2, extract(epoch from $3)::double precision] END';
            CREATE OR REPLACE FUNCTION arg_earlier(double precision[], double precision, timestamp)
              RETURNS double precision[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
              AS 'SELECT CASE WHEN $2 IS NULL OR $1[2] <= extract(epoch from $3) THEN $1
                  ELSE ARRAY[$2, extract(epoch from $3)::double precision] END';
            CREATE OR REPLACE AGGREGATE arg_max(double precision, timestamp)(
              SFUNC = arg_later, STYPE = double precision[], FINALFUNC = arg_first);
            CREATE OR REPLACE AGGREGATE arg_min(double precision, timestamp)(
              SFUNC = arg_earlier, STYPE = double precision[], FINALFUNC = arg_first);
            """.formatted(FORMAT);

    private static final String INCOMING = "CREATE TEMP TABLE IF NOT EXISTS incoming"
            + " (LIKE readings) ON COMMIT DELETE ROWS;"
            + " ALTER TABLE incoming ALTER rowid DROP NOT NULL";

    private static final String MERGE = HistoryStore.merge("incoming", "readings", "readings");

    private final String url;
    private final Connection writer;
    private final PostgresTypes types;
    private volatile long through;
    private boolean recorded;

    private PostgresStore(String url, Connection writer) {
        this.url = url;
        this.writer = writer;
        this.types = new PostgresTypes(writer);
    }

    /**
     * Connects, and makes what is not there.
     *
     * @throws SQLException if the server cannot be reached, or another hub writes there
     */
    static PostgresStore open(String url) throws SQLException {
        Connection writer = connect(url);
        try {
            PostgresStore store = new PostgresStore(url, writer);
            store.prepare();
            return store;
        } catch (SQLException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private static Connection connect(String url, String... more) throws SQLException {
        Properties words = new Properties();
        words.setProperty("currentSchema", "signalbox");
        words.setProperty("ApplicationName", "signalbox");
        words.setProperty("connectTimeout", "" + CONNECT_SECONDS);
        words.setProperty("socketTimeout", "" + ANSWER_SECONDS);
        words.setProperty("tcpKeepAlive", "true");
        for (int i = 0; i < more.length; i += 2) {
            words.setProperty(more[i], more[i + 1]);
        }
        Connection connection = new Driver().connect(url, words);
        if (connection == null) {
            throw new SQLException("expected jdbc:postgresql://host:port/database, found " + url);
        }
        return connection;
    }

    private void prepare() throws SQLException {
        try (Statement sql = writer.createStatement()) {
            lock(sql);
            sql.execute("SET client_min_messages = warning");
            sql.execute(SCHEMA);
            try (ResultSet row = sql.executeQuery(PROGRESS)) {
                if (!row.next() || row.getInt(1) != FORMAT) {
                    throw new SQLException("expected history format " + FORMAT + " in signalbox");
                }
                through = row.getLong(2);
                recorded = row.getBoolean(3);
            }
            hypertable(sql);
        }
        writer.setAutoCommit(false);
    }

    /** Waits a little: the server may not have seen yet that the last hub is gone. */
    private static void lock(Statement sql) throws SQLException {
        sql.execute("SET lock_timeout = '" + LOCK_SECONDS + "s'");
        try {
            sql.execute("SELECT pg_advisory_lock(" + LOCK + ")");
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            throw new SQLException(
                    "expected a database of this hub's own, found another hub that writes there;"
                            + " give each a database",
                    e);
        }
        sql.execute("SET lock_timeout = 0");
    }

    private static void hypertable(Statement sql) throws SQLException {
        boolean there;
        try (ResultSet extension =
                sql.executeQuery("SELECT 1 FROM pg_extension WHERE extname = 'timescaledb'")) {
            there = extension.next();
        }
        if (there) {
            sql.execute(
                    "SELECT create_hypertable('signalbox.readings', 'ts', if_not_exists => true,"
                            + " migrate_data => true)");
        }
    }

    @Override
    public long through() {
        return through;
    }

    @Override
    public boolean recorded() {
        return recorded;
    }

    @Override
    public void write(Batch batch, long appliedThrough) throws SQLException {
        transact(
                sql -> {
                    copy(CopyLines.readings(batch.readings()), "readings" + CopyLines.READING);
                    copy(CopyLines.commands(batch.commands()), "commands" + CopyLines.COMMAND);
                    copy(CopyLines.alarms(batch.alarms()), "alarms" + CopyLines.ALARM);
                    copy(CopyLines.decisions(batch.decisions()), "decisions" + CopyLines.DECISION);
                    copy(CopyLines.records(batch.records()), "records" + CopyLines.RECORD);
                },
                appliedThrough);
    }

    @Override
    public void merge(List<Reading> readings, long appliedThrough) throws SQLException {
        transact(
                sql -> {
                    sql.execute(INCOMING);
                    copy(CopyLines.readings(readings), "incoming" + CopyLines.READING);
                    sql.execute(MERGE);
                },
                appliedThrough);
    }

    /** If it fails, the next write tells of the server. */
    @Override
    public void describe(DeviceRegistry registry) {
        try {
            transact(
                    sql -> {
                        sql.execute("DELETE FROM devices");
                        copy(CopyLines.devices(registry.views()), "devices" + CopyLines.DEVICE);
                        types.make(registry, sql);
                    },
                    through);
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "devices and types are not described: " + e.getMessage());
        }
    }

    private interface Change {
        void make(Statement sql) throws SQLException;
    }

    private void transact(Change change, long appliedThrough) throws SQLException {
        try (Statement sql = writer.createStatement()) {
            change.make(sql);
            sql.executeUpdate("UPDATE progress SET applied_through = " + appliedThrough);
            writer.commit();
        } catch (SQLException | RuntimeException e) {
            undo(e);
            throw e;
        }
        through = appliedThrough;
    }

    /** A connection that is lost has undone it already. */
    private void undo(Exception cause) {
        try {
            writer.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void copy(byte[] lines, String rows) throws SQLException {
        if (lines.length == 0) {
            return;
        }
        try {
            writer.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + rows + " FROM STDIN", new ByteArrayInputStream(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(Deletion deletion) throws SQLException {
        transact(
                sql -> {
                    deletion.prepare(writer);
                    for (String step : deletion.statements("readings")) {
                        sql.execute(step);
                    }
                },
                through);
    }

    @Override
    public Optional<HistorySize> size(long nowMillis) {
        return Optional.empty();
    }

    @Override
    public String source(Connection reader, Bounds ts, Bounds seq) {
        return "(SELECT *, rowid AS place FROM readings)";
    }

    @Override
    public Connection reader() throws SQLException {
        Connection reader = connect(url, "defaultRowFetchSize", "" + FETCHED_ROWS);
        reader.setReadOnly(true);
        reader.setAutoCommit(false);
        return reader;
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "the history did not close in order", e);
        }
    }
}
