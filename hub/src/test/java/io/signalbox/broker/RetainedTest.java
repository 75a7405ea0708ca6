package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.message.Topic;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class RetainedTest {
    @TempDir
    Path folder;

    private Hub hub;
    private Client publisher;

    @BeforeEach
    void open() {
        hub = new Hub(folder);
        publisher = hub.client("p").on(1).connect();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private static SubscribeRequest request(String filter, RetainHandling handling) {
        return new SubscribeRequest(filter, Qos.AT_LEAST_ONCE, false, false, handling);
    }

    @Test
    void theLastOneComesWithASubscriptionAlsoAfterARestart() {
        publisher.retain("a", "1").retain("a", "2").retain("b", "3").retain("b", "");
        Client client = hub.client("s").connect().subscribe("#");
        assertThat(client.got).containsExactly("a 2 retained");
        assertThat(client.ids).allMatch(id -> id > InFlight.ID_SPAN);
        hub.crash();
        client = hub.client("t").connect().subscribe("a", Qos.AT_LEAST_ONCE, 9);
        assertThat(client.got).containsExactly("a 2 retained #9");
        assertThat(hub.broker().status().retained()).isEqualTo(1);
    }

    @Test
    void comesAsTheHandlingSays() {
        publisher.retain("a", "1");
        Client client = hub.client("s").connect();
        client.subscribe(request("a", RetainHandling.DO_NOT_SEND), 0);
        client.subscribe(request("a", RetainHandling.SEND_IF_NEW), 0);
        assertThat(client.got).isEmpty();
        client.subscribe(request("a", RetainHandling.SEND), 0);
        assertThat(client.got).hasSize(1);
        client.unsubscribe("a");
        client.subscribe(request("a", RetainHandling.SEND_IF_NEW), 0);
        assertThat(client.got).hasSize(2);
    }

    @Test
    void isOneForWhoSubscribesWhenItIsAcknowledgedHoweverBusyItsLoopIs() {
        hub.client("other").on(1).connect().subscribe("a");
        Client client = hub.client("s").expiry(0).connect();
        publisher.send(Hub.message(
                "p", "a", "1", Qos.AT_LEAST_ONCE, true, MessageProperties.NONE, Hub.START));
        hub.step(1);
        assertThat(publisher.events).endsWith("published 1 ACCEPTED");
        client.subscribe("a");
        assertThat(client.got).containsExactly("a 1 retained");
    }

    @Test
    void matchesLikeAnyTopic() {
        List<String> topics = List.of("a", "a/b", "a/b/c", "a//c", "/", "b/b", "x/y/z");
        for (String topic : topics) {
            publisher.retain(topic, "1");
        }
        hub.broker()
                .publish(Hub.message(
                        "signalbox",
                        "$s/b",
                        "1",
                        Qos.AT_LEAST_ONCE,
                        true,
                        MessageProperties.NONE,
                        Hub.START));
        int number = 0;
        for (String filter :
                List.of("#", "+", "a/#", "+/b", "a/+/c", "+/+", "/#", "$s/#", "+/b/#", "q/#")) {
            Client client = hub.client("s" + ++number).connect().subscribe(filter);
            List<String> expected = new ArrayList<>();
            for (String topic : topics) {
                if (Topic.matches(filter, topic)) {
                    expected.add(topic + " 1 retained");
                }
            }
            if (filter.startsWith("$")) {
                expected.add("$s/b 1 retained");
            }
            assertThat(client.got).as(filter).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void comesAtThePaceOfTheSubscriberAndBeforeWhatIsNewer() {
        for (int i = 0; i < 300; i++) {
            publisher.retain("a/" + i, "old");
        }
        Client client = hub.client("s").connect();
        client.room = 20;
        client.subscribe("a/#");
        assertThat(client.got).hasSize(20);
        publisher.publish("a/7", "new");
        client.drained(100);
        assertThat(client.got).hasSize(120);
        client.drained(Integer.MAX_VALUE);
        assertThat(client.got).hasSize(301).endsWith("a/7 new");
    }

    @Test
    void goesOnAfterAReconnectAndBeginsAnewAfterACrash() {
        for (int i = 0; i < 10; i++) {
            publisher.retain("a/" + i, "x");
        }
        Client client = hub.client("s").receiveMaximum(4).silent().connect().subscribe("a/#");
        assertThat(client.got).hasSize(4);
        client.acknowledge(client.ids.getFirst());
        assertThat(client.got).hasSize(5);
        List<Integer> sent = List.copyOf(client.ids);
        client.lose();
        client.got.clear();
        client.ids.clear();
        client.acknowledges = true;
        client.connect();
        assertThat(client.got).hasSize(9);
        assertThat(client.got.stream().filter(m -> m.endsWith("again"))).hasSize(4);
        assertThat(client.ids).containsAll(sent.subList(1, 5));
        Client other = hub.client("t").receiveMaximum(4).silent().connect().subscribe("a/#");
        assertThat(other.got).hasSize(4);
        hub.pass(1);
        hub.crash();
        assertThat(hub.client("s").connect().got).isEmpty();
        assertThat(hub.client("t").connect().got).hasSize(10);
    }

    /** Ten are retained; the client was sent four of them and has its window full. */
    private Client withSixToCome() {
        for (int i = 0; i < 10; i++) {
            publisher.retain("a/" + i, "x");
        }
        Client client = hub.client("s").receiveMaximum(4).silent().connect().subscribe("a/#");
        assertThat(client.got).hasSize(4);
        return client;
    }

    @ParameterizedTest
    @EnumSource(
            value = RetainHandling.class,
            names = {"SEND_IF_NEW", "DO_NOT_SEND"})
    void whatIsToComeStillComesWhenAnotherSubscriptionTakesThePlace(RetainHandling handling) {
        Client client = withSixToCome();
        client.subscribe(request("a/#", handling), 7);
        publisher.publish("a/9", "new");
        for (int i = 0; i < client.ids.size(); i++) {
            client.acknowledge(client.ids.get(i));
        }
        assertThat(client.got).hasSize(11).doesNotHaveDuplicates().contains("a/9 new #7");
        client.subscribe(request("a/#", handling), 7);
        assertThat(client.got).hasSize(11);
    }

    @Test
    void whatIsToComeBeginsAnewAfterACrashAlsoIfAnotherSubscriptionTookThePlace() {
        Client client = withSixToCome();
        client.subscribe(request("a/#", RetainHandling.SEND_IF_NEW), 0);
        hub.crash();
        assertThat(hub.client("s").connect().got).hasSize(10);
    }

    @Test
    void atQos2ComesOnceThoughAnotherSubscriptionTookThePlaceAndTheHubCrashed() {
        for (int i = 0; i < 10; i++) {
            publisher.send(Hub.message(
                    "p", "a/" + i, "x", Qos.EXACTLY_ONCE, true, MessageProperties.NONE, Hub.START));
        }
        hub.settle();
        Client client = hub.client("s").receiveMaximum(4).silent().connect();
        client.subscribe("a/#", Qos.EXACTLY_ONCE, 0);
        List<String> got = new ArrayList<>(client.got);
        assertThat(got).hasSizeBetween(1, 9);
        SubscribeRequest other = new SubscribeRequest(
                "a/#", Qos.EXACTLY_ONCE, false, false, RetainHandling.SEND_IF_NEW);
        client.subscribe(other, 0);
        hub.crash();
        client = hub.client("s").connect();
        client.got.removeIf(m -> m.endsWith("again"));
        got.addAll(client.got);
        assertThat(got).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void comesWithAFilterThatStandsTwiceInOneSubscribe() {
        publisher.retain("a", "1");
        Client client = hub.client("s").connect();
        SubscribeRequest ifNew = request("a", RetainHandling.SEND_IF_NEW);
        client.loop().subscribe(client.attachment(), 1, List.of(ifNew, ifNew), 0);
        client.loop().flush(client.attachment());
        hub.settle();
        assertThat(client.got).containsExactly("a 1 retained");
    }

    @Test
    void comesAgainAtQos2WithANewSubscriptionAlsoIfTheHubCrashedInBetween() {
        publisher.publish("other", "1");
        publisher.send(Hub.message(
                "p", "a", "1", Qos.EXACTLY_ONCE, true, MessageProperties.NONE, Hub.START));
        hub.settle();
        hub.client("t").connect().subscribe("a");
        Client client = hub.client("s").silent().connect().subscribe("a", Qos.EXACTLY_ONCE, 0);
        assertThat(client.got).containsExactly("a 1 retained");
        client.unsubscribe("a");
        hub.crash();
        client = hub.client("s").silent().connect();
        client.got.clear();
        client.subscribe("a", Qos.EXACTLY_ONCE, 0);
        assertThat(client.got).containsExactly("a 1 retained");
    }

    @Test
    void expiredOnesAreGone() {
        publisher.send(
                Hub.message("p", "a", "x", Qos.AT_LEAST_ONCE, true, Hub.expiring(30), Hub.START));
        hub.settle();
        hub.pass(10);
        assertThat(hub.client("s").connect().subscribe("a").got)
                .containsExactly("a x retained expires 20");
        hub.pass(21);
        assertThat(hub.client("t").connect().subscribe("a").got).isEmpty();
        hub.pass(60);
        assertThat(hub.broker().status().retained()).isZero();
    }
}
