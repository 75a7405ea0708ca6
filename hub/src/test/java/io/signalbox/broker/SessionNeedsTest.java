package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.journal.Needs;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** What sessions need of the journal, and what it lets go of. */
class SessionNeedsTest {
    private static final BrokerLimits D = BrokerLimits.DEFAULT;
    private static final BrokerLimits LIMITS =
            new BrokerLimits(20, 20, 30, 40, 100, 100, 50, 100, D.cursorMillis(), 5, 5_000);

    @TempDir
    Path folder;

    private Hub hub;

    @BeforeEach
    void open() {
        hub = new Hub(folder.resolve("hub"), 2, LIMITS);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void fill() {
        Client publisher = hub.client("filling").expiry(0).connect();
        for (int i = 0; i < 2_000; i++) {
            publisher.send(Hub.message("p", "other/" + i, "x".repeat(200), Qos.AT_LEAST_ONCE));
        }
        hub.settle();
        publisher.disconnect();
        hub.pass(1);
        hub.broker().snapshots().stop();
        publisher.connect().disconnect();
        for (int i = 0; i < 2; i++) {
            publisher.connect();
            for (int more = 0; more < 300; more++) {
                publisher.send(Hub.message("p", "other/" + i, "x".repeat(200), Qos.AT_LEAST_ONCE));
            }
            hub.settle();
            publisher.disconnect();
            hub.pass(1);
            hub.broker().snapshots().stop();
        }
        awaitIndexes();
    }

    private void awaitIndexes() {
        while (hub.journal().status().indexed() < hub.journal().status().segments() - 1) {
            Thread.onSpinWait();
        }
    }

    private void letGo() {
        long before = hub.broker().neededFrom();
        hub.journal().release(before, hub.needs(before));
    }

    @Test
    void anAbsentSessionWhoseFilterMatchesNothingHoldsNothing() {
        hub.client("absent").connect().subscribe("nothing/here").disconnect();
        fill();
        int segments = hub.journal().status().segments();
        letGo();
        assertThat(segments).isGreaterThan(20);
        assertThat(hub.journal().status().segments()).isLessThan(segments / 2);
        assertThat(hub.journal().status().coldBytes()).isZero();
    }

    @Test
    void aSleepingDeviceGetsItsCommandsThoughTheirSegmentsAreGone() {
        hub.client("device").connect().subscribe("d/cmd", Qos.EXACTLY_ONCE, 0).disconnect();
        Client publisher = hub.client("p").connect();
        for (int i = 0; i < 3; i++) {
            publisher.publish("d/cmd", "command " + i, Qos.of(1 + i % 2));
            fill();
        }
        long bytes = hub.journal().status().segments();
        letGo();
        assertThat(hub.journal().status().segments()).isLessThan((int) bytes / 3);
        assertThat(hub.journal().status().coldBytes()).isPositive();
        hub.crash();
        Client device = hub.client("device").connect();
        assertThat(device.got)
                .containsExactly("d/cmd command 0", "d/cmd command 1", "d/cmd command 2");
        assertThat(device.ids).containsExactly(1, 2, 3);
        hub.pass(1);
        fill();
        letGo();
        assertThat(hub.journal().status().coldBytes()).isZero();
    }

    @Test
    void aSessionThatWasTakenOverIsAfterACrashWhereItWas() {
        hub.client("device").connect().subscribe("t", Qos.EXACTLY_ONCE, 0);
        Client publisher = hub.client("p").expiry(0).connect();
        publisher.publish("t", "one", Qos.EXACTLY_ONCE);
        Client next = hub.client("device").on(1).silent().connect();
        publisher.publish("t", "two", Qos.EXACTLY_ONCE);
        assertThat(next.got).containsExactly("t two");
        fill();
        letGo();
        hub.crash();
        Client last = hub.client("device").connect();
        assertThat(last.got).containsExactly("t two again");
        assertThat(last.ids).isEqualTo(next.ids).containsExactly(2);
    }

    @Test
    void whatASubscriptionBroughtThatEndedStaysUntilTheCursorBehindItIsDurable() {
        Client device = hub.client("device").silent().connect().subscribe("t");
        Client publisher = hub.client("p").expiry(0).connect();
        publisher.publish("t", "one");
        device.unsubscribe("t").subscribe("u");
        publisher.publish("u", "two");
        assertThat(device.ids).containsExactly(1, 2);
        fill();

        hub.stall();
        device.loop().puback(device.attachment(), 1);
        hub.clock.advance(1_000);
        hub.loop(0).tick();
        letGo();
        try (Hub next = hub.afterPowerFailure(folder.resolve("copy"))) {
            Client again = next.client("device").connect();
            assertThat(again.got).containsExactly("t one again", "u two again");
            assertThat(again.ids).containsExactly(1, 2);
        }
    }

    @Test
    void whatASessionNeedsStaysUntilItIsDurableThatItExpired() {
        device().lose();
        fill();
        hub.stall();
        hub.clock.advance(101_000);
        hub.loop(0).tick();
        assertThat(hub.broker().hasSession("device")).isFalse();
        letGo();
        assertItIsThereAfterAPowerFailure();
    }

    @Test
    void whatASessionNeedsStaysUntilItIsDurableThatAnotherTookItsPlace() {
        device().lose();
        fill();
        hub.stall();
        hub.client("device").on(1).cleanStart().begin();
        letGo();
        assertItIsThereAfterAPowerFailure();
    }

    @Test
    void whatASessionNeedsStaysUntilItIsDurableThatItsClientEndedIt() {
        Client device = device();
        fill();
        hub.stall();
        device.loop().puback(device.attachment(), 1);
        device.loop().disconnected(device.attachment(), DisconnectReason.NORMAL, 0);
        letGo();
        assertItIsThereAfterAPowerFailure();
    }

    /** Has two messages and has not said so. */
    private Client device() {
        Client device = hub.client("device").expiry(100).silent().connect().subscribe("t");
        hub.client("p")
                .expiry(0)
                .connect()
                .publish("t", "one")
                .publish("t", "two")
                .disconnect();
        assertThat(device.got).containsExactly("t one", "t two");
        return device;
    }

    private void assertItIsThereAfterAPowerFailure() {
        try (Hub next = hub.afterPowerFailure(folder.resolve("copy"))) {
            Client again = next.client("device").connect();
            assertThat(again.got).containsExactly("t one again", "t two again");
            assertThat(again.ids).containsExactly(1, 2);
        }
    }

    @Test
    void whatAGroupIsOwedStaysWhileNobodyTakesIt() {
        hub.client("worker").connect().subscribe("$share/g/jobs").disconnect();
        Client publisher = hub.client("p").connect();
        publisher.publish("jobs", "one");
        fill();
        letGo();
        Client silent = hub.client("worker").silent().connect();
        assertThat(silent.got).containsExactly("jobs one");
        silent.lose();
        fill();
        letGo();
        hub.crash();
        Client other = hub.client("other").connect().subscribe("$share/g/jobs");
        assertThat(other.got).containsExactly("jobs one");
    }

    @Test
    void whatAGroupGivesOnStaysUntilItIsDurableThatItDid() {
        Client silent = hub.client("silent").expiry(0).silent().connect();
        silent.subscribe("$share/g/jobs", Qos.EXACTLY_ONCE, 0);
        Client worker = hub.client("worker").on(1);
        worker.room = 1;
        worker.connect().subscribe("full").subscribe("$share/g/jobs", Qos.EXACTLY_ONCE, 0);
        Client publisher = hub.client("p").expiry(0).connect();
        publisher.publish("full", "1", Qos.AT_MOST_ONCE).publish("jobs", "one");
        assertThat(worker.got).containsExactly("full 1");
        assertThat(silent.got).containsExactly("jobs one");
        silent.lose();
        fill();

        hub.stall();
        worker.room = 10;
        worker.loop().writable(worker.attachment());
        hub.executor(1).runAll();
        letGo();
        try (Hub next = hub.afterPowerFailure(folder.resolve("copy"))) {
            assertThat(next.client("worker").connect().got).containsExactly("jobs one");
        }
    }

    @Test
    void whatAGroupGaveStaysUntilItIsDurableThatItDid() {
        Client worker = hub.client("worker").silent().connect().subscribe("$share/g/jobs");
        Client publisher = hub.client("p").expiry(0).connect();
        publisher.send(Hub.message("p", "jobs", "one", Qos.AT_LEAST_ONCE));
        for (int i = 0; i < 3; i++) {
            RecordBatch batch = new RecordBatch();
            for (int record = 0; record < 10_000; record++) {
                batch.add(RecordType.TRACE, 0, 0, new byte[0], 0, 0);
            }
            hub.journal().append(batch);
            hub.clock.advance(1_000);
            hub.step(0);
            hub.loop(0).tick();
            hub.broker().snapshots().stop();
        }
        awaitIndexes();

        // The loop of the group comes by the message only now.
        hub.stall();
        hub.executor(1).runAll();
        hub.loop(1).tick();
        assertThat(worker.got).isEmpty();
        letGo();
        try (Hub next = hub.afterPowerFailure(folder.resolve("copy"))) {
            assertThat(next.client("worker").connect().got).containsExactly("jobs one");
        }
    }

    /** Its cursor stands still; where the session is changes all the time. */
    @Test
    void aSessionOnItsWayIsNeverMissed() {
        hub.client("wanderer").connect().subscribe("w").disconnect();
        hub.client("p").connect().publish("w", "never acknowledged").disconnect();
        long owed = hub.journal().committed();
        int filter = 1;
        while (hub.needs(Long.MAX_VALUE).from(filter) == Long.MAX_VALUE) {
            filter++;
        }
        int key = filter;
        Random random = new Random(4);
        for (int round = 0; round < 60; round++) {
            CompletableFuture<Needs> found = CompletableFuture.supplyAsync(
                    () -> hub.broker().sessionNeeds(Long.MAX_VALUE).orElseThrow(),
                    task -> Thread.ofPlatform().start(task));
            List<Client> connections = new ArrayList<>();
            while (!found.isDone()) {
                wander(random, connections);
            }
            assertThat(found.join().from(key)).isLessThanOrEqualTo(owed);
        }
    }

    private void wander(Random random, List<Client> connections) {
        switch (random.nextInt(8)) {
            case 0 -> {
                if (connections.size() < 30) {
                    Client next = hub.client("wanderer").on(random.nextInt(2)).silent();
                    connections.add(next.begin());
                }
            }
            case 1 -> {
                if (!connections.isEmpty()) {
                    Client last = connections.getLast();
                    last.loop()
                            .disconnected(
                                    last.attachment(),
                                    DisconnectReason.CONNECTION_LOST,
                                    BrokerLoop.SAME_EXPIRY);
                    last.loop().flush(last.attachment());
                }
            }
            case 2 -> hub.commit();
            default -> hub.executor(random.nextInt(2)).runOne();
        }
    }
}
