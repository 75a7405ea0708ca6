package io.signalbox.backtest;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.DeviceFold;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.history.History;
import io.signalbox.history.HistoryConfig;
import io.signalbox.journal.Durability;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.Needs;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.Snapshots;
import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Source;
import io.signalbox.time.ManualClock;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The journal and the history of a plant; the journal can let go of what is older. */
final class ForgetfulHub implements AutoCloseable {
    private static final JournalConfig SMALL =
            new JournalConfig(Durability.NONE, 16 << 10, 1 << 16, 1 << 20, 1 << 20, 0, 0);

    Journal journal;
    private final Path folder;
    private final DeviceRegistry registry = new DeviceRegistry();
    private final HistoryConfig config;
    private final Snapshots snapshots;
    private final ManualClock clock = new ManualClock(RecordedPlant.START);
    private History history;

    /** @param url of a database for the history; empty for a file in the folder */
    ForgetfulHub(Path folder, String url, List<Recorded> records) throws IOException {
        this.folder = folder;
        journal = open();
        snapshots = new Snapshots(new FileDisk(folder.resolve("snapshots")));
        config = new HistoryConfig(
                folder.resolve("history"),
                64 << 20,
                Duration.ofDays(90),
                HistoryConfig.Parts.NONE,
                url,
                Map.of());
        DeviceFold devices = new DeviceFold(registry, Language::check);
        for (Recorded record : records) {
            RecordBatch batch = new RecordBatch();
            ByteWriter body = new ByteWriter();
            body.bytes(record.bytes());
            batch.add(record.type(), record.flags(), record.timeMillis(), body);
            journal.append(batch);
            var _ = devices.apply(record);
        }
        history = History.start(config, journal, snapshots, Language::check, clock);
    }

    private Journal open() throws IOException {
        return Journal.open(new FileDisk(folder.resolve("journal")), SMALL, clock);
    }

    /** Lets go of records before this one, as far as whole files are. */
    void forget(long sequence) throws Exception {
        history.verify();
        journal.release(sequence, new Needs());
    }

    /** Somebody has another look at what the history holds. */
    interface Look {
        void at(Path history) throws Exception;
    }

    /** Stops all of it, and starts it again. */
    void meanwhile(Look look) throws Exception {
        close();
        look.at(config.folder());
        journal = open();
        history = History.start(config, journal, snapshots, Language::check, clock);
    }

    /** Its backtests, with another check of what was declared. */
    Backtests backtests(Function<List<Source>, Checked> check) {
        return new Backtests(new Backtests.Hub(journal, registry, check, () -> 0, history));
    }

    BacktestReport ask(BacktestQuestion question) {
        Backtests.Hub hub = new Backtests.Hub(journal, registry, Language::check, () -> 0, history);
        return Backtest.run(hub, question, new BacktestJob(1, () -> 0));
    }

    @Override
    public void close() {
        history.close();
        journal.close();
    }
}
