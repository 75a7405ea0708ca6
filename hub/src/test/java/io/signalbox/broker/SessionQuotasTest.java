package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

class SessionQuotasTest {
    /** Kept here because loggers are held weakly. */
    private static final Logger QUIET = Logger.getLogger("io.signalbox.broker");

    private static final long MUCH = 1L << 40;

    static {
        QUIET.setLevel(Level.OFF);
    }

    @TempDir
    Path folder;

    private Hub hub;

    @BeforeEach
    void open() {
        hub = open(3, MUCH, 0);
    }

    private Hub open(long messages, long bytes, long ageSeconds) {
        return new Hub(
                folder,
                2,
                BrokerLimits.DEFAULT,
                new Quotas(1000, messages, bytes, ageSeconds, 1000));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void publish(String topic, int from, int to, Qos qos) {
        Client publisher = hub.client("publisher").on(1).cleanStart().expiry(0).connect();
        for (int i = from; i <= to; i++) {
            publisher.publish(topic, "" + i, qos);
        }
        publisher.disconnect();
    }

    private void publish(String topic, int from, int to) {
        publish(topic, from, to, Qos.AT_LEAST_ONCE);
    }

    private void enforce() {
        hub.broker().enforceQuotas();
        hub.settle();
        // The loops say once a second who is late.
        hub.pass(2);
        hub.broker().enforceQuotas();
        hub.settle();
    }

    private long dropped(DropReason reason) {
        return hub.broker().status().dropped().getOrDefault(reason, 0L);
    }

    private static List<String> lines(String topic, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> topic + " " + i).toList();
    }

    @Test
    void keepsTheNewestMessagesForAnAbsentSession() {
        hub.client("s").connect().subscribe("a").disconnect();
        publish("a", 1, 3);
        enforce();
        assertThat(dropped(DropReason.SESSION_QUOTA)).isZero();
        publish("a", 4, 5);
        publish("b", 1, 9);
        enforce();
        assertThat(dropped(DropReason.SESSION_QUOTA)).isEqualTo(2);
        enforce();
        assertThat(dropped(DropReason.SESSION_QUOTA)).isEqualTo(2);
        Client back = hub.client("s").connect();
        assertThat(back.got).isEqualTo(lines("a", 3, 5));
        assertThat(back.ids).containsExactly(1, 2, 3);
    }

    @Test
    void countsWhatWaitsAndNotWhatElseIsInTheJournal() {
        hub.client("s").connect().subscribe("a").disconnect();
        publish("a", 1, 3);
        publish("b", 1, 50);
        publish("a", 4, 9, Qos.AT_MOST_ONCE);
        enforce();
        assertThat(dropped(DropReason.SESSION_QUOTA)).isZero();
        assertThat(hub.client("s").connect().got).isEqualTo(lines("a", 1, 3));
    }

    @Test
    void whatWasDroppedDoesNotComeBackAfterACrash() {
        hub.client("s").connect().subscribe("a").disconnect();
        publish("a", 1, 9);
        enforce();
        hub.crash();
        publish("a", 10, 10);
        Client back = hub.client("s").silent().connect();
        assertThat(back.got).isEqualTo(lines("a", 7, 10));
        hub.crash();
        back = hub.client("s").connect();
        assertThat(back.got).containsExactly("a 7 again", "a 8 again", "a 9 again", "a 10 again");
        assertThat(back.ids).containsExactly(1, 2, 3, 4);
    }

    @Test
    void countsAfterARestartWhatCameBeforeIt() {
        hub.client("s").connect().subscribe("a").disconnect();
        publish("a", 1, 3);
        hub.restart();
        publish("a", 4, 4);
        enforce();
        assertThat(hub.client("s").connect().got).isEqualTo(lines("a", 2, 4));
    }

    @Test
    void countsBytes() {
        hub.close();
        hub = open(MUCH, 200, 0);
        hub.client("s").connect().subscribe("a").disconnect();
        publish("a", 1, 50);
        enforce();
        Client back = hub.client("s").connect();
        assertThat(back.got).endsWith("a 50").hasSizeBetween(5, 15);
        assertThat(dropped(DropReason.SESSION_QUOTA)).isEqualTo(50 - back.got.size());
    }

    @Test
    void sharesOneCountAmongAllSessionsOfAFilter() {
        for (int i = 0; i < 50; i++) {
            hub.client("s" + i).connect().subscribe("a").disconnect();
        }
        publish("a", 1, 5);
        enforce();
        assertThat(dropped(DropReason.SESSION_QUOTA)).isEqualTo(100);
        assertThat(hub.client("s17").connect().got).isEqualTo(lines("a", 3, 5));
    }

    @Test
    void leavesAloneWhatTheClientMayHave() {
        Client client = hub.client("s").receiveMaximum(2).silent().connect();
        client.subscribe("a", Qos.EXACTLY_ONCE, 0);
        publish("a", 1, 2, Qos.EXACTLY_ONCE);
        client.loop().pubrec(client.attachment(), 1, false);
        client.loop().flush(client.attachment());
        hub.settle();
        client.lose();
        publish("a", 3, 9, Qos.EXACTLY_ONCE);
        enforce();
        assertThat(dropped(DropReason.SESSION_QUOTA)).isEqualTo(4);
        hub.crash();
        Client back = hub.client("s").connect();
        assertThat(back.events).contains("resumed", "release 1", "release 2");
        assertThat(back.got).containsExactly("a 2 again", "a 7", "a 8", "a 9");
        assertThat(back.ids).containsExactly(2, 3, 4, 5);
    }

    @Test
    void dropsTheOldestForASlowSessionWhileItIsConnected() {
        Client slow = hub.client("s").receiveMaximum(2).silent().connect().subscribe("a");
        publish("a", 1, 10);
        enforce();
        assertThat(slow.got).isEqualTo(lines("a", 1, 2));
        slow.acknowledge(1).acknowledge(2);
        assertThat(slow.got).isEqualTo(List.of("a 1", "a 2", "a 8", "a 9"));
        assertThat(slow.ids).containsExactly(1, 2, 3, 4);
        hub.crash();
        Client back = hub.client("s").connect();
        assertThat(back.got)
                .containsExactly("a 1 again", "a 2 again", "a 8 again", "a 9 again", "a 10 again");
        assertThat(back.ids).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aSessionThatIsNotStoredIsKeptWithinItsQuotaToo() {
        Client slow = hub.client("s").expiry(0).receiveMaximum(1).silent().connect();
        slow.subscribe("a");
        publish("a", 1, 10);
        enforce();
        slow.acknowledge(1).acknowledge(2).acknowledge(3).acknowledge(4);
        assertThat(slow.got).containsExactly("a 1", "a 8", "a 9", "a 10");
    }

    @Test
    void dropsWhatHasWaitedTooLong() {
        hub.close();
        hub = open(MUCH, MUCH, 60);
        hub.client("s").connect().subscribe("a").disconnect();
        publish("a", 1, 2);
        hub.pass(40);
        publish("a", 3, 4);
        enforce();
        assertThat(dropped(DropReason.SESSION_AGE)).isZero();
        hub.clock.setWallMillis(Hub.START + 1_000_000_000_000L);
        enforce();
        assertThat(dropped(DropReason.SESSION_AGE)).isZero();
        hub.pass(30);
        enforce();
        assertThat(dropped(DropReason.SESSION_AGE)).isEqualTo(2);
        hub.crash();
        assertThat(hub.client("s").connect().got).isEqualTo(lines("a", 3, 4));
    }
}
