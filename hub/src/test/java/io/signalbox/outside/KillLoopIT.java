package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.broker.PublishRecord;
import io.signalbox.bytes.ByteReader;
import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Entry;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.time.SystemClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * kill -9 again and again, at random instants under load. A stored session that is away during
 * the load must then be given every acknowledged message in order; history must hold them, each once; and the
 * rule must have given exactly the commands that follow from the messages in the journal.
 *
 * <p>{@code -Dkills=500} for the long run, {@code -Dseed=N} for another one. A long run goes in
 * pieces, each on a folder of its own with the next seed; the folder of one that fails is kept.
 */
class KillLoopIT {
    private static final int KILLS = Integer.getInteger("kills", 8);
    private static final long SEED = Long.getLong("seed", 20261122L);
    private static final int DEVICES = 4;
    private static final int PERIOD = 40;

    /** Between two messages of a device: about 10,000 a second in all. */
    private static final long PAUSE_NANOS = 300_000;

    private static final Pattern NUMBER = Pattern.compile("\"n\":\\s*(\\d+)");
    private static final Pattern ID = Pattern.compile("\"id\":\\s*\"([0-9a-f]+)\"");
    private static final String RULES = """
            type Kiln {
              n     : number
              load  : %
              relay : on | off   writable
            }

            rule overload for each Kiln k
              when k.load > 80 %
              then set k.relay = off expires in 10 min
            """;

    /** Kills on one folder: its whole journal is read again at the end. */
    private static final int PIECE = 50;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    /** What the test knows of one device, over all lives of the hub. */
    private static final class Sent {
        final AtomicInteger next = new AtomicInteger(1);
        final BitSet acknowledged = new BitSet();

        synchronized void acknowledge(int n) {
            acknowledged.set(n);
        }
    }

    private final List<Sent> sent = new ArrayList<>();
    /** What the stored session was given, in rising order: the numbers of each device. */
    private final Map<String, BitSet> kept = new HashMap<>();

    private final Map<String, Set<String>> commands = new HashMap<>();
    /** The rows that the history has of COMMAND records, and the record up to which it has them. */
    private final List<Long> commandRows = new ArrayList<>();

    private long commandRowsThrough;
    private long again;

    @Test
    void losesNothingThatWasAcknowledgedAndDoublesNoCommand() throws Exception {
        long messages = 0;
        long commandsSent = 0;
        for (int done = 0; done < KILLS; done += PIECE) {
            long seed = SEED + done / PIECE;
            Path data = folder.resolve("seed-" + seed);
            try {
                piece(data, seed, Math.min(PIECE, KILLS - done));
            } catch (Throwable e) {
                System.out.println("kill loop: seed " + seed + " failed; its data is in " + data);
                throw e;
            }
            messages +=
                    sent.stream().mapToLong(s -> s.acknowledged.cardinality()).sum();
            commandsSent += commands.values().stream().mapToInt(Set::size).sum();
            System.out.println("kill loop: " + Math.min(KILLS, done + PIECE) + " of " + KILLS
                    + " kills, " + messages + " acknowledged, 0 lost, 0 doubled, " + again
                    + " delivered again with DUP; " + commandsSent + " commands, 0 doubled");
            delete(data);
        }
        assertThat(messages).isGreaterThan(0);
    }

