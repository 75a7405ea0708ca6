package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** QoS 2 step by step, in both directions, with a crash after each step. */
class ExactlyOnceTest {
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

    private static Message message(String payload) {
        return Hub.message("p", "a", payload, Qos.EXACTLY_ONCE);
    }

    private void publish(Client client, String payload, int packetId) {
        client.loop().publish(client.attachment(), message(payload), packetId);
        client.loop().flush(client.attachment());
        hub.settle();
    }

    private void release(Client client, int packetId) {
        client.loop().pubrel(client.attachment(), packetId);
        client.loop().flush(client.attachment());
        hub.settle();
    }

    private void received(Client client, int packetId, boolean refused) {
        client.events.add("pubrec " + client.loop().pubrec(client.attachment(), packetId, refused));
        client.loop().flush(client.attachment());
        hub.settle();
    }

    private void complete(Client client, int packetId) {
        client.events.add("pubcomp " + client.loop().pubcomp(client.attachment(), packetId));
        client.loop().flush(client.attachment());
        hub.settle();
    }

    @Test
    void aPublishThatComesAgainIsTakenOnceAlsoAfterACrash() {
        Client subscriber = hub.client("s").connect().subscribe("a");
        Client publisher = hub.client("p").connect();
        publish(publisher, "1", 7);
        publish(publisher, "1", 7);
        assertThat(publisher.events).contains("taken 7 ACCEPTED").hasSize(3);
        assertThat(subscriber.got).containsExactly("a 1");

        hub.crash();
        subscriber = hub.client("s").connect();
        publisher = hub.client("p").on(1).connect();
        publish(publisher, "1", 7);
        release(publisher, 7);
        release(publisher, 7);
        assertThat(publisher.events)
                .containsExactly(
                        "resumed", "taken 7 ACCEPTED", "completed 7", "completed 7 unknown");
        assertThat(subscriber.got).containsExactly("a 1 again");

        hub.crash();
        subscriber = hub.client("s").connect();
        publisher = hub.client("p").connect();
        release(publisher, 7);
        publish(publisher, "2", 7);
        assertThat(publisher.events).contains("completed 7 unknown");
        assertThat(subscriber.got).containsExactly("a 1 again", "a 2");
    }

    @Test
    void packetIdsSurviveInASnapshotToo() {
        Client publisher = hub.client("p").connect();
        publish(publisher, "1", 7);
        hub.restart();
        hub.restart();
        Client subscriber = hub.client("s").connect().subscribe("a");
        publisher = hub.client("p").connect();
        publish(publisher, "1", 7);
        assertThat(subscriber.got).isEmpty();
    }

    @Test
    void aCleanStartForgetsThePacketIds() {
        Client publisher = hub.client("p").connect();
        publish(publisher, "1", 7);
        publisher.disconnect();
        Client subscriber = hub.client("s").connect().subscribe("a");
        publisher = hub.client("p").cleanStart().connect();
        publish(publisher, "2", 7);
        assertThat(subscriber.got).containsExactly("a 2");
    }

    @Test
    void aRefusedPublishLeavesItsPacketIdFree() {
        Client publisher = hub.client("p").connect();
        publisher
                .loop()
                .publish(
                        publisher.attachment(),
                        Hub.message("p", "$SYS/x", "1", Qos.EXACTLY_ONCE),
                        7);
        publisher.loop().flush(publisher.attachment());
        hub.settle();
        release(publisher, 7);
        assertThat(publisher.events).contains("taken 7 NOT_AUTHORIZED", "completed 7 unknown");
    }

    @Test
    void aDeliveryGoesThroughItsFourStepsAndACrashRepeatsOnlyTheLast() {
        Client subscriber = hub.client("s").silent().connect();
        subscriber.subscribe("a", Qos.EXACTLY_ONCE, 0);
        hub.client("p").connect().publish("a", "1", Qos.EXACTLY_ONCE);
        assertThat(subscriber.got).containsExactly("a 1");

        hub.crash();
        subscriber = hub.client("s").silent().connect();
        assertThat(subscriber.got).containsExactly("a 1 again");
        assertThat(subscriber.ids).containsExactly(1);
        received(subscriber, 1, false);
        assertThat(subscriber.events).contains("release 1");

        hub.crash();
        subscriber = hub.client("s").silent().on(1).connect();
        assertThat(subscriber.got).isEmpty();
        assertThat(subscriber.events).containsExactly("resumed", "release 1");
        complete(subscriber, 1);

        hub.crash();
        subscriber = hub.client("s").silent().connect();
        assertThat(subscriber.got).isEmpty();
        hub.client("q").connect().publish("a", "2", Qos.EXACTLY_ONCE);
        assertThat(subscriber.ids).containsExactly(2);
    }

