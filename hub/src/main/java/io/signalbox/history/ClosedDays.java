package io.signalbox.history;

import io.signalbox.history.ClosedFile.Bounds;
import io.signalbox.history.Closer.Closed;
import io.signalbox.history.Closer.Pruned;
import io.signalbox.message.Reading;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Days that are over, in {@link ClosedFile}s. Rows change places in a transaction of the writer, to
 * which all but {@link #source} belongs; a file outlives a power failure before it has one, and is
 * deleted after the last statement that may read it. So whatever happens, each reading is in one
 * place.
 */
final class ClosedDays {
    /** Longer than any statement of a question. */
    private static final long STILL_READ_MILLIS = 2 * 1000L * Question.TIMEOUT_SECONDS;

    private static final long NEVER = Long.MAX_VALUE;

    private static final Logger LOG = System.getLogger(ClosedDays.class.getName());

    private final ClosedFolder folder;
    private final ClosedTables tables;
    private final Closer closer;
    private final long pauseMillis;
    private final Consumer<String> tells;

    /** By the names of files that are no part of the history any more: since when. */
    private final Map<String, Long> given = new HashMap<>();

    /** What is in files that reach further than the writer has come, because its own file is new. */
    private final List<ClosedSpan> ahead = new ArrayList<>();

    private long nextLookMillis = Long.MIN_VALUE;
    private long nextPruneMillis = Long.MIN_VALUE;

    /** By which some files may have to be written anew; null for none. */
    private @Nullable Deletion deletion;

    /** What is changed in one transaction. */
    interface Step {
        void change(Statement sql) throws SQLException;
    }

    /** Changes rows as the writer does. */
    interface Transaction {
        void make(Step step) throws SQLException;
    }

    ClosedDays(HistoryFile history, ClosedFolder folder, HistoryFile.Opening opening) {
        this.folder = folder;
        this.tables = new ClosedTables(folder);
        this.closer = new Closer(history, folder, tables, opening.terms(), opening.threads());
        this.pauseMillis = opening.terms().pauseMillis();
        this.tells = opening.tells();
    }

    /** Makes what is not there; within the transaction that opens the file. */
    void prepare(Connection writer, boolean older) throws SQLException {
        try (Statement sql = writer.createStatement()) {
            if (older) {
                sql.execute("ALTER TABLE readings RENAME TO " + ClosedTables.RECENT);
            }
            sql.execute(FileRows.RECENT);
            sql.execute(ClosedFile.TABLE);
        }
        tables.see(writer);
    }

    /** The files that are there, for a list of them that is new and empty. */
    List<ClosedFile> found(Connection reader) throws SQLException, IOException {
        List<ClosedFile> found = new ArrayList<>();
        for (String name : folder.spans()) {
            try (Statement sql = reader.createStatement()) {
                found.add(tables.describe(sql, name));
            } catch (SQLException e) {
                LOG.log(Level.WARNING, "cannot take over " + name + ": " + e.getMessage());
                folder.moveAside(name);
            }
        }
        return found;
    }

    /**
     * Takes these files over. What the journal still has of their readings comes once more: see
     * {@link #withoutClosed(List)}.
     */
    void adopt(Connection writer, List<ClosedFile> found) throws SQLException {
        for (ClosedFile file : found) {
            tables.add(writer, file);
        }
        tables.see(writer);
        tells.accept(found.size() + " files with closed days are taken over");
    }

    /** Deletes files that are no part of the history, which has been written up to a record. */
    void open(Connection writer, long through) throws SQLException, IOException {
        List<ClosedFile> known = ClosedTables.list(writer);
        folder.sweep(known);
        for (ClosedFile file : known) {
            ClosedSpan.parse(file.name())
                    .filter(span -> span.through() > through)
                    .ifPresent(ahead::add);
        }
    }

    /** Those readings that are not in a closed file already. */
    List<Reading> withoutClosed(List<Reading> readings) {
        return ahead.isEmpty()
                ? readings
                : readings.stream()
                        .filter(reading -> ahead.stream()
                                .noneMatch(span ->
                                        span.contains(reading.eventMillis(), reading.sequence())))
                        .toList();
    }

    /** The same for what is to be written together. */
    Batch withoutClosed(Batch batch) {
        return ahead.isEmpty()
                ? batch
                : new Batch(
                        withoutClosed(batch.readings()),
                        batch.commands(),
                        batch.alarms(),
                        batch.decisions(),
                        batch.records());
    }

    /** As {@link ClosedTables#source}. */
    String source(Connection reader, Bounds ts, Bounds seq) throws SQLException {
        return tables.source(reader, ts, seq);
    }

    /** As {@link ClosedTables#requireSound}. */
    void requireSound(Connection reader) throws SQLException {
        tables.requireSound(reader);
    }

    /** Does what is due: changes places of rows, deletes files, and looks for what can be closed. */
    void tidy(Connection writer, long nowMillis, long through, Transaction transaction)
            throws SQLException {
        for (String name : folder.damaged()) {
            transaction.make(sql -> {
                tables.remove(writer, List.of(name));
                tables.see(writer);
            });
            setAside(name);
        }
        given.replaceAll((name, since) -> since == NEVER ? nowMillis : since);
        given.entrySet().removeIf(gone -> isDeleted(gone.getKey(), nowMillis - gone.getValue()));
        switch (closer.take()) {
            case null -> {}
            case Closed closed -> {
                move(writer, closed, nowMillis, transaction);
                nextLookMillis = nowMillis;
            }
            case Pruned pruned -> replace(writer, pruned, nowMillis, transaction);
        }
        if (closer.busy()) {
            return;
        }
        Deletion wanted = deletion;
        Optional<ClosedFile> next =
                wanted == null ? Optional.empty() : prunable(writer, wanted, nowMillis);
        if (wanted != null && next.isPresent()) {
            closer.start(next.get(), wanted);
        } else if (nowMillis >= nextLookMillis) {
            nextLookMillis = nowMillis + pauseMillis;
            closer.start(nowMillis, through);
        }
    }

    /** A file of which some is too old; one that fails is tried again after a while. */
    private Optional<ClosedFile> prunable(Connection reader, Deletion wanted, long nowMillis)
            throws SQLException {
        for (ClosedFile file : ClosedTables.list(reader)) {
            String mark = wanted.mark(file.received().last());
            if (!mark.isEmpty()
                    && !mark.equals(file.pruned())
                    && folder.trouble(file).isEmpty()) {
                if (nowMillis < nextPruneMillis) {
                    return Optional.empty();
                }
                nextPruneMillis = nowMillis + pauseMillis;
                return Optional.of(file);
            }
        }
        deletion = null;
        return Optional.empty();
    }

    private void replace(Connection writer, Pruned pruned, long nowMillis, Transaction transaction)
            throws SQLException {
        String older = pruned.older().name();
        transaction.make(sql -> {
            if (pruned.deletion().partMillis() > 0) {
                pruned.deletion().prepare(writer);
                String table = tables.table(List.of(older)) + " t";
                sql.execute(pruned.deletion().parts(table, "t"));
            }
            tables.remove(writer, List.of(older));
            if (pruned.file().rows() > 0) {
                tables.add(writer, pruned.file());
            }
            tables.see(writer);
        });
        given.put(older, nowMillis);
        if (pruned.file().rows() == 0) {
            given.put(pruned.file().name(), nowMillis);
        }
        nextPruneMillis = nowMillis;
    }

    private void setAside(String name) {
        try {
            String told = "a day of the history was damaged (" + folder.moveAside(name)
                    + "); it is kept under the name " + name + ".damaged, and left out";
            LOG.log(Level.WARNING, told);
            tells.accept(told);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot move " + folder.path(name) + " aside", e);
        }
    }

    private boolean isDeleted(String name, long agoMillis) {
        if (agoMillis < STILL_READ_MILLIS) {
            return false;
        }
        try {
            folder.delete(name);
            return true;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot delete " + folder.path(name), e);
            return false;
        }
    }

    /** Not if rows were deleted since: then the file has too many, and is written anew. */
    private void move(Connection writer, Closed closed, long nowMillis, Transaction transaction)
            throws SQLException {
        String rows = " FROM " + ClosedTables.RECENT + closed.span().where();
        boolean same;
        try (Statement sql = writer.createStatement();
                ResultSet count = sql.executeQuery("SELECT count(*)" + rows)) {
            count.next();
            same = count.getLong(1) == closed.file().rows();
        }
        if (same) {
            transaction.make(sql -> {
                sql.execute("DELETE" + rows);
                tables.add(writer, closed.file());
                tables.see(writer);
            });
            LOG.log(Level.DEBUG, "closed: " + closed.file());
        } else {
            given.put(closed.file().name(), nowMillis);
        }
    }

    /**
     * Gives up files of which everything is too old, within the writer's transaction, and makes parts
     * of them. Returns their names for {@link #given}. Others are written anew later.
     */
    List<String> drop(Connection writer, Statement sql, Deletion wanted) throws SQLException {
        long before = wanted.times().findFirst().orElseThrow();
        List<String> names = new ArrayList<>();
        for (ClosedFile file : ClosedTables.list(writer)) {
            if (file.received().last() < before && folder.trouble(file).isEmpty()) {
                names.add(file.name());
                if (wanted.partMillis() > 0) {
                    String table = tables.table(List.of(file.name())) + " t";
                    sql.execute(wanted.parts(table, "t"));
                }
            }
        }
        if (!names.isEmpty()) {
            tables.remove(writer, names);
            tables.see(writer);
        }
        deletion = wanted.kept().isEmpty() ? null : wanted;
        return names;
    }

    /** These files are no part of the history any more, from the next {@link #tidy} on. */
    void given(List<String> names) {
        names.forEach(name -> given.put(name, NEVER));
    }

    /** How large everything is, with {@code bytes} of the engine's own file. */
    HistorySize size(Connection writer, long bytes, long nowMillis, long fromMillis)
            throws SQLException {
        long rows = 0;
        long oldest = nowMillis;
        long all = bytes;
        List<String> young = new ArrayList<>();
        for (ClosedFile file : ClosedTables.list(writer)) {
            rows += file.rows();
            all += file.bytes();
            oldest = Math.min(oldest, file.received().first());
            if (file.received().last() >= fromMillis && folder.trouble(file).isEmpty()) {
                young.add(file.name());
            }
        }
        String day = "WHERE received >= make_timestamp_ms(" + Math.max(0, fromMillis) + ")";
        try (Statement sql = writer.createStatement();
                ResultSet row = sql.executeQuery("SELECT count(*), epoch_ms(min(received)),"
                        + " count(*) FILTER (" + day + ")"
                        + (young.isEmpty()
                                ? ""
                                : " + (SELECT count(*) FROM " + tables.table(young) + " y " + day
                                        + ")")
                        + " FROM " + ClosedTables.RECENT)) {
            row.next();
            long first = row.getLong(2);
            oldest = row.wasNull() ? oldest : Math.min(oldest, first);
            return new HistorySize(
                    rows + row.getLong(1), all, row.getLong(3), Math.max(0, nowMillis - oldest));
        }
    }

    /** Waits until nothing is under way. */
    void stop() {
        closer.stop();
    }
}
