package io.signalbox.hub;

import io.signalbox.backtest.Backtests;
import io.signalbox.broker.Broker;
import io.signalbox.broker.BrokerLimits;
import io.signalbox.broker.LateKeys;
import io.signalbox.broker.Quotas;
import io.signalbox.config.Address;
import io.signalbox.config.HubConfig;
import io.signalbox.console.Api;
import io.signalbox.console.ApiServer;
import io.signalbox.console.EventStreams;
import io.signalbox.history.History;
import io.signalbox.history.HistoryConfig;
import io.signalbox.journal.Durability;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.JournalStatus;
import io.signalbox.journal.Snapshots;
import io.signalbox.language.Language;
import io.signalbox.mqtt.MqttConfig;
import io.signalbox.mqtt.MqttServer;
import io.signalbox.notify.Notifier;
import io.signalbox.time.Clock;
import io.signalbox.time.SteadyClock;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * One hub: every object made by hand, in the order of the floors, and ended in the reverse order.
 */
final class Hub implements AutoCloseable {
    private static final int HOUSEKEEPING_MILLIS = 10_000;

    /** A disk with less than this gives up its reserve, for a start writes a new file. */
    private static final long ROOM_TO_START_BYTES = 16 << 20;

    /** The reserve is at most this part of a small disk. */
    private static final int RESERVE_OF_DISK = 20;

    /** What the listeners stand on. */
    private record Core(
            Journal journal,
            SteadyClock clock,
            Broker broker,
            DecisionThread decisions,
            History history,
            Watch watch,
            Strays strays) {}

    /** What one step of the start has to undo at the end. */
    private interface Ending {
        void end() throws Exception;
    }

    private final Deque<Ending> endings = new ArrayDeque<>();
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Path data;

    private Hub(Path data) {
        this.data = data;
    }

    /**
     * Starts a hub that serves when this returns.
     *
     * @param fail is told in a sentence that the hub cannot go on
     * @throws IOException if the data folder or a listener is not to be had
     */
    static Hub start(HubConfig config, Clock machine, Consumer<String> fail) throws IOException {
        Hub hub = new Hub(config.server().data().toAbsolutePath().normalize());
        try {
            hub.build(config, machine, fail);
            return hub;
        } catch (IOException | RuntimeException e) {
            hub.close();
            throw e;
        }
    }

    private void build(HubConfig config, Clock machine, Consumer<String> fail) throws IOException {
        Core core = openCore(config, machine, fail);
        long started = core.clock.millis();
        serve(config, core, started);
        startNotifier(config, core);
        Ticker ticker = new Ticker(core.journal, core.clock);
        ticker.start();
        endings.push(ticker::stop);
        core.watch.start();
        endings.push(core.watch::stop);
        startHousekeeping(core, config.journal().keep(), started);
        RunFile runFile = new RunFile(data);
        runFile.write(version(), started, data, addresses);
        endings.push(runFile::delete);
    }

    /** The journal and what follows it. */
    private Core openCore(HubConfig config, Clock machine, Consumer<String> fail)
            throws IOException {
        makeFolder(data);
        DiskSpace.Probe probe = DiskSpace.of(data);
        Reserve reserve = reserve(config.disk(), probe.look());
        if (probe.look().usable() < ROOM_TO_START_BYTES) {
            boolean _ = reserve.giveUp();
        }
        Journal journal = Journal.open(
                new FileDisk(data.resolve("journal")),
                journalConfig(config),
                machine,
                new LateKeys());
        endings.push(journal::close);
        journal.onFailure(failure -> fail.accept(failure.getMessage()));
        journal.reserve(reserve::giveUp);
        SteadyClock clock = new SteadyClock(machine, newestTime(journal));
        Snapshots snapshots = Snapshots.of(new FileDisk(data.resolve("snapshot")), journal);

        Strays strays = new Strays(clock);
        WantedTopics wanted = new WantedTopics(strays);
        Broker broker = Broker.open(
                journal, snapshots, clock, BrokerLimits.DEFAULT, quotas(config.quotas()), wanted);
        HubConfig.Disk marks = config.disk();
        DiskWatch disk = new DiskWatch(
                new DiskWatch.Marks(marks.alarm(), marks.tight(), marks.full()),
                probe,
                reserve,
                journal::lacksRoom);
        Watch watch = new Watch(disk, journal, broker, clock);
        HistoryConfig historyConfig = new HistoryConfig(
                data.resolve("history"),
                config.history().memory(),
                config.history().retention(),
                new HistoryConfig.Parts(
                        config.history().parts(), config.history().partsRetention()),
                config.history().url(),
                config.history().keep());
        History history = History.start(historyConfig, journal, snapshots, Language::check, clock);
        endings.push(history::close);
        DecisionThread decisions = new DecisionThread(
                journal,
                broker,
                clock,
                snapshots,
                Language::check,
                NotifySetup.terms(config),
                config.limits(),
                wanted,
                e -> fail.accept("" + e));
        decisions.start();
        endings.push(() -> {
            decisions.stop();
            decisions.snapshotAtStop();
        });
        return new Core(journal, clock, broker, decisions, history, watch, strays);
    }

    private Reserve reserve(HubConfig.Disk disk, DiskSpace space) {
        long most = space.total() / RESERVE_OF_DISK;
        return new Reserve(data.resolve("reserve"), Math.min(disk.reserve(), most));
    }

    private static Quotas quotas(HubConfig.Quotas quotas) {
        return new Quotas(
                quotas.sessions(),
                quotas.sessionMessages(),
                quotas.sessionBytes(),
                quotas.sessionAge().toSeconds(),
                quotas.retainedBytes());
    }

