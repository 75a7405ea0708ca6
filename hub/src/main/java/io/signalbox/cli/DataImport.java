package io.signalbox.cli;

import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code signalbox data import}: a file of readings into the history; again it adds nothing. */
@Command(
        name = "import",
        description = "Adds the readings of a file to the history, but for those that it has.",
        footer = {
            "",
            "Reads what 'data export' writes as CSV or JSON. CSV needs the columns device, point, ts,",
            "and value (numbers) or text (words); quality and received may be there. An import that",
            "was broken off is repeated as a whole: readings that are there already are not doubled.",
            "",
            "Examples:",
            "  signalbox data import p1.csv",
            "  signalbox data import 2025.jsonl",
            "  zcat all.jsonl.gz | signalbox data import - --format json"
        })
final class DataImport implements Runnable {
    private static final int MOST_READINGS = 2000;
    private static final int MOST_CHARS = 400_000;

    private final RunningHub hub;

    @Parameters(paramLabel = "FILE", description = "The file; - for the standard input.")
    private String file = "";

    @Option(names = "--format", paramLabel = "F", description = "csv or json.")
    private @Nullable String format;

    DataImport(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        boolean csv = isCsv(format == null ? file.toLowerCase(Locale.ROOT) : '.' + format);
        LongWork work = new LongWork(hub.terminal(), "bytes");
        Path path = hub.terminal().folder().resolve(file);
        try (Counted in = file.equals("-")
                ? new Counted(hub.terminal().in(), work, 0)
                : new Counted(Files.newInputStream(path), work, Files.size(path))) {
            long readings = send(new ReadingFile(in, csv));
            work.clear();
            hub.terminal()
                    .err()
                    .println(Shown.counted(readings, "reading")
                            + " handed over; those that the history had are not there twice");
        } catch (CsvLines.Broken e) {
            throw new CommandFailure(Exit.FINDINGS, place(e.place(), e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(Exit.IO, "there is no file " + Table.plain(file));
        } catch (IOException e) {
            throw new CommandFailure(
                    Exit.IO, "cannot read " + Table.plain(file) + ": " + e.getMessage());
        } finally {
            work.clear();
        }
    }

    private static boolean isCsv(String name) {
        if (name.endsWith(".csv") || name.equals("-")) {
            return true;
        }
        if (name.endsWith(".json") || name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return false;
        }
        throw new CommandFailure(
                Exit.USAGE,
                "expected csv or json, by --format or by the end of the file's name, found '"
                        + Table.plain(name) + "'");
    }

    private String place(String place, @Nullable String message) {
        return Table.plain(file + ':' + place + ": error: " + message);
    }

    private long send(ReadingFile readings) throws IOException {
        long count = 0;
        List<ReadingFile.Item> items = new ArrayList<>();
        int chars = 0;
        for (ReadingFile.Item item = readings.next(); item != null; item = readings.next()) {
            items.add(item);
            chars += item.words().toString().length();
            if (items.size() == MOST_READINGS || chars >= MOST_CHARS) {
                count += send(items);
                items.clear();
                chars = 0;
            }
        }
        return count + send(items);
    }

    private long send(List<ReadingFile.Item> items) {
        JsonWriter body = new JsonWriter().beginObject().name("readings").beginArray();
        items.forEach(item -> body.value(item.words()));
        body.end();
        RunningHub.Refused refused = hub.tryPost("data/import", body.end());
        if (refused != null) {
            JsonObject problem = refused.problem();
            if (problem.isAbsent("index")) {
                throw refused.failure();
            }
            ReadingFile.Item item = items.get((int) problem.integer("index"));
            throw new CommandFailure(
                    Exit.FINDINGS,
                    place(item.place(problem.text("member")), problem.text("detail")));
        }
        return items.size();
    }

    /** A file that is read, and how far. */
    private static final class Counted extends FilterInputStream {
        private final LongWork work;
        private final long all;
        private long done;

        Counted(InputStream in, LongWork work, long all) {
            super(in);
            this.work = work;
            this.all = all;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            done += Math.max(0, count);
            if (all > 0) {
                work.show(done, all);
            }
            return count;
        }
    }
}