    private static void delete(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void piece(Path data, long seed, int kills) throws Exception {
        Random chance = new Random(seed);
        Path rules = folder.resolve("kiln.rules");
        Files.writeString(rules, RULES);
        sent.clear();
        kept.clear();
        commands.clear();
        for (int device = 0; device < DEVICES; device++) {
            sent.add(new Sent());
            kept.put("k" + device, new BitSet());
            commands.put("k" + device, new LinkedHashSet<>());
        }
        try (HubProcess hub = HubProcess.start(data)) {
            assertThat(hub.cli("apply", "-f", rules.toString()).exitCode()).isZero();
            for (int device = 0; device < DEVICES; device++) {
                assertThat(hub.cli("device", "create", "k" + device, "--type", "Kiln")
                                .exitCode())
                        .isZero();
            }
            try (Client keeper = keeper(hub, _ -> {})) {
                keeper.subscribe("d/+/up/#", Qos.AT_LEAST_ONCE, _ -> {});
                keeper.subscribe("d/+/down/#", Qos.AT_LEAST_ONCE, _ -> {});
            }
            hub.kill();
        }
        for (int kill = 1; kill <= kills; kill++) {
            try (HubProcess hub = HubProcess.start(data)) {
                loadUntilKilled(hub, chance.nextInt(50, 1500));
            }
            if (kill % 4 == 0 || kill == kills) {
                try (HubProcess hub = HubProcess.start(data)) {
                    collect(hub);
                    if (kill == kills) {
                        checkHistory(hub);
                    }
                    assertThat(hub.stop()).isZero();
                }
                check("after kill " + kill + " of seed " + seed);
            }
        }
        checkJournal(data);
    }

    private void loadUntilKilled(HubProcess hub, int afterMillis) throws Exception {
        List<Thread> publishers = new ArrayList<>();
        int port = hub.mqttPort();
        for (int device = 0; device < DEVICES; device++) {
            String id = "k" + device;
            Sent log = sent.get(device);
            publishers.add(Thread.ofVirtual().start(() -> publish(port, id, log)));
        }
        TimeUnit.MILLISECONDS.sleep(afterMillis);
        hub.kill();
        for (Thread publisher : publishers) {
            publisher.join();
        }
    }

    /** Publishes until the connection breaks; a number is used once, acknowledged or not. */
    private static void publish(int port, String id, Sent log) {
        try (Client client = Client.connect(ClientOptions.of("127.0.0.1", port, id))) {
            while (true) {
                LockSupport.parkNanos(PAUSE_NANOS);
                int n = log.next.getAndIncrement();
                int load = n % PERIOD < PERIOD / 2 ? 20 : 90;
                byte[] payload = ("{\"n\": " + n + ", \"load\": " + load + "}")
                        .getBytes(StandardCharsets.UTF_8);
                CompletableFuture<?> _ = client.send(
                                "d/" + id + "/up/data", payload, Qos.AT_LEAST_ONCE, false)
                        .whenComplete((reason, lost) -> {
                            if (lost == null && !reason.failed()) {
                                log.acknowledge(n);
                            }
                        });
            }
        } catch (IOException e) {
            // The hub was killed, as planned.
            log.next.incrementAndGet();
        }
    }

    private Client keeper(HubProcess hub, java.util.function.Consumer<Publish> otherwise)
            throws IOException {
        return Client.connect(
                ClientOptions.of("127.0.0.1", hub.mqttPort(), "keeper")
                        .withStoredSession(0xFFFF_FFFFL),
                otherwise);
    }

    /** Lets the stored session take all that waits for it. */
    private void collect(HubProcess hub) throws Exception {
        BlockingQueue<Publish> inbox = new LinkedBlockingQueue<>();
        try (Client keeper = keeper(hub, inbox::add)) {
            assertThat(keeper.sessionPresent()).isTrue();
            Publish publish;
            while ((publish = inbox.poll(2, TimeUnit.SECONDS)) != null) {
                take(publish);
            }
        }
    }

    private void take(Publish publish) {
        String device = publish.topic().split("/")[1];
        String text = new String(publish.payload(), StandardCharsets.UTF_8);
        if (publish.topic().contains("/down/")) {
            Matcher id = ID.matcher(text);
            assertThat(id.find()).as(text).isTrue();
            boolean first = commands.get(device).add(id.group(1));
            assertThat(first || publish.dup()).as("doubled: " + text).isTrue();
            return;
        }
        Matcher number = NUMBER.matcher(text);
        assertThat(number.find()).as(text).isTrue();
        BitSet numbers = kept.get(device);
        int n = Integer.parseInt(number.group(1));
        boolean seen = numbers.get(n);
        assertThat(!seen || publish.dup()).as("doubled without DUP: " + text).isTrue();
        if (seen) {
            again++;
        } else {
            assertThat(n).as("order of " + device).isGreaterThanOrEqualTo(numbers.length());
            numbers.set(n);
        }
    }

    private void check(String when) {
        for (int device = 0; device < DEVICES; device++) {
            String id = "k" + device;
            BitSet missing = (BitSet) sent.get(device).acknowledged.clone();
            missing.andNot(kept.get(id));
            assertThat(missing)
                    .as("acknowledged and lost, " + id + " " + when)
                    .isEqualTo(new BitSet());
        }
    }

    /** The journal of all lives: each rise of the load one activation, each command once. */
    private void checkJournal(Path data) throws IOException {
        Map<String, Integer> rises = new HashMap<>();
        Map<String, Boolean> high = new HashMap<>();
        Map<String, Integer> activations = new HashMap<>();
        Map<String, BitSet> journaled = new HashMap<>();
        Set<String> told = new HashSet<>();
        List<Long> commandRecords = new ArrayList<>();
        try (Journal journal = Journal.open(
                        new FileDisk(data.resolve("journal")),
                        JournalConfig.DEFAULT,
                        new SystemClock());
                JournalReader reader = journal.reader(1)) {
            while (reader.next()) {
                Entry entry = reader.entry();
                if (entry.type() == RecordType.COMMAND && entry.sequence() <= commandRowsThrough) {
                    commandRecords.add(entry.sequence());
                }
                if (entry.type() == RecordType.TRACE) {
                    countActivation(entry, activations);
                } else if (entry.type() == RecordType.PUBLISH) {
                    Message message = PublishRecord.read(entry);
                    String text = new String(message.payload(), StandardCharsets.UTF_8);
                    String device = message.topic().split("/")[1];
                    Matcher number = NUMBER.matcher(text);
                    Matcher id = ID.matcher(text);
                    if (number.find()) {
                        int n = Integer.parseInt(number.group(1));
                        BitSet numbers = journaled.computeIfAbsent(device, _ -> new BitSet());
                        assertThat(n).isGreaterThanOrEqualTo(numbers.length());
                        numbers.set(n);
                        boolean now = n % PERIOD >= PERIOD / 2;
                        boolean before = Boolean.TRUE.equals(high.put(device, now));
                        rises.merge(device, now && !before ? 1 : 0, Integer::sum);
                    } else if (id.find()) {
                        assertThat(told.add(id.group(1)))
                                .as("told twice: " + text)
                                .isTrue();
                    }
                }
            }
        }
        journaled.forEach((device, numbers) -> assertThat(kept.get(device))
                .as("session and journal, " + device)
                .isEqualTo(numbers));
        assertThat(activations).isEqualTo(rises);
        assertThat(commandRows).isNotEmpty().isEqualTo(commandRecords);
        assertThat(told).hasSizeGreaterThanOrEqualTo(DEVICES);
        commands.values().forEach(ids -> assertThat(told).containsAll(ids));
    }

    private static void countActivation(Entry entry, Map<String, Integer> activations) {
        ByteReader body = entry.body();
        Cause.read(body);
        body.string(); // rule
        body.string(); // version
        String device = body.string();
        body.zigzag();
        activations.merge(device, body.u8() == 0 ? 1 : 0, Integer::sum);
    }

    private void checkHistory(HubProcess hub) {
        HubProcess.Result verdict = hub.cli("data", "verify");
        assertThat(verdict.exitCode()).as(verdict.out() + verdict.err()).isZero();
        String sequences = "select seq from commands order by seq";
        String table =
                hub.cli("data", "sql", "--json", "--limit", "100000", sequences).out();
        assertThat(table).contains("\"more\":false");
        commandRowsThrough = total(table, "through");
        commandRows.clear();
        Pattern.compile("\\[(\\d+)]")
                .matcher(table)
                .results()
                .forEach(row -> commandRows.add(Long.valueOf(row.group(1))));
        for (int device = 0; device < DEVICES; device++) {
            String id = "k" + device;
            HubProcess.Result rows = hub.cli(
                    "data",
                    "query",
                    "--device",
                    id,
                    "--point",
                    "n",
                    "--from",
                    "-1d",
                    "--every",
                    "30d",
                    "--fn",
                    "count,sum,max",
                    "--json");
            assertThat(rows.exitCode()).as(rows.err()).isZero();
            BitSet numbers = kept.get(id);
            assertThat(total(rows.out(), "count"))
                    .as("rows of " + id)
                    .isEqualTo(numbers.cardinality());
            assertThat(total(rows.out(), "sum"))
                    .as("sum of " + id)
                    .isEqualTo(numbers.stream().asLongStream().sum());
        }
    }

    private static long total(String json, String field) {
        return Pattern.compile("\"" + field + "\":([0-9.eE+]+)")
                .matcher(json)
                .results()
                .mapToLong(found -> (long) Double.parseDouble(found.group(1)))
                .sum();
    }
}
