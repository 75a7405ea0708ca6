package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

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
    void acknowledgesAPublishOnlyWhenItIsDurable() {
        Client publisher = hub.client("p").connect();
        int number = publisher.send(Hub.message("p", "a", "1", Qos.AT_LEAST_ONCE));
        assertThat(publisher.events).containsExactly("connected");
        hub.settle();
        assertThat(publisher.events).contains("published " + number + " NO_SUBSCRIBERS");
    }
}
