package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

class SessionTest {
    @TempDir
    Path folder;

    private Hub hub;

    @BeforeEach
    void open() {
        hub = new Hub(folder);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void publish(int from, int to) {
        Client publisher = hub.client("p").expiry(0).cleanStart().on(1).connect();
        for (int i = from; i <= to; i++) {
            publisher.publish("a", "" + i);
        }
        publisher.disconnect();
    }

    @Test
    void resendsWhatWasNotAcknowledgedWithItsIdsAndDup() {
        Client client = hub.client("s").silent().connect().subscribe("a");
        publish(1, 4);
        client.acknowledge(2);
        client.lose();
        publish(5, 5);
        client.got.clear();
        client.ids.clear();
        client.connect();
        assertThat(client.events).endsWith("resumed");
        assertThat(client.got).containsExactly("a 1 again", "a 3 again", "a 4 again", "a 5");
        assertThat(client.ids).containsExactly(1, 3, 4, 5);
    }

    private static BrokerLimits limits(int filters, int filtersPerPacket, int retained) {
        BrokerLimits d = BrokerLimits.DEFAULT;
        return new BrokerLimits(
                filters,
                filtersPerPacket,
                d.inFlight(),
                d.unackedSpan(),
                retained,
                d.inboxMessages(),
                d.cachedTopics(),
                d.catchUpRecords(),
                d.cursorMillis(),
                d.cursorAcks(),
                d.snapshotBytes());
    }

    @Test
    void hasAsManySubscriptionsAsItAskedForHoweverQuicklyItAsks() {
        try (Hub tight = new Hub(folder.resolve("tight"), 1, limits(3, 100, 100))) {
            Client client = tight.client("s").connect().subscribe("a").subscribe("b");
            client.ask("a").ask("b").ask("c").ask("d");
            client.loop().unsubscribe(client.attachment(), 9, List.of("b"));
            client.ask("e").ask("f");
            tight.settle();
            assertThat(client.events)
                    .containsSubsequence(
                            "subscribed [GRANTED_QOS_1]",
                            "subscribed [GRANTED_QOS_1]",
                            "subscribed [GRANTED_QOS_1]",
                            "subscribed [QUOTA_EXCEEDED]",
                            "unsubscribed [true]",
                            "subscribed [GRANTED_QOS_1]",
                            "subscribed [QUOTA_EXCEEDED]");
        }
    }

    @Test
    void comesToTheSameIdsAfterACrash() {
        Client client = hub.client("s").silent().connect().subscribe("a");
        publish(1, 4);
        client.acknowledge(1).acknowledge(3);
        hub.pass(1);
        hub.crash();
        publish(5, 5);
        Client again = hub.client("s").silent().connect();
        assertThat(again.events).containsExactly("resumed");
        assertThat(again.got).containsExactly("a 2 again", "a 4 again", "a 5");
        assertThat(again.ids).containsExactly(2, 4, 5);
        again.lose();
        Client third = hub.client("s").connect();
        assertThat(third.got).containsExactly("a 2 again", "a 4 again", "a 5 again");
        publish(6, 6);
        assertThat(third.got).endsWith("a 6");
        assertThat(third.ids).containsExactly(2, 4, 5, 6);
    }

    @Test
    void acknowledgementsAreDurableAfterATick() {
        Client client = hub.client("s").connect().subscribe("a");
        publish(1, 3);
        assertThat(client.got).hasSize(3);
        hub.clock.advance(100);
        hub.loop(0).tick();
        hub.settle();
        hub.crash();
        Client again = hub.client("s").connect();
        assertThat(again.got).isEmpty();
        publish(4, 4);
        assertThat(again.got).containsExactly("a 4");
        assertThat(again.ids).containsExactly(4);
    }

    @Test
    void manyAcknowledgementsAreDurableWithoutATick() {
        Client client = hub.client("s").connect().subscribe("a");
        publish(1, 70);
        assertThat(client.got).hasSize(70);
        hub.crash();
        assertThat(hub.client("s").connect().got).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void aSessionThatWasToldNothingAfterARestartIsNotToldAgain() {
        hub.client("s").connect().subscribe("a");
        hub.crash();
        hub.client("s").connect().disconnect();
        hub.restart();
        publish(1, 1);
        assertThat(hub.client("s").connect().got).containsExactly("a 1");
    }

    @Test
    void idsStayTheSameWhenTheSubscriptionEndedMeanwhile() {
        Client client = hub.client("s").silent().connect();
        client.subscribe("a").subscribe("b");
        Client publisher = hub.client("p").connect();
        publisher.publish("a", "1").publish("b", "2").publish("a", "3");
        client.unsubscribe("a");
        publisher.publish("a", "4").publish("b", "5");
        assertThat(client.events).endsWith("unsubscribed [true]");
        hub.crash();
        Client again = hub.client("s").connect();
        assertThat(again.got).containsExactly("a 1 again", "b 2 again", "a 3 again", "b 5 again");
        assertThat(again.ids).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aCleanStartOrNoExpiryForgetsTheSession() {
        Client client = hub.client("s").connect().subscribe("a");
        client.disconnect();
        Client fresh = hub.client("s").cleanStart().connect();
        publish(1, 1);
        assertThat(fresh.events).containsExactly("connected");
        assertThat(fresh.got).isEmpty();
        fresh.disconnect();
        Client brief = hub.client("s").expiry(0).connect().subscribe("a");
        assertThat(brief.events).startsWith("resumed");
        brief.disconnect();
        assertThat(hub.client("s").connect().events).containsExactly("connected");
        assertThat(hub.broker().status().filters()).isZero();
    }

    @Test
    void aSessionWithoutExpiryIsGoneAfterACrash() {
        hub.client("s").connect().subscribe("a").disconnect();
        hub.client("s").expiry(0).connect();
        hub.client("t").expiry(0).connect().subscribe("b");
        hub.crash();
        assertThat(hub.broker().status().filters()).isZero();
        assertThat(hub.client("s").connect().events).containsExactly("connected");
    }

    @Test
    void takesASessionOverFromTheSameAndFromAnotherLoop() {
        Client first = hub.client("s").on(0).silent().connect().subscribe("a");
        publish(1, 1);
        Client second = hub.client("s").on(1).silent().connect();
        assertThat(first.events).endsWith("closed SESSION_TAKEN_OVER");
        assertThat(second.events).containsExactly("resumed");
        publish(2, 2);
        Client third = hub.client("s").on(1).connect();
        assertThat(second.got).containsExactly("a 1 again", "a 2");
        assertThat(third.got).containsExactly("a 1 again", "a 2 again");
        assertThat(first.got).containsExactly("a 1");
        first.lose();
        publish(3, 3);
        assertThat(third.got).endsWith("a 3");
    }

    @Test
    void manyConnectsAtOnceEndWithOneConnection() {
        hub.client("s").connect().subscribe("a").disconnect();
        List<Client> clients = List.of(
                hub.client("s").on(0).begin(),
                hub.client("s").on(1).begin(),
                hub.client("s").on(0).begin(),
                hub.client("s").on(0).begin(),
                hub.client("s").on(1).begin());
        hub.settle();
        for (Client old : clients.subList(0, 4)) {
            assertThat(old.events).endsWith("closed SESSION_TAKEN_OVER");
        }
        assertThat(clients.getLast().events).containsExactly("resumed");
        publish(1, 2);
        assertThat(clients.getLast().got).containsExactly("a 1", "a 2");
    }

    @Test
    void aConnectThatGivesUpBeforeItHasTheSessionLeavesItWhole() {
        Client first = hub.client("s").on(0).connect().subscribe("a");
        Client brief = hub.client("s").on(1).begin();
        brief.loop()
                .disconnected(
                        brief.attachment(),
                        DisconnectReason.CONNECTION_LOST,
                        BrokerLoop.SAME_EXPIRY);
        hub.settle();
        assertThat(first.events).endsWith("closed SESSION_TAKEN_OVER");
        publish(1, 1);
        Client last = hub.client("s").on(0).connect();
        assertThat(last.events).containsExactly("resumed");
        assertThat(last.got).containsExactly("a 1");
    }

    @Test
    void expiresByTheTimeThatPassedHereWhateverTheWallClockDoes() {
        hub.client("s").expiry(60).connect().subscribe("a").disconnect();
        hub.clock.setWallMillis(Hub.START + 1_000_000_000L);
        hub.pass(30);
        hub.restart();
        hub.clock.setWallMillis(Hub.START - 1_000_000_000L);
        hub.pass(25);
        Client kept = hub.client("s").expiry(60).connect();
        assertThat(kept.events).containsExactly("resumed");
        kept.disconnect();
        hub.pass(30);
        hub.crash();
        hub.pass(31);
        assertThat(hub.broker().status().stored()).isZero();
        assertThat(hub.broker().status().filters()).isZero();
        assertThat(hub.client("s").connect().events).containsExactly("connected");
    }

    @Test
    void aDisconnectMayChangeTheExpiry() {
        Client client = hub.client("s").connect().subscribe("a");
        client.loop().disconnected(client.attachment(), DisconnectReason.NORMAL, 5);
        hub.settle();
        hub.pass(6);
        assertThat(hub.client("s").connect().events).containsExactly("connected");
    }

    @Test
    void subscribesBeforeItSaysSoAndOnlyThen() {
        Client client = hub.client("s").connect();
        client.loop()
                .subscribe(
                        client.attachment(),
                        1,
                        List.of(
                                new SubscribeRequest(
                                        "a", Qos.AT_LEAST_ONCE, false, false, RetainHandling.SEND),
                                new SubscribeRequest(
                                        "a#", Qos.AT_LEAST_ONCE, false, false, RetainHandling.SEND),
                                new SubscribeRequest(
                                        "$share/g/b",
                                        Qos.AT_LEAST_ONCE,
                                        false,
                                        false,
                                        RetainHandling.SEND)),
                        0);
        client.loop().flush(client.attachment());
        assertThat(client.events).containsExactly("connected");
        long before = hub.journal().committed();
        hub.settle();
        assertThat(hub.journal().committed()).isGreaterThan(before);
        assertThat(client.events)
                .endsWith("subscribed [GRANTED_QOS_1, FILTER_INVALID, GRANTED_QOS_1]");
        publish(1, 1);
        assertThat(client.got).containsExactly("a 1");
    }

    @Test
    void replacesASubscriptionAndEndsOneInTheSameBatch() {
        Client client = hub.client("s").connect().subscribe("a", Qos.AT_MOST_ONCE, 1);
        BrokerLoop loop = client.loop();
        SubscribeRequest request =
                new SubscribeRequest("a", Qos.AT_LEAST_ONCE, false, false, RetainHandling.SEND);
        loop.unsubscribe(client.attachment(), 7, List.of("a", "a", "b"));
        loop.subscribe(client.attachment(), 8, List.of(request, request), 2);
        loop.flush(client.attachment());
        hub.settle();
        assertThat(client.events).contains("unsubscribed [true, false, false]");
        publish(1, 1);
        assertThat(client.got).containsExactly("a 1 #2");
        assertThat(client.ids).containsExactly(1);
        client.unsubscribe("a");
        assertThat(hub.broker().status().filters()).isZero();
        publish(2, 2);
        assertThat(client.got).hasSize(1);
    }

    @Test
    void aSessionThatIsHereWithNothingOpenKeepsNoObjectsForIt() {
        Client client = hub.client("s").connect().subscribe("a");
        hub.client("p").connect().publish("a", "1");
        hub.pass(2);
        assertThat(client.got).containsExactly("a 1");
        Session session = Objects.requireNonNull(client.attachment().session);
        assertThat(session.stored.low).isPositive();
        assertThat(session.stored.acked).isSameAs(StoredSession.NONE);
        assertThat(session.stored.received).isSameAs(StoredSession.NONE);
    }

    @Test
    void refusesMoreFiltersThanTheLimits() {
        hub.close();
        hub = new Hub(folder, 1, limits(2, 3, 1));
        Client client = hub.client("s").connect();
        client.subscribe("a").subscribe("b").subscribe("c").subscribe("a");
        assertThat(client.events)
                .endsWith("subscribed [QUOTA_EXCEEDED]", "subscribed [GRANTED_QOS_1]");
        SubscribeRequest request =
                new SubscribeRequest("a", Qos.AT_LEAST_ONCE, false, false, RetainHandling.SEND);
        client.loop()
                .subscribe(client.attachment(), 9, List.of(request, request, request, request), 0);
        assertThat(client.events).endsWith("closed QUOTA_EXCEEDED");
        assertThat(client.lastWords).isEqualTo("expected at most 3 filters in a packet, found 4");
        Client publisher = hub.client("p").connect().retain("x", "1").retain("y", "1");
        assertThat(publisher.events).endsWith("published 2 QUOTA_EXCEEDED");
        assertThat(publisher.retain("x", "2").events).endsWith("published 3 NO_SUBSCRIBERS");
    }

    @Test
    void aSessionThatIsNotStoredDoesNotHoldTheJournalWhileMessagesAreInFlight() {
        Client client = hub.client("a").expiry(0).silent().connect().subscribe("a");
        Client publisher = hub.client("p").expiry(0).on(1).connect();
        for (int i = 1; i <= 20; i++) {
            publisher.publish("a", "" + i);
        }
        client.acknowledge(client.open.getFirst());
        long last = hub.journal().committed();
        hub.pass(2);
        assertThat(client.open).hasSize(19);
        assertThat(hub.loop(0).neededFrom()).isGreaterThan(last);
    }
}
