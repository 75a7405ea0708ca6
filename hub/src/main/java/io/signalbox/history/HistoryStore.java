package io.signalbox.history;

import io.signalbox.device.DeviceRegistry;
import io.signalbox.history.ClosedFile.Bounds;
import io.signalbox.message.Reading;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Where the rows are: the tables, and how far in the journal they reach.
 *
 * <p>{@code readings(device, point, ts, value, text, quality, seq, received)} is a stable schema,
 * the same everywhere: {@code ts} is the time of the event and {@code received} that of arrival, both
 * UTC; a number stands in {@code value} alone, a whole one beyond 2^53 in both, with all its digits
 * in {@code text}, a word in {@code text} alone, so does a position as {@code geo:52.5,13.4}, and yes
 * and no in both, as 1 and {@code true} or 0 and {@code false}; {@code quality} is good, uncertain,
 * bad or stale; {@code seq} is the journal record that the reading came in.
 *
 * <p>{@code parts(device, point, ts, low, high, total, numbers, count)} is what is kept of readings
 * that were deleted: of the part of time that begins at {@code ts}. One part may have several rows.
 *
 * <p>{@code commands(id, device, point, value, text, origin, state, attempt, reason, ts, seq)} has a
 * row for each COMMAND record, {@code alarms(rule, device, action, event, severity, text, person,
 * note, ts, seq)} one for each ALARM record; {@code ts} is the time of the record, and what is not
 * said is NULL.
 *
 * <p>{@code decisions(rule, device, version, activation, change, because, actions, ts, seq)} has one
 * for each TRACE record: {@code ts} is the time of the decision, {@code because} and {@code actions}
 * are JSON.
 *
 * <p>{@code records(seq, kind, flags, subject, ts, body)} has what else of the journal is needed to
 * decide again: see {@link KeptRecord}.
 */
sealed interface HistoryStore extends AutoCloseable permits HistoryFile, PostgresStore {
    /** The format, the high-water mark, and whether there are rows of {@code records}. */
    String PROGRESS =
            "SELECT format, applied_through, EXISTS (SELECT 1 FROM records) FROM progress";

    /** The last journal record whose rows are in the store. */
    long through();

    /** Whether it has rows of {@code records} since some time. */
    boolean recorded();

    /** Adds the rows and moves the high-water mark: both or, after any crash, neither. */
    void write(Batch batch, long appliedThrough) throws SQLException;

    /** The same with readings alone. */
    default void write(List<Reading> readings, long appliedThrough) throws SQLException {
        write(new Batch(readings, List.of(), List.of(), List.of(), List.of()), appliedThrough);
    }

    /**
     * The same with readings from a file: those that the history has already, with the same device,
     * point, time and value, are not added again.
     */
    void merge(List<Reading> readings, long appliedThrough) throws SQLException;

    /** Deletes what is old enough, in one transaction. */
    void delete(Deletion deletion) throws SQLException;

    /** How large it is by now; empty if its disk is somebody else's. */
    Optional<HistorySize> size(long nowMillis) throws SQLException;

    /** A connection that reads; whoever asked closes it. */
    Connection reader() throws SQLException;

    /** Lets go of it; what failed is in the log. */
    @Override
    void close();

    /**
     * Readings within these bounds, and perhaps others, as a table that has their order among
     * themselves as {@code place}; once for each reader.
     */
    String source(Connection reader, Bounds ts, Bounds seq) throws SQLException;

    /** Says which devices and types there are, where others may ask without the hub. */
    default void describe(DeviceRegistry registry) {}

    /** Does what is due at this time beside writing. */
    default void tidy(long nowMillis) throws SQLException {}

    /**
     * The statement that adds the rows of a table as {@link #merge} wants.
     *
     * @param into the table for new rows
     * @param all a table that has all readings of these times
     */
    static String merge(String incoming, String into, String all) {
        String columns = ClosedTables.COLUMNS;
        return "INSERT INTO " + into + "(" + columns + ") SELECT " + columns + " FROM (SELECT *,"
                + " row_number() OVER (PARTITION BY device, point, ts, value, text ORDER BY received)"
                + " AS nth FROM " + incoming + ") i WHERE nth = 1 AND NOT EXISTS (SELECT 1 FROM "
                + all + " r WHERE r.device = i.device AND r.point = i.point AND r.ts = i.ts"
                + " AND r.value IS NOT DISTINCT FROM i.value"
                + " AND r.text IS NOT DISTINCT FROM i.text)";
    }
}
