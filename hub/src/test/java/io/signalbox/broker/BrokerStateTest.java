package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.journal.JournalReader;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

class BrokerStateTest {
    @TempDir
    Path folder;

    /** Something of everything that the broker writes. */
    private static void live(Hub hub) {
        Client client = hub.client("s").silent().will("w", "gone", 30).connect();
        client.subscribe("a").subscribe("a", Qos.AT_MOST_ONCE, 3).subscribe("b/+");
        hub.client("t")
                .expiry(100)
                .will("w", "later", 50)
                .connect()
                .subscribe("#")
                .lose();
        hub.client("u").connect().subscribe("x").disconnect();
        hub.client("u").cleanStart().expiry(0).connect();
        Client publisher = hub.client("p").connect();
        publisher.retain("b/1", "one").retain("b/2", "two").retain("b/1", "");
        publisher.publish("a", "x").publish("b/3", "y");
        client.acknowledge(1);
        client.unsubscribe("b/+");
        hub.pass(2);
    }

    @Test
    void aSnapshotAtAnyRecordAndTheRestGiveTheSameStateAsTheWholeJournal() throws IOException {
        try (Hub hub = new Hub(folder)) {
            live(hub);
            BrokerState whole = new BrokerState();
            replay(hub, whole);
            byte[] expected = encode(whole);
            assertThat(encode(decode(expected))).isEqualTo(expected);
            for (long cut = 1; cut < whole.sequence; cut++) {
                BrokerState first = new BrokerState();
                try (JournalReader reader = hub.journal().reader(1)) {
                    while (first.sequence < cut && reader.next()) {
                        first.apply(reader.entry());
                    }
                }
                BrokerState second = decode(encode(first));
                replay(hub, second);
                assertThat(encode(second)).as("cut after " + cut).isEqualTo(expected);
            }
        }
    }

    @Test
    void aSessionWhoseClientIsGoneAtOnceIsNotBeforeItsBegin() {
        try (Hub hub = new Hub(folder)) {
            hub.client("a").begin().lose();
            BrokerState state = new BrokerState();
            replay(hub, state);
            assertThat(state.session("a").low).isPositive();
        }
    }

    static byte[] encode(BrokerState state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            state.write(new StateParts.Output(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static BrokerState decode(byte[] bytes) {
        try {
            return BrokerState.read(new StateParts.Input(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void replay(Hub hub, BrokerState state) {
        try (JournalReader reader = hub.journal().reader(state.sequence + 1)) {
            while (reader.next()) {
                state.apply(reader.entry());
            }
        }
    }

    @Test
    void theJournalMayGoUpToWhatSessionsAndSnapshotsStillNeed() {
        BrokerLimits d = BrokerLimits.DEFAULT;
        BrokerLimits often = new BrokerLimits(
                10, 10, d.inFlight(), d.unackedSpan(), 10, 10, 10, 10, 100, 64, 2_000);
        try (Hub hub = new Hub(folder, 2, often)) {
            Client absent = hub.client("s").connect().subscribe("a");
            hub.client("t").connect().subscribe("b");
            absent.disconnect();
            Client publisher = hub.client("p").on(1).connect();
            publisher.publish("a", "first");
            long first = hub.journal().committed();
            for (int round = 0; round < 8; round++) {
                for (int i = 0; i < 20; i++) {
                    publisher.publish("b", "some text to fill the journal with " + i);
                }
                hub.pass(1);
                hub.broker().snapshots().stop();
            }
            assertThat(hub.needs(first + 1).lowest()).isBetween(1L, first);
            absent.connect();
            assertThat(absent.got).containsExactly("a first");
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 20; i++) {
                    publisher.publish("b", "some text to fill the journal with " + i);
                }
                hub.pass(1);
                hub.broker().snapshots().stop();
            }
            long needed = hub.broker().neededFrom();
            assertThat(needed).isGreaterThan(first);
            assertThat(hub.needs(needed).lowest()).isGreaterThan(first);
            hub.journal().release(needed, hub.needs(needed));
            hub.crash();
            assertThat(hub.client("s").connect().events).containsExactly("resumed");
        }
    }
}
