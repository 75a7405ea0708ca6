package io.signalbox.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.history.ExportQuestion.Format;
import io.signalbox.history.ExportRows.Span;
import io.signalbox.history.SqlStopped.Limit;
import io.signalbox.message.Reading;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;

/**
 * Readings on their way into a file of somebody: those that were committed when it began, in the
 * order in which they came.
 *
 * <p>Lines are read a span of journal records at a time, each with a short statement of its own, so
 * that a slow client holds nothing in the engine. A Parquet file is written by the engine beside the
 * history, sent, and deleted; one at a time, and only if there is room for it.
 */
public final class HistoryExport {
    /** Exports at a time; more are refused. */
    static final int MOST = 2;

    /** Lines that are written at once. */
    private static final int LINES = 1000;

    private final History history;
    private final Semaphore places = new Semaphore(MOST);
    private final Semaphore parquet = new Semaphore(1);

    public HistoryExport(History history) {
        this.history = history;
    }

    /**
     * Begins one; whoever asked closes it. When this returns nothing is wrong with the question and
     * there is room for the answer.
     *
     * @throws SqlStopped if there are too many at once, or no room
     */
    public Export begin(ExportQuestion question)
            throws HistoryUnavailable, SqlStopped, InterruptedException {
        Semaphore wanted = question.format() == Format.PARQUET ? parquet : places;
        if (!wanted.tryAcquire()) {
            throw new SqlStopped(
                    Limit.TURN,
                    question.format() == Format.PARQUET
                            ? "expected one export to Parquet at a time, found another one"
                            : "expected at most " + MOST + " exports at a time, found more");
        }
        boolean begun = false;
        try {
            History.Fresh fresh = history.fresh();
            Export export = new Export(question, fresh, history, wanted);
            begun = true;
            return export;
        } catch (SQLException e) {
            throw History.unreadable(e);
        } finally {
            if (!begun) {
                wanted.release();
            }
        }
    }

    /** One export on its way. */
    public static final class Export implements AutoCloseable {
        private final ExportQuestion question;
        private final HistoryStore source;
        private final EngineThreads engine;
        private final ExportRows rows;
        private final Span span;
        private final Semaphore place;
        private final @Nullable Path file;

        private Export(
                ExportQuestion question, History.Fresh fresh, History history, Semaphore place)
                throws SQLException, SqlStopped, InterruptedException {
            this.question = question;
            this.source = fresh.store();
            this.engine = history.engine();
            this.place = place;
            this.rows = new ExportRows(question);
            this.span = engine.make(() -> rows.span(source, fresh.through()));
            this.file = question.format() == Format.PARQUET ? parquet(fresh, history) : null;
        }

        private Path parquet(History.Fresh fresh, History history)
                throws SQLException, SqlStopped, InterruptedException {
            Result result = engine.make(() -> {
                try {
                    return new Result(write(fresh, history), null);
                } catch (SqlStopped e) {
                    return new Result(null, e);
                } catch (InterruptedException e) {
                    throw new SQLException("the hub stops", e);
                }
            });
            if (result.stopped != null) {
                throw result.stopped;
            }
            return Objects.requireNonNull(result.file);
        }

        private Path write(History.Fresh fresh, History history)
                throws SQLException, SqlStopped, InterruptedException {
            return switch (source) {
                case HistoryFile file ->
                    file.parquet().write(file, rows.statement(fresh.through()));
                case PostgresStore _ ->
                    new ParquetScratch(history.config().folder())
                            .write(new ExportSpans(source, rows, span), span.rows());
            };
        }

        private record Result(@Nullable Path file, @Nullable SqlStopped stopped) {}

        /** How many readings there are. */
        public long rows() {
            return span.rows();
        }

        /** How many bytes there are, if that is known before. */
        public OptionalLong bytes() throws IOException {
            return file == null ? OptionalLong.empty() : OptionalLong.of(Files.size(file));
        }

        /**
         * Writes all of it; does not close the stream.
         *
         * @throws HistoryUnavailable if the history fails under way: what was written is not whole
         */
        public void writeTo(OutputStream out) throws IOException, HistoryUnavailable {
            if (file != null) {
                Files.copy(file, out);
                return;
            }
            try {
                writeLines(out);
            } catch (SQLException e) {
                throw History.unreadable(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the hub stops", e);
            }
        }

        private void writeLines(OutputStream out)
                throws IOException, SQLException, InterruptedException {
            boolean csv = question.format() == Format.CSV;
            if (csv) {
                out.write(ReadingLines.CSV_HEAD.getBytes(UTF_8));
            }
            ExportSpans spans = new ExportSpans(source, rows, span);
            for (Optional<List<Reading>> some = engine.make(spans::next);
                    some.isPresent();
                    some = engine.make(spans::next)) {
                writeLines(out, csv, some.get());
            }
        }

        private static void writeLines(OutputStream out, boolean csv, List<Reading> readings)
                throws IOException {
            StringBuilder lines = new StringBuilder();
            int count = 0;
            for (Reading reading : readings) {
                lines.append(csv ? ReadingLines.csv(reading) : ReadingLines.json(reading));
                if (++count % LINES == 0 || count == readings.size()) {
                    out.write(lines.toString().getBytes(UTF_8));
                    lines.setLength(0);
                }
            }
        }

        @Override
        public void close() throws IOException {
            place.release();
            if (file != null) {
                Files.deleteIfExists(file);
            }
        }
    }
}
