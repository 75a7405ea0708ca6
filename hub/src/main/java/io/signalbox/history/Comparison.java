package io.signalbox.history;

import io.signalbox.bytes.ByteReader;
import io.signalbox.device.Arrival;
import io.signalbox.device.DeviceFold;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.history.Verdict.Difference;
import io.signalbox.journal.Entry;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.RecordType;
import io.signalbox.journal.Snapshot;
import io.signalbox.journal.Snapshots;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;
import io.signalbox.message.Reading;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The history held against the journal: records are decoded once more, and what they say is compared
 * with the rows of their numbers, value for value, a span of records at a time.
 *
 * <p>Decoding needs what was declared before: so it begins with the journal's first record if that
 * is the very first, and else behind the latest snapshot of the history's own decoder. What the
 * retention may have deleted by now is left out, and so are readings of imports that the history had
 * already.
 */
final class Comparison {
    /** Readings that are compared at once. */
    private static final int SPAN_READINGS = 100_000;

    /** Records that are, if they have few readings. */
    private static final long SPAN_RECORDS = 500_000;

    private static final Comparator<Reading> ORDER = Comparator.comparingLong(Reading::sequence)
            .thenComparing(Reading::device)
            .thenComparing(Reading::point)
            .thenComparingLong(Reading::eventMillis)
            .thenComparing(reading -> reading.value().toString())
            .thenComparing(Reading::quality)
            .thenComparingLong(Reading::receivedMillis);

    private final Journal journal;
    private final DeviceFold devices;
    private final ExportRows rows;
    private final long keptFromMillis;
    private final long first;
    private final List<Difference> differences = new ArrayList<>();
    private final Set<Long> imports = new HashSet<>();
    private long equal;
    private long missing;
    private long extra;

    /** @param keptFromMillis what came in before may be deleted */
    Comparison(
            Journal journal,
            Snapshots snapshots,
            Function<List<Source>, Checked> check,
            long keptFromMillis) {
        this.journal = journal;
        this.devices = new DeviceFold(new DeviceRegistry(), check);
        this.rows = new ExportRows(ExportQuestion.ALL);
        this.keptFromMillis = keptFromMillis;
        Optional<Snapshot> snapshot = snapshots.latest(HistoryFold.SNAPSHOT);
        long start = journal.firstSequence();
        if (start > 1 && snapshot.isPresent()) {
            devices.restore(new ByteReader(snapshot.get().state()));
            start = Math.max(start, snapshot.get().sequence() + 1);
        }
        this.first = start;
    }

    /** Compares up to a record. */
    Verdict with(HistoryStore store, long through) throws SQLException {
        List<Reading> told = new ArrayList<>();
        long spanFirst = first;
        try (JournalReader records = journal.reader(first)) {
            long last = first - 1;
            while (last < through && records.next()) {
                last = records.entry().sequence();
                tell(records.entry(), told);
                if (told.size() >= SPAN_READINGS || last - spanFirst >= SPAN_RECORDS) {
                    compare(told, rows.read(store, spanFirst, last));
                    told.clear();
                    spanFirst = last + 1;
                }
            }
            if (spanFirst <= last) {
                compare(told, rows.read(store, spanFirst, last));
            }
        }
        return new Verdict(first, through, equal, missing, extra, differences);
    }

    private void tell(Entry entry, List<Reading> told) {
        Arrival arrival = devices.apply(entry);
        if (arrival instanceof Arrival.Readings readings) {
            told.addAll(readings.readings());
        } else if (entry.type() == RecordType.IMPORT) {
            told.addAll(ImportRecord.read(entry));
            imports.add(entry.sequence());
        }
    }

    private void compare(List<Reading> told, List<Reading> stored) {
        told.sort(ORDER);
        stored.sort(ORDER);
        int i = 0;
        int j = 0;
        while (i < told.size() || j < stored.size()) {
            int order = i == told.size()
                    ? 1
                    : j == stored.size() ? -1 : ORDER.compare(told.get(i), stored.get(j));
            if (order == 0) {
                equal++;
                i++;
                j++;
            } else if (order < 0) {
                miss(told.get(i++));
            } else {
                exceed(stored.get(j++));
            }
        }
        imports.clear();
    }

    private void miss(Reading reading) {
        if (reading.receivedMillis() >= keptFromMillis && !imports.contains(reading.sequence())) {
            missing++;
            note(Difference.What.MISSING, reading);
        }
    }

    private void exceed(Reading reading) {
        if (reading.receivedMillis() >= keptFromMillis) {
            extra++;
            note(Difference.What.EXTRA, reading);
        }
    }

    private void note(Difference.What what, Reading reading) {
        if (differences.size() < Verdict.MOST_DIFFERENCES) {
            differences.add(new Difference(what, reading));
        }
    }
}
