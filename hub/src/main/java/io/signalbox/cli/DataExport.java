package io.signalbox.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.function.LongConsumer;

/** {@code signalbox data export}: readings into a file, which appears when it is whole. */
@Command(
        name = "export",
        description = "Writes readings into a file: CSV, JSON (one object a line) or Parquet.",
        footer = {
            "",
            "Without --format the name of the file says it: .csv, .json, .jsonl, .parquet.",
            "",
            "Examples:",
            "  signalbox data export all.parquet",
            "  signalbox data export p1.csv --device p1 --from 2026-01-01 --to 2026-02-01",
            "  signalbox data export - --format json | gzip > all.jsonl.gz"
        })
final class DataExport implements Runnable {
    private final RunningHub hub;

    @Parameters(paramLabel = "FILE", description = "The file; - for the standard output.")
    private String file = "";

    @Option(names = "--format", paramLabel = "F", description = "csv, json or parquet.")
    private @Nullable String format;

    @Option(names = "--device", paramLabel = "ID", description = "Only of this device.")
    private @Nullable String device;

    @Option(names = "--point", paramLabel = "P", description = "Only of this point.")
    private @Nullable String point;

    @Option(names = "--from", paramLabel = "TIME", description = "The first instant.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "The end.")
    private @Nullable String to;

    DataExport(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        String wanted = format == null ? formatOfName() : format;
        String target = "data/export"
                + RunningHub.query(
                        "format", wanted, "device", device, "point", point, "from", from, "to", to);
        if (file.equals("-")) {
            hub.download(
                    target,
                    (rows, bytes) -> new FilterOutputStream(hub.terminal().out()) {
                        @Override
                        public void close() throws IOException {
                            flush();
                        }
                    });
            return;
        }
        Path whole = hub.terminal().folder().resolve(file);
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        LongWork work = new LongWork(hub.terminal(), "readings");
        boolean parquet = wanted.equals("parquet");
        long[] all = {0};
        try {
            hub.download(target, (rows, bytes) -> {
                all[0] = rows;
                return new PartFile(part, parquet ? null : n -> work.show(n, rows));
            });
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
            work.clear();
            hub.terminal()
                    .err()
                    .println(Shown.counted(all[0], "reading") + " in " + Table.plain(file));
        } catch (IOException e) {
            throw unwritable(e);
        } catch (UncheckedIOException e) {
            throw unwritable(e);
        } finally {
            work.clear();
            forget(part);
        }
    }

    private String formatOfName() {
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".parquet")) {
            return "parquet";
        }
        if (name.endsWith(".json") || name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return "json";
        }
        if (name.endsWith(".csv") || name.equals("-")) {
            return "csv";
        }
        throw new CommandFailure(
                Exit.USAGE,
                "expected a name that ends with .csv, .json, .jsonl or .parquet, found '"
                        + Table.plain(file) + "'; or say --format");
    }

    private CommandFailure unwritable(Exception e) {
        return new CommandFailure(
                Exit.IO, "cannot write " + Table.plain(file) + ": " + e.getMessage());
    }

    private static void forget(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            part.toFile().deleteOnExit();
        }
    }

    /** A file that comes; its own faults are told from those of the hub by not being checked. */
    private static final class PartFile extends OutputStream {
        private final OutputStream out;
        private final @Nullable LongConsumer lines;
        private long count;

        /** @param lines is told how many lines are written, if they are lines */
        PartFile(Path file, @Nullable LongConsumer lines) {
            this.lines = lines;
            try {
                this.out = Files.newOutputStream(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (lines != null) {
                for (int i = offset; i < offset + length; i++) {
                    count += bytes[i] == '\n' ? 1 : 0;
                }
                lines.accept(count);
            }
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