    @Test
    void pubrecIsDurableBeforePubrelGoesOut() {
        Client subscriber = hub.client("s").silent().connect();
        subscriber.subscribe("a", Qos.EXACTLY_ONCE, 0);
        hub.client("p").connect().publish("a", "1", Qos.EXACTLY_ONCE);
        assertThat(subscriber.loop().pubrec(subscriber.attachment(), 1, false))
                .isEqualTo(Acknowledged.OPEN);
        subscriber.loop().flush(subscriber.attachment());
        assertThat(subscriber.events).doesNotContain("release 1");
        hub.settle();
        assertThat(subscriber.events).contains("release 1");
        received(subscriber, 1, false);
        assertThat(subscriber.events).filteredOn(e -> e.equals("release 1")).hasSize(2);
    }

    @Test
    void whatAClientRefusesIsNotSentAgain() {
        Client subscriber = hub.client("s").silent().connect();
        subscriber.subscribe("a", Qos.EXACTLY_ONCE, 0);
        hub.client("p").connect().publish("a", "1", Qos.EXACTLY_ONCE);
        received(subscriber, 1, true);
        subscriber.disconnect();
        subscriber = hub.client("s").connect();
        assertThat(subscriber.got).isEmpty();
        assertThat(subscriber.events).containsExactly("resumed");
    }

    @Test
    void answersToAnotherQualityOfServiceChangeNothing() {
        Client subscriber = hub.client("s").silent().connect();
        subscriber.subscribe("#", Qos.EXACTLY_ONCE, 0);
        Client publisher = hub.client("p").connect();
        publisher.publish("a", "1", Qos.AT_LEAST_ONCE).publish("a", "2", Qos.EXACTLY_ONCE);
        received(subscriber, 1, false);
        complete(subscriber, 1);
        subscriber.acknowledge(2);
        complete(subscriber, 2);
        received(subscriber, 3, false);
        complete(subscriber, 3);
        assertThat(subscriber.events)
                .contains("pubrec WRONG", "pubcomp WRONG", "wrong 2", "pubrec UNKNOWN")
                .contains("pubcomp UNKNOWN")
                .noneMatch(e -> e.startsWith("release"));
    }

    @Test
    void expiryCutsNoExchangeThatMayHaveBegun() {
        Client subscriber = hub.client("s").silent().connect();
        subscriber.subscribe("a", Qos.EXACTLY_ONCE, 0);
        MessageProperties soon = Hub.expiring(5);
        Message message = Hub.message("p", "a", "1", Qos.EXACTLY_ONCE, false, soon, Hub.START);
        Client publisher = hub.client("p").connect();
        publisher.send(message);
        publisher.send(message);
        hub.settle();
        received(subscriber, 1, false);
        hub.crash();
        hub.pass(10);
        // The second may have been sent, too: its id is released, but it does not come late.
        subscriber = hub.client("s").silent().connect();
        assertThat(subscriber.got).isEmpty();
        assertThat(subscriber.events).containsExactly("resumed", "release 1", "release 2");
        complete(subscriber, 1);
        complete(subscriber, 2);
        hub.crash();
        assertThat(hub.client("s").connect().got).isEmpty();
    }

    @Test
    void retainedMessagesComeOnceAlsoIfACrashInterruptsThem() {
        Client publisher = hub.client("p").connect();
        for (int i = 0; i < 5; i++) {
            publisher.send(Hub.message(
                    "p", "r/" + i, "x", Qos.EXACTLY_ONCE, true, MessageProperties.NONE, Hub.START));
        }
        hub.settle();
        Client subscriber = hub.client("s").receiveMaximum(2).silent().connect();
        subscriber.subscribe("r/#", Qos.EXACTLY_ONCE, 9);
        assertThat(subscriber.got).containsExactly("r/0 x retained #9", "r/1 x retained #9");
        received(subscriber, 1, false);
        complete(subscriber, 1);
        assertThat(subscriber.got).hasSize(3);

        hub.crash();
        subscriber = hub.client("s").receiveMaximum(2).connect();
        assertThat(subscriber.got)
                .containsExactly(
                        "r/1 x retained again #9",
                        "r/2 x retained again #9",
                        "r/3 x retained #9",
                        "r/4 x retained #9");
        assertThat(subscriber.ids).containsExactly(2, 3, 4, 5);

        hub.crash();
        assertThat(hub.client("s").connect().got).isEmpty();
    }
}
