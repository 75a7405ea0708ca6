package io.signalbox.hub;

import io.signalbox.broker.Broker;
import io.signalbox.broker.BrokerLimits;
import io.signalbox.config.Address;
import io.signalbox.config.HubConfig;
import io.signalbox.journal.Durability;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.Snapshots;
import io.signalbox.language.Language;
import io.signalbox.mqtt.MqttConfig;
import io.signalbox.mqtt.MqttServer;
import io.signalbox.time.Clock;
import io.signalbox.time.SteadyClock;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One hub: every object made by hand, in the order of the floors, and ended in the reverse order.
 */
final class Hub implements AutoCloseable {
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
        Hub hub = new Hub(config.server().data());
        try {
            hub.build(config, machine, fail);
            return hub;
        } catch (IOException | RuntimeException e) {
            hub.close();
            throw e;
        }
    }

    private void build(HubConfig config, Clock machine, Consumer<String> fail) throws IOException {
        makeFolder(data);
        Journal journal =
                Journal.open(new FileDisk(data.resolve("journal")), journalConfig(config), machine);
        endings.push(journal::close);
        journal.onFailure(failure -> fail.accept(failure.getMessage()));
        SteadyClock clock = new SteadyClock(machine, newestTime(journal));
        Snapshots snapshots = new Snapshots(new FileDisk(data.resolve("snapshot")));

        Broker broker =
                Broker.open(journal, snapshots, clock, BrokerLimits.DEFAULT, Hub::isReading);
        DecisionThread decisions = new DecisionThread(
                journal, broker, clock, snapshots, Language::check, e -> fail.accept("" + e));
        decisions.start();
        endings.push(() -> {
            decisions.stop();
            decisions.snapshotAtStop();
        });

        MqttServer mqtt = MqttServer.open(
                MqttConfig.on(socket(config.listen().mqtt())), broker::addLoop, clock);
        endings.push(mqtt::close);
        broker.start();
        endings.push(broker::stop);
        mqtt.listen();
        endings.push(mqtt::stopListening);
        addresses.put("mqtt", text(mqtt.addresses().getFirst()));
        Ticker ticker = new Ticker(journal, clock);
        ticker.start();
        endings.push(ticker::stop);
    }

    private static JournalConfig journalConfig(HubConfig config) {
        return JournalConfig.DEFAULT.withDurability(
                switch (config.durability().ack()) {
                    case FSYNC -> Durability.FSYNC;
                    case OS -> Durability.OS;
                    case NONE -> Durability.NONE;
                });
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
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static InetSocketAddress socket(Address address) {
        return new InetSocketAddress(address.host(), address.port());
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** What the folds read is journaled at every quality of service: {@code d/<id>/up/...}. */
    static boolean isReading(String topic) {
        if (!topic.startsWith("d/")) {
            return false;
        }
        int end = topic.indexOf('/', 2);
        return end > 0 && topic.startsWith("/up/", end);
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
