package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.effect.Cause;
import io.signalbox.journal.RecordBatch;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class DeliveryTest {
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

    @Test
    void givesEachMessageInOrderToSubscribersOnEveryLoop() {
        Client near = hub.client("near").on(0).connect().subscribe("a/+");
        Client far = hub.client("far").on(1).connect().subscribe("a/#");
        Client publisher = hub.client("p").on(0).connect();
        for (int i = 0; i < 50; i++) {
            publisher.send(Hub.message("p", "a/" + i % 3, "m" + i, Qos.AT_LEAST_ONCE));
        }
        hub.settle();
        assertThat(near.got).hasSize(50).startsWith("a/0 m0", "a/1 m1", "a/2 m2");
        assertThat(far.got).isEqualTo(near.got);
        assertThat(publisher.events).contains("published 50 ACCEPTED");
    }

    @Test
    void whatWasAcknowledgedBeforeIsNotForASubscriptionOfAnySession() {
        hub.client("other").on(1).connect().subscribe("t");
        for (long expiry : List.of(0L, 100L)) {
            Client publisher = hub.client("p" + expiry).on(1).connect();
            Client client = hub.client("c" + expiry).on(0).expiry(expiry).connect();
            publisher.send(Hub.message("p", "t", "before", Qos.AT_LEAST_ONCE));
            hub.step(1);
            assertThat(publisher.events).endsWith("published 1 ACCEPTED");
            client.subscribe("t");
            publisher.publish("t", "behind");
            assertThat(client.got).containsExactly("t behind");
        }
    }

    @Test
    void whatWasAcknowledgedBeforeIsForASubscriptionThatEndsWithItsConnection() {
        Client publisher = hub.client("p").on(1).connect();
        Client client = hub.client("c").on(0).expiry(0).connect().subscribe("t");
        publisher.send(Hub.message("p", "t", "before", Qos.AT_LEAST_ONCE));
        hub.step(1);
        assertThat(publisher.events).endsWith("published 1 ACCEPTED");
        client.unsubscribe("t");
        publisher.publish("t", "behind");
        assertThat(client.got).containsExactly("t before");
    }

    @Test
    void acknowledgesAPublishOnlyWhenItIsDurable() {
        Client publisher = hub.client("p").connect();
        int number = publisher.send(Hub.message("p", "a", "1", Qos.AT_LEAST_ONCE));
        assertThat(publisher.events).containsExactly("connected");
        hub.settle();
        assertThat(publisher.events).contains("published " + number + " NO_SUBSCRIBERS");
    }

    @Test
    void answersPublishesInTheOrderInWhichTheyCame() {
        Client publisher = hub.client("p").connect();
        publisher.send(Hub.message("p", "a", "1", Qos.AT_LEAST_ONCE));
        publisher.send(Hub.message("p", "$SYS/a", "2", Qos.AT_LEAST_ONCE));
        publisher.send(Hub.message("p", "a/#", "3", Qos.AT_LEAST_ONCE));
        publisher.send(Hub.message("p", "d/1/up", "4", Qos.AT_LEAST_ONCE));
        hub.settle();
        assertThat(publisher.events)
                .containsExactly(
                        "connected",
                        "published 1 NO_SUBSCRIBERS",
                        "published 2 NOT_AUTHORIZED",
                        "published 3 TOPIC_INVALID",
                        "published 4 ACCEPTED");
        assertThat(hub.broker().status().dropped()).containsEntry(DropReason.REFUSED, 2L);
    }

    @Test
    void overlappingSubscriptionsGiveOneMessageWithTheHighestQosAndAllIdentifiers() {
        Client subscriber = hub.client("s").connect();
        subscriber.subscribe("a/b", Qos.AT_MOST_ONCE, 5);
        subscriber.subscribe("a/+", Qos.AT_LEAST_ONCE, 6);
        subscriber.subscribe("#", Qos.AT_MOST_ONCE, 0);
        hub.client("p").on(1).connect().publish("a/b", "x");
        assertThat(subscriber.got).hasSize(1);
        assertThat(subscriber.got.getFirst()).startsWith("a/b x").contains("#5").contains("#6");
        assertThat(subscriber.ids).containsExactly(1);
    }

    @Test
    void doesNotGiveAClientItsOwnMessagesIfItDoesNotWantThem() {
        Client both = hub.client("both").connect();
        both.subscribe(
                new SubscribeRequest("a", Qos.AT_LEAST_ONCE, true, false, RetainHandling.SEND), 0);
        both.publish("a", "own");
        hub.client("other").connect().publish("a", "other's");
        assertThat(both.got).containsExactly("a other's");
    }

    @Test
    void qosIsTheLowerOfMessageAndSubscription() {
        Client subscriber = hub.client("s").connect().subscribe("a", Qos.AT_MOST_ONCE, 0);
        Client more = hub.client("t").connect().subscribe("a", Qos.EXACTLY_ONCE, 0);
        Client publisher = hub.client("p").connect();
        publisher.publish("a", "1").publish("a", "0", Qos.AT_MOST_ONCE);
        assertThat(subscriber.ids).containsExactly(0, 0);
        assertThat(more.ids).containsExactly(1, 0);
        assertThat(more.events).contains("subscribed [GRANTED_QOS_2]");
    }

    @Test
    void qos0IsGivenAtOnceAndJournaledOnlyIfTheFoldsWantIt() {
        Client far = hub.client("s").on(1).connect().subscribe("#");
        Client publisher = hub.client("p").connect();
        long before = hub.journal().committed();
        publisher.send(Hub.message("p", "a", "1", Qos.AT_MOST_ONCE));
        hub.executor(1).runOne();
        assertThat(far.got).containsExactly("a 1");
        assertThat(hub.journal().committed()).isEqualTo(before);
        publisher.publish("d/1/up", "2", Qos.AT_MOST_ONCE);
        assertThat(far.got).containsExactly("a 1", "d/1/up 2");
        assertThat(hub.journal().committed()).isGreaterThan(before);
    }

    @Test
    void expiredMessagesAreNotGivenAndOthersSayWhatIsLeft() {
        Client subscriber = hub.client("s").connect().subscribe("a");
        subscriber.disconnect();
        Client publisher = hub.client("p").connect();
        publisher.send(Hub.message(
                "p", "a", "short", Qos.AT_LEAST_ONCE, false, Hub.expiring(5), Hub.START));
        publisher.send(Hub.message(
                "p", "a", "long", Qos.AT_LEAST_ONCE, false, Hub.expiring(60), Hub.START));
        hub.pass(20);
        subscriber.connect();
        assertThat(subscriber.got).containsExactly("a long expires 40");
        assertThat(subscriber.ids).containsExactly(2);
        assertThat(hub.broker().status().dropped()).containsEntry(DropReason.EXPIRED, 1L);
    }

    @Test
    void whatIsTooLargeForASubscriberIsDoneForItAlone() {
        Client small = hub.client("s").connect().subscribe("a");
        small.largest = 3;
        Client big = hub.client("b").connect().subscribe("a");
        hub.client("p").connect().publish("a", "12345").publish("a", "1");
        assertThat(small.got).containsExactly("a 1");
        assertThat(big.got).containsExactly("a 12345", "a 1");
        small.disconnect();
        small.connect();
        assertThat(small.got).containsExactly("a 1");
    }

    @Test
    void keepsAWindowAndGoesOnAsTheClientAcknowledgesInAnyOrder() {
        Client slow = hub.client("s").receiveMaximum(3).silent().connect().subscribe("a");
        Client publisher = hub.client("p").connect();
        for (int i = 1; i <= 10; i++) {
            publisher.publish("a", "" + i);
        }
        assertThat(slow.got).containsExactly("a 1", "a 2", "a 3");
        slow.acknowledge(2);
        assertThat(slow.got).endsWith("a 3", "a 4");
        slow.acknowledge(2).acknowledge(99);
        assertThat(slow.events).endsWith("unknown 2", "unknown 99");
        slow.acknowledge(1).acknowledge(3).acknowledge(4);
        assertThat(slow.got).hasSize(7);
        assertThat(slow.ids).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void aSlowSessionCatchesUpInOrderAndIsLiveAgain() {
        Client slow = hub.client("s").connect().subscribe("a", Qos.AT_LEAST_ONCE, 0);
        slow.room = 2;
        Client publisher = hub.client("p").on(1).connect();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            publisher.send(Hub.message("p", "a", "" + i, Qos.AT_LEAST_ONCE));
            expected.add("a " + i);
        }
        hub.settle();
        assertThat(slow.got).hasSize(2);
        publisher.publish("a", "qos 0", Qos.AT_MOST_ONCE);
        slow.drained(500);
        assertThat(slow.got).hasSize(502);
        slow.drained(Integer.MAX_VALUE);
        assertThat(slow.got).isEqualTo(expected);
        publisher.publish("a", "qos 0", Qos.AT_MOST_ONCE);
        assertThat(slow.got).endsWith("a qos 0").hasSize(3_001);
        assertThat(hub.broker().status().dropped()).containsEntry(DropReason.SUBSCRIBER_LATE, 1L);
    }

    @Test
    void publishesOfTheHubAndOfFoldsReachSubscribers() {
        Client subscriber = hub.client("s").connect().subscribe("#");
        long sequence =
                hub.broker().publish(Hub.message("signalbox", "a", "own", Qos.AT_LEAST_ONCE));
        assertThat(hub.journal().committed()).isGreaterThanOrEqualTo(sequence);
        RecordBatch batch = new RecordBatch();
        hub.broker()
                .addPublish(
                        batch,
                        Hub.message("signalbox", "a", "caused", Qos.AT_LEAST_ONCE),
                        new Cause(sequence, 0, 1));
        hub.journal().append(batch);
        hub.settle();
        subscriber.lose();
        subscriber.connect();
        assertThat(subscriber.got).containsExactly("a own", "a caused");
        assertThatThrownBy(() -> hub.broker()
                        .publish(Hub.message("signalbox", "a/+", "", Qos.AT_LEAST_ONCE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatTheHubOffersGoesToThoseWhoAreHereAndIntoNoJournal() {
        Client here = hub.client("s").connect().subscribe("$SYS/#");
        Client away = hub.client("away").connect().subscribe("$SYS/#");
        Client everything = hub.client("t").connect().subscribe("#");
        away.disconnect();
        long before = hub.journal().committed();
        hub.settle();
        long settled = hub.journal().committed();
        long received = hub.broker().status().received();
        hub.broker().offer(Hub.message("signalbox", "$SYS/x", "1", Qos.AT_MOST_ONCE));
        hub.settle();
        assertThat(here.got).containsExactly("$SYS/x 1");
        // Settling writes a record of its own each time.
        assertThat(hub.journal().committed() - settled).isEqualTo(settled - before);
        assertThat(hub.broker().status().received()).isEqualTo(received);
        assertThat(everything.got).isEmpty();
        assertThat(away.connect().got).isEmpty();
    }

    @Test
    void forwardsTheRetainFlagOnlyToWhoAskedForIt() {
        Client usual = hub.client("s").connect().subscribe("a");
        Client asking = hub.client("t").connect();
        asking.subscribe(
                new SubscribeRequest("a", Qos.AT_LEAST_ONCE, false, true, RetainHandling.SEND), 0);
        hub.client("p").connect().retain("a", "1");
        assertThat(usual.got).containsExactly("a 1");
        assertThat(asking.got).containsExactly("a 1 retained");
    }
}
