package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.journal.RecordKeys;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a session is given after an absence does not depend on how it is found: by posting lists, or
 * by reading through the whole journal. Same messages, same order, same packet ids, also when the
 * hub has crashed halfway. Nor does it depend on what the journal has let go of since.
 */
class LateReadingTest {
    private static final String[] FILTERS = {
        "t/0", "t/1", "t/+", "t/7", "u/#", "#", "t/3", "$share/g/t/4", "$share/g/t/+"
    };
    private static final BrokerLimits D = BrokerLimits.DEFAULT;
    private static final BrokerLimits LIMITS =
            new BrokerLimits(20, 20, 30, 40, 100, 100, 50, 13, D.cursorMillis(), 5, 7_500);

    @TempDir
    Path folder;

    private long coldBytes;

    @ParameterizedTest
    @ValueSource(longs = {1, 3})
    void aLateSessionGetsTheSameHoweverItsMessagesAreFound(long seed) {
        List<String> byLists = live(folder.resolve("lists"), new LateKeys(), seed);
        List<String> byReadingAll = live(folder.resolve("all"), RecordKeys.NONE, seed);
        assertThat(coldBytes).isPositive();
        assertThat(byLists).hasSizeGreaterThan(300).isEqualTo(byReadingAll);
    }

    /** A life of some sessions; what each was given at QoS 1 and 2. */
    private List<String> live(Path folder, RecordKeys keys, long seed) {
        Random random = new Random(seed);
        List<String> given = new ArrayList<>();
        try (Hub hub = new Hub(folder, 2, LIMITS, keys)) {
            for (int round = 0; round < 4; round++) {
                subscribe(hub, random);
                publish(hub, random, 500);
                awaitIndexes(hub, keys);
                letGo(hub, keys);
                comeBack(hub, random, given);
                if (random.nextBoolean()) {
                    hub.crash();
                }
            }
            awaitIndexes(hub, keys);
            letGo(hub, keys);
            comeBack(hub, random, given);
        }
        return given;
    }

    private static void subscribe(Hub hub, Random random) {
        for (int i = 0; i < 4; i++) {
            Client client = hub.client("s" + i).on(i % 2).connect();
            for (int count = random.nextInt(3); count > 0; count--) {
                String filter = FILTERS[random.nextInt(FILTERS.length)];
                if (random.nextInt(4) == 0) {
                    client.unsubscribe(filter);
                } else {
                    client.subscribe(filter, Qos.of(random.nextInt(3)), 0);
                }
            }
            client.lose();
        }
    }

    private static void publish(Hub hub, Random random, int count) {
        Client publisher = hub.client("p").expiry(0).connect();
        for (int i = 0; i < count; i++) {
            String topic = random.nextInt(9) == 0 ? "u/" + i : "t/" + random.nextInt(40);
            publisher.send(Hub.message(
                    "p",
                    topic,
                    i + "x".repeat(random.nextInt(120)),
                    Qos.of(random.nextInt(3)),
                    random.nextInt(30) == 0,
                    MessageProperties.NONE,
                    Hub.START));
            if (random.nextInt(50) == 0) {
                hub.settle();
            }
        }
        hub.settle();
        publisher.disconnect();
    }

    /** The life that is found by lists also loses everything that nobody needs. */
    private void letGo(Hub hub, RecordKeys keys) {
        hub.pass(1);
        hub.broker().snapshots().stop();
        if (!keys.equals(RecordKeys.NONE)) {
            long before = hub.broker().neededFrom();
            hub.journal().release(before, hub.needs(before));
            coldBytes += hub.journal().status().coldBytes();
        }
    }

    private static void awaitIndexes(Hub hub, RecordKeys keys) {
        while (!keys.equals(RecordKeys.NONE)
                && hub.journal().status().indexed() < hub.journal().status().segments() - 1) {
            Thread.onSpinWait();
        }
    }

    private static void comeBack(Hub hub, Random random, List<String> given) {
        for (int i = 0; i < 4; i++) {
            Client client = hub.client("s" + i).on(i % 2).receiveMaximum(1 + random.nextInt(20));
            client.acknowledges = random.nextInt(3) > 0;
            client.connect();
            client.lose();
            for (int line = 0; line < client.got.size(); line++) {
                if (client.ids.get(line) > 0) {
                    given.add("s" + i + " " + client.ids.get(line) + " " + client.got.get(line));
                }
            }
        }
    }
}
