package io.signalbox.history;

import static io.signalbox.journal.RecordType.DECLARATION;
import static io.signalbox.journal.RecordType.DEVICE;
import static io.signalbox.journal.RecordType.TICK;

import io.signalbox.history.ClosedFile.Bounds;
import io.signalbox.message.Reading;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The history as what happened, record by record: for whoever decides it again when the journal has
 * let go of it. Belongs to one thread, which goes into the engine itself.
 */
public final class HistoryTape {
    private static final String READING = "SELECT s.point, epoch_ms(s.ts), s.value, s.text,"
            + " s.quality, s.seq, epoch_ms(s.received), s.device";

    private final HistoryStore store;
    private final long before;
    private final Knowledge knowledge;

    /**
     * What is known of the time before the journal.
     *
     * @param wholeFrom the first record from which on all that decides is there, and not readings alone
     * @param wholeMillis its time
     * @param devicesMillis devices that were registered before are known as they are now alone; 0 if
     *     all are known as they were
     */
    public record Knowledge(long wholeFrom, long wholeMillis, long devicesMillis) {}

    private interface Asked<T> {
        T of(Connection reader) throws SQLException;
    }

    private HistoryTape(HistoryStore store, long before) throws SQLException, HistoryUnavailable {
        this.store = store;
        this.before = before;
        this.knowledge = ask(this::know);
    }

    /** What it has of the time before a journal record. */
    public static HistoryTape before(History history, long sequence)
            throws HistoryUnavailable, InterruptedException {
        try {
            return new HistoryTape(history.fresh().store(), sequence);
        } catch (SQLException e) {
            throw History.unreadable(e);
        }
    }

    private <T> T ask(Asked<T> asked) throws HistoryUnavailable {
        try (Connection reader = store.reader()) {
            return asked.of(reader);
        } catch (SQLException e) {
            throw History.unreadable(e);
        }
    }

    public Knowledge knowledge() {
        return knowledge;
    }

    private Knowledge know(Connection reader) throws SQLException {
        long begin = number(reader, "SELECT max(seq) FROM records WHERE kind = " + KeptRecord.BEGIN)
                .orElse(before);
        long beginMillis = number(
                        reader,
                        "SELECT max(epoch_ms(ts)) FROM records WHERE kind = " + KeptRecord.BEGIN)
                .orElse(Long.MAX_VALUE);
        long tick = number(
                        reader,
                        "SELECT min(seq) FROM records WHERE kind = " + TICK.code() + " AND seq > "
                                + begin)
                .orElse(before);
        long tickMillis = number(
                        reader,
                        "SELECT min(epoch_ms(ts)) FROM records WHERE kind = " + TICK.code()
                                + " AND seq > " + begin)
                .orElse(Long.MAX_VALUE);
        return new Knowledge(Math.min(tick, before), tickMillis, begin == 0 ? 0 : beginMillis);
    }

    private static Optional<Long> number(Connection reader, String sql) throws SQLException {
        try (PreparedStatement statement = reader.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            long number = row.getLong(1);
            return row.wasNull() ? Optional.empty() : Optional.of(number);
        }
    }

    /** The first record of this time or later; the journal's first if there is none before. */
    public long startAt(long millis) throws HistoryUnavailable {
        String at = "CAST(make_timestamp_ms(" + millis + ") AS TIMESTAMP_MS)";
        return ask(reader -> {
            long record = number(
                            reader,
                            "SELECT min(seq) FROM records WHERE ts >= " + at + " AND kind <> "
                                    + KeptRecord.BEGIN + " AND seq >= " + knowledge.wholeFrom())
                    .orElse(before);
            boolean whole = knowledge.wholeMillis() <= millis;
            long from = whole
                    ? number(
                                    reader,
                                    "SELECT max(seq) FROM records WHERE ts < " + at + " AND kind = "
                                            + TICK.code())
                            .orElse(0L)
                    : 0;
            Bounds records = new Bounds(from, Math.min(record, before) - 1);
            String source = store.source(reader, Bounds.ALL, records);
            long reading = number(
                            reader,
                            "SELECT min(seq) FROM " + source + " s WHERE received >= " + at
                                    + " AND seq >= " + records.first() + " AND seq <= "
                                    + records.last())
                    .orElse(before);
            return Math.min(before, Math.min(record, reading));
        });
    }

    /** Whether there is anything of what happened before a record. */
    public boolean reachesBefore(long sequence) throws HistoryUnavailable {
        return ask(reader -> {
            boolean record = number(
                            reader, "SELECT min(seq) FROM records WHERE kind = " + TICK.code())
                    .filter(tick -> tick < sequence)
                    .isPresent();
            String source = store.source(reader, Bounds.ALL, new Bounds(0, sequence - 1));
            return record
                    || number(reader, "SELECT min(seq) FROM " + source + " s")
                            .filter(reading -> reading < sequence)
                            .isPresent();
        });
    }

    /**
     * Shows what was said of devices, types and rules before a record, in its order.
     *
     * @param values with the readings that came last of each point before it
     */
    public void learn(long sequence, boolean values, Consumer<PastRecord> shown)
            throws HistoryUnavailable {
        boolean _ = ask(reader -> {
            List<PastRecord> said = TapeRows.records(
                    reader,
                    "seq < " + sequence + " AND kind IN (" + DEVICE.code() + ", "
                            + DECLARATION.code() + ")");
            int next = 0;
            if (values) {
                try (PreparedStatement statement =
                                reader.prepareStatement(lastValues(reader, sequence));
                        ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        Reading reading = Question.reading(rows, rows.getString(8));
                        while (next < said.size()
                                && said.get(next).sequence() < reading.sequence()) {
                            shown.accept(said.get(next++));
                        }
                        shown.accept(PastRecord.of(List.of(reading)));
                    }
                }
            }
            said.subList(next, said.size()).forEach(shown);
            return true;
        });
    }

    private String lastValues(Connection reader, long sequence) throws SQLException {
        String source = store.source(reader, Bounds.ALL, new Bounds(0, sequence - 1));
        return READING + " FROM " + source
                + " s JOIN (SELECT device, point, max(seq) AS newest FROM "
                + source + " a WHERE seq < " + sequence + " AND seq NOT IN (" + TapeRows.IMPORTS
                + ") GROUP BY device, point) l ON s.device = l.device AND s.point = l.point"
                + " AND s.seq = l.newest ORDER BY s.seq, s.place";
    }

    /** All records from one on, up to where the journal begins. */
    public TapeRows play(long first) {
        return new TapeRows(store, first, before);
    }

    /** What was decided in a time that is known by readings alone, in its order. */
    public void decisions(long fromMillis, long toMillis, Consumer<DecisionEvent> shown)
            throws HistoryUnavailable {
        boolean _ = ask(reader -> {
            PastQuestion.decisions(reader, fromMillis, toMillis, knowledge.wholeFrom(), shown);
            return true;
        });
    }
}
