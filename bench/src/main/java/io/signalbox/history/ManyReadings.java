package io.signalbox.history;

import io.signalbox.history.HistoryFile.Opening;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What a history of a month costs and how fast it answers: 1000 devices of five points, values of two
 * decimals with noise, cadences that jitter by a tenth of a second, and messages that take up to
 * 60 ms. Days are closed as they end, the last one is open.
 */
public final class ManyReadings {
    private static final long DAY = 86_400_000L;
    private static final long START = 20_000 * DAY;
    private static final int DAYS = 30;
    private static final int DEVICES = 1000;
    private static final int POINTS = 5;
    private static final int RUNS = 15;

    private ManyReadings() {}

    /** Arguments: a folder that is not there yet, and how many readings. */
    public static void main(String[] words) throws Exception {
        Path folder = Path.of(words[0]);
        long readings = Long.parseLong(words[1]);
        HistoryConfig config = new HistoryConfig(folder, 64 << 20, Duration.ofDays(365));
        Opening opening =
                new Opening(Closer.Terms.DEFAULT, Runnable::run, told -> System.err.println(told));
        try (HistoryFile file = HistoryFile.open(config, opening)) {
            fill(file, readings);
            HistorySize size = file.size(START + DAYS * DAY).orElseThrow();
            System.out.printf("| rows | %,d |%n", size.rows());
            System.out.printf("| bytes a reading | %.2f |%n", size.bytesPerRow());
            long end = START + DAYS * DAY;
            ask(file, "one point of one device, its last day", end - DAY, end, 0);
            ask(file, "the same of a closed day", end - 4 * DAY, end - 3 * DAY, 0);
            ask(file, "its last hour", end - 3_600_000, end, 0);
            ask(file, "chart of 10,000 columns over 30 days", START, end, DAYS * DAY / 10_000);
        }
        try (var left = Files.walk(folder)) {
            long bytes = left.filter(Files::isRegularFile)
                    .mapToLong(f -> f.toFile().length())
                    .sum();
            System.out.printf("| bytes on disk, closed | %,d |%n", bytes);
        }
    }

    private static void fill(HistoryFile file, long readings) throws SQLException {
        long messages = readings / POINTS;
        long written = 0;
        long slowest = 0;
        for (int day = 0; day < DAYS; day++) {
            long upTo = messages * (day + 1) / DAYS;
            insert(file, written, upTo, (double) DAYS * DAY / messages);
            file.write(List.of(), upTo);
            written = upTo;
            long begun = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                file.tidy(START + (day + 1) * DAY + 3_600_001L);
            }
            if (day < DAYS - 1) {
                slowest = Math.max(slowest, System.nanoTime() - begun);
            }
            System.err.printf("day %d of %d%n", day + 1, DAYS);
        }
        System.out.printf("| closing a day, the slowest | %.1f s |%n", slowest / 1e9);
    }

    /** The last day is a millisecond short, so that it stays open. */
    private static void insert(HistoryFile file, long from, long to, double apart)
            throws SQLException {
        try (Connection writer = file.reader();
                Statement sql = writer.createStatement()) {
            sql.execute("INSERT INTO recent SELECT 'meter-' || m % " + DEVICES + ", 'p' || p, ts,"
                    + " round(20 + p * 10 + 5 * sin(m / 100000.0) + random(), 2), NULL, 'good', m,"
                    + " ts + to_milliseconds(CAST(5 + abs(hash(m) % 55) AS BIGINT)) FROM"
                    + " (SELECT m, p, CAST(make_timestamp_ms(" + START + " + CAST(m * " + apart
                    + " + hash(m) % 100 AS BIGINT)) AS TIMESTAMP_MS) AS ts FROM range(" + from
                    + ", "
                    + to + ") r(m), range(" + POINTS + ") s(p)) ORDER BY m, p");
        }
    }

    private static void ask(HistoryFile file, String what, long from, long to, long every)
            throws SQLException {
        List<BucketFunction> functions =
                every == 0 ? List.of() : List.of(BucketFunction.MIN, BucketFunction.MAX);
        HistoryQuery query = new HistoryQuery(
                "meter-77", "p2", from, to, HistoryQuery.MAX_LIMIT, every, functions);
        double[] millis = new double[RUNS];
        int rows = 0;
        for (int run = 0; run < RUNS; run++) {
            long begun = System.nanoTime();
            try (Connection reader = file.reader()) {
                rows = new Question(query, false).ask(file, reader).size();
            }
            millis[run] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                "| %s (%,d rows), median of %d | %.1f ms |%n", what, rows, RUNS, millis[RUNS / 2]);
    }
}