    private void startNotifier(HubConfig config, Core core) {
        DecisionThread decisions = core.decisions;
        Notifier notifier = Notifier.start(
                config.server().name(),
                config.notification(),
                decisions.decisions().notices(),
                decisions,
                core.clock);
        endings.push(notifier::close);
    }

    /** The listeners: first all loops, then the broker, then the doors. */
    private void serve(HubConfig config, Core core, long startedMillis) throws IOException {
        EventStreams streams = EventStreams.open(core.broker::addLoop);
        endings.push(streams::close);
        MqttServer mqtt = MqttServer.open(
                MqttSetup.config(config), core.broker::addLoop, List.of(), core.clock);
        endings.push(mqtt::close);
        core.broker.start();
        endings.push(core.broker::stop);
        mqtt.listen();
        endings.push(mqtt::stopListening);
        Map<MqttConfig.Kind, InetSocketAddress> bound = new EnumMap<>(mqtt.addresses());
        addresses.put("mqtt", text(Objects.requireNonNull(bound.remove(MqttConfig.Kind.MQTT))));

        Api.HubFacts facts = new Api.HubFacts(
                version(),
                ProcessHandle.current().pid(),
                startedMillis,
                data.toString(),
                () -> Map.copyOf(addresses),
                core.watch::pressure,
                core.strays::all);
        Backtests backtests = new Backtests(new Backtests.Hub(
                core.journal,
                core.decisions.decisions().registry(),
                Language::check,
                () -> core.journal.committed() - core.decisions.appliedThrough(),
                core.history));
        endings.push(backtests::stop);
        Api api = new Api(
                facts,
                core.journal,
                core.broker,
                mqtt::status,
                core.decisions.decisions(),
                core.decisions,
                RuleMemory.limited(NotifySetup.check(config), config.limits().ruleMemory()),
                core.history,
                backtests,
                streams,
                core.clock,
                config.limits().payload());
        Address address = config.listen().http();
        awaitDecisions(core);
        ApiServer http = ApiServer.start(address.host(), address.port(), api);
        endings.push(http::close);
        addresses.put("http", text(http.address()));
        bound.forEach((kind, at) -> addresses.put(kind.name().toLowerCase(Locale.ROOT), text(at)));
    }

    /** Devices may come at once; who asks about them is answered from all that was known before. */
    private static void awaitDecisions(Core core) throws IOException {
        try {
            if (!core.decisions.awaitApplied(core.journal.recoveredThrough())) {
                throw new IOException("the decisions ended before the hub had started");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted at the start", e);
        }
    }

    private void startHousekeeping(Core core, long keepBytes, long started) {
        Retention retention = new Retention(keepBytes, core.journal.firstSequence());
        FloodWatch floods = new FloodWatch(core.decisions.decisions().registry(), core.clock);
        Rounds rounds = new Rounds("housekeeping");
        rounds.every(
                HOUSEKEEPING_MILLIS,
                "let the journal go of what nobody needs",
                () -> keepHouse(core, retention));
        rounds.every(FloodWatch.LOOK_MILLIS, "look for devices that flood", floods::look);
        SystemTopics system = new SystemTopics(
                version(), started, core.clock, core.broker::status, core.broker::offer);
        rounds.every(SystemTopics.PAUSE_MILLIS, "say on $SYS how things stand", system::tell);
        rounds.every(Strays.LOOK_MILLIS, "name devices that are astray", core.strays::look);
        endings.push(rounds::stop);
    }

    /** Drops what is over a quota, and lets the journal go of what nobody needs. */
    private static void keepHouse(Core core, Retention retention) {
        core.broker.enforceQuotas();
        long whole = Math.min(
                core.broker.neededFrom(),
                Math.min(core.decisions.neededFrom(), core.history.neededFrom()));
        JournalStatus status = core.journal.status();
        long kept = retention.keepFrom(status.committed(), status.bytes(), whole);
        long before = core.watch.diskIsTight() ? whole : kept;
        if (core.journal.hasSegmentBefore(before)) {
            core.broker
                    .sessionNeeds(before)
                    .ifPresent(needs -> core.journal.release(before, needs));
        }
    }

    /** The version in the jar's manifest, or {@code development} outside of a jar. */
    private static String version() {
        String version = Hub.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static JournalConfig journalConfig(HubConfig config) {
        Durability durability = switch (config.durability().ack()) {
            case FSYNC -> Durability.FSYNC;
            case OS -> Durability.OS;
            case NONE -> Durability.NONE;
        };
        return JournalConfig.DEFAULT
                .within(Runtime.getRuntime().maxMemory())
                .withDurability(durability);
    }

    private static long newestTime(Journal journal) {
        long newest = 0;
        try (JournalReader reader = journal.reader(Math.max(1, journal.recoveredThrough()))) {
            while (reader.next()) {
                newest = reader.entry().timeMillis();
            }
        }
        return newest;
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            try {
                Files.createDirectories(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            } catch (IOException e) {
                throw new IOException(
                        "expected a data folder, or a place to make one, found "
                                + (Files.exists(folder) ? "the file " : "neither at ") + folder
                                + "; name another one with --data",
                        e);
            }
        }
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** One line that begins with {@code ready} and names every listener. */
    String readyLine() {
        StringBuilder line = new StringBuilder("ready");
        addresses.forEach(
                (name, address) -> line.append(' ').append(name).append('=').append(address));
        return line.append(" data=")
                .append(data)
                .append(" pid=")
                .append(ProcessHandle.current().pid())
                .toString();
    }

    @Override
    public void close() {
        while (!endings.isEmpty()) {
            try {
                endings.pop().end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                System.getLogger(Hub.class.getName())
                        .log(System.Logger.Level.ERROR, "a part of the hub did not end well", e);
            }
        }
    }
}
