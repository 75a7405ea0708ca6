package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.broker.Admission.Load;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class AdmissionTest {
    @TempDir
    Path folder;

    private Hub hub;

    @BeforeEach
    void open() {
        hub = new Hub(folder, 2, BrokerLimits.DEFAULT, new Quotas(4, 1000, 1000, 0, 20));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private long dropped(DropReason reason) {
        return hub.broker().status().dropped().getOrDefault(reason, 0L);
    }

    @Test
    void aFullDiskRefusesWhatMakesTheJournalGrow() {
        Client client = hub.client("s").connect().subscribe("d/a/up/x");
        Client publisher = hub.client("p").on(1).connect();
        hub.broker().admission().diskFull(true);
        publisher.publish("a", "1", Qos.AT_LEAST_ONCE).publish("a", "2", Qos.EXACTLY_ONCE);
        publisher.publish("d/a/up/x", "3", Qos.AT_MOST_ONCE).retain("r", "4");
        assertThat(publisher.events)
                .containsExactly(
                        "connected",
                        "published 1 DISK_FULL",
                        "taken 2 DISK_FULL",
                        "published 3 DISK_FULL");
        assertThat(dropped(DropReason.DISK_FULL)).isEqualTo(4);
        client.subscribe("b");
        assertThat(client.events).endsWith("subscribed [QUOTA_EXCEEDED]");
        assertThat(hub.client("t").connect().events).containsExactly("closed DISK_FULL");
        hub.broker().admission().diskFull(false);
        publisher.publish("d/a/up/x", "5");
        assertThat(client.got).containsExactly("d/a/up/x 5");
        assertThat(hub.client("t").connect().events).containsExactly("connected");
    }

    @Test
    void aFullDiskLetsGoOnWhatWasBegunAndWhatMakesItEmptier() {
        Client client = hub.client("s").receiveMaximum(1).silent().connect().subscribe("a");
        Client publisher = hub.client("p").connect().retain("r", "1").publish("a", "1");
        publisher.publish("a", "2", Qos.EXACTLY_ONCE);
        hub.broker().admission().diskFull(true);
        publisher.retain("r", "");
        assertThat(publisher.events).endsWith("published 4 NO_SUBSCRIBERS");
        assertThat(hub.broker().status().retained()).isZero();
        publisher.loop().pubrel(publisher.attachment(), 3);
        publisher.loop().flush(publisher.attachment());
        hub.settle();
        assertThat(publisher.events).endsWith("completed 3");
        client.acknowledge(1).acknowledge(2);
        assertThat(client.got).containsExactly("a 1", "a 2");
        client.subscribe("a", Qos.AT_MOST_ONCE, 0).unsubscribe("a");
        assertThat(client.events).endsWith("subscribed [GRANTED_QOS_0]", "unsubscribed [true]");
        client.disconnect();
        assertThat(hub.client("s").connect().events).containsExactly("resumed");
        Client brief = hub.client("t").expiry(0).connect().subscribe("b");
        assertThat(brief.events).containsExactly("connected", "subscribed [GRANTED_QOS_1]");
        publisher.publish("b", "3", Qos.AT_MOST_ONCE);
        assertThat(brief.got).containsExactly("b 3");
    }

    @Test
    void anOverloadedHubShedsQosZeroThenConnectionsAndNothingElse() {
        Client client = hub.client("s").connect().subscribe("a");
        Client publisher = hub.client("p").on(1).connect();
        hub.broker().admission().load(Load.SHED_QOS_0);
        publisher.publish("a", "1", Qos.AT_MOST_ONCE).publish("a", "2");
        assertThat(hub.client("t").connect().events).containsExactly("connected");
        hub.broker().admission().load(Load.SHED_CONNECTIONS);
        publisher.publish("a", "3", Qos.AT_MOST_ONCE).publish("a", "4");
        assertThat(hub.client("u").connect().events).containsExactly("closed SERVER_BUSY");
        hub.broker().admission().load(Load.NORMAL);
        publisher.publish("a", "5", Qos.AT_MOST_ONCE);
        assertThat(client.got).containsExactly("a 2", "a 4", "a 5");
        assertThat(dropped(DropReason.OVERLOADED)).isEqualTo(2);
        assertThat(hub.client("u").connect().events).containsExactly("connected");
    }

    @Test
    void aFullMemoryRefusesWhatWouldStayInIt() {
        Client client = hub.client("s").connect().subscribe("a").retain("r", "1");
        hub.broker().admission().memoryShort(true);
        client.subscribe("b").subscribe("a").retain("r", "2").retain("q", "1").publish("a", "3");
        assertThat(client.events)
                .contains("subscribed [QUOTA_EXCEEDED]", "subscribed [GRANTED_QOS_1]")
                .endsWith(
                        "published 5 NO_SUBSCRIBERS",
                        "published 6 QUOTA_EXCEEDED",
                        "published 7 ACCEPTED");
        hub.broker().admission().memoryShort(false);
        assertThat(client.subscribe("b").events).endsWith("subscribed [GRANTED_QOS_1]");
    }

    @Test
    void retainedMessagesTogetherHaveABound() {
        Client publisher = hub.client("p").connect();
        publisher.retain("a", "123456789").retain("b", "12345678");
        hub.pass(1);
        assertThat(hub.broker().status().retainedBytes()).isEqualTo(19);
        publisher.retain("c", "1").retain("b", "1234567890").retain("b", "123456789");
        assertThat(publisher.events)
                .endsWith(
                        "published 3 QUOTA_EXCEEDED",
                        "published 4 QUOTA_EXCEEDED",
                        "published 5 NO_SUBSCRIBERS");
        publisher.retain("a", "").retain("c", "1");
        assertThat(publisher.events).endsWith("published 7 NO_SUBSCRIBERS");
        assertThat(dropped(DropReason.REFUSED)).isEqualTo(2);
        hub.restart();
        hub.pass(1);
        assertThat(hub.broker().status().retainedBytes()).isEqualTo(12);
    }

    @Test
    void storedSessionsHaveABound() {
        hub.client("0").connect();
        hub.client("1").connect().disconnect();
        hub.client("2").connect();
        hub.client("3").connect().disconnect();
        Client fourth = hub.client("4").connect();
        assertThat(fourth.events).containsExactly("closed QUOTA_EXCEEDED");
        assertThat(fourth.lastWords)
                .startsWith("the hub keeps 4 sessions already (limits.sessions);");
        assertThat(hub.client("brief").expiry(0).connect().events).containsExactly("connected");
        assertThat(hub.client("1").connect().events).containsExactly("resumed");
        hub.client("3").expiry(0).connect().disconnect();
        assertThat(hub.client("1").connect().events).containsExactly("resumed");
    }

    @Test
    void retainedMessagesThatExpiredCountNoMore() {
        Client publisher = hub.client("p").connect();
        publisher.send(Hub.message(
                "p", "a", "123456789", Qos.AT_LEAST_ONCE, true, Hub.expiring(5), Hub.START));
        hub.settle();
        hub.pass(61);
        assertThat(hub.broker().status().retainedBytes()).isZero();
    }

    @Test
    void aWillOfAKnownClientNeedsNoRoom() {
        hub.client("s").connect().disconnect();
        hub.broker().admission().diskFull(true);
        Client client = hub.client("s").will("w", "gone", 0).connect();
        assertThat(client.events).containsExactly("resumed");
        assertThat(hub.client("t").expiry(0).will("w", "gone", 0).connect().events)
                .containsExactly("closed DISK_FULL");
    }

    @Test
    void aLoopThatIsLateSaysByHowMuch() {
        assertThat(hub.broker().takeLoopLagNanos()).isZero();
        hub.clock.advance(1_500);
        assertThat(hub.broker().takeLoopLagNanos()).isEqualTo(1_400_000_000L);
        hub.loop(0).tick();
        hub.loop(1).tick();
        assertThat(hub.broker().takeLoopLagNanos()).isEqualTo(1_400_000_000L);
        assertThat(hub.broker().takeLoopLagNanos()).isZero();
    }
}
