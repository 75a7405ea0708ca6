package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class WillTest {
    @TempDir
    Path folder;

    private Hub hub;
    private Client watcher;

    @BeforeEach
    void open() {
        hub = new Hub(folder);
        watcher = hub.client("watcher").on(1).connect().subscribe("w/#");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void watchAgain() {
        watcher = hub.client("watcher").on(1).connect();
    }

    @Test
    void isPublishedWhenTheConnectionIsLostAndNotWhenItIsEnded() {
        hub.client("a").expiry(0).will("w/a", "gone", 0).connect().lose();
        hub.client("b").expiry(0).will("w/b", "gone", 0).connect().disconnect();
        hub.client("c").will("w/c", "gone", 0).connect().leave(DisconnectReason.WITH_WILL);
        assertThat(watcher.got).containsExactly("w/a gone", "w/c gone");
    }

    @Test
    void isPublishedOnceAfterACrash() {
        hub.client("a").expiry(0).will("w/a", "gone", 0).connect();
        hub.client("b").will("w/b", "gone", 0).connect();
        hub.crash();
        hub.crash();
        watchAgain();
        assertThat(watcher.got).hasSize(2);
        assertThat(watcher.got.toString()).contains("w/a gone").contains("w/b gone");
        hub.pass(1);
        hub.crash();
        watchAgain();
        assertThat(watcher.got).isEmpty();
    }

    @Test
    void isPublishedWhenTheHubStops() {
        hub.client("a").expiry(0).will("w/a", "gone", 0).connect();
        hub.client("b").will("w/b", "later", 10).connect();
        hub.restart();
        watchAgain();
        assertThat(watcher.got).hasSize(1).allMatch(m -> m.startsWith("w/a gone"));
        hub.pass(11);
        assertThat(watcher.got).hasSize(2).endsWith("w/b later");
        hub.crash();
        watchAgain();
        hub.pass(20);
        assertThat(watcher.got).isEmpty();
    }

    @Test
    void waitsForItsDelayAndIsDeletedIfTheClientComesBack() {
        Client client = hub.client("a").will("w/a", "gone", 10).connect();
        client.lose();
        hub.pass(9);
        assertThat(watcher.got).isEmpty();
        client.connect();
        hub.pass(20);
        assertThat(watcher.got).isEmpty();
        client.lose();
        hub.pass(11);
        assertThat(watcher.got).containsExactly("w/a gone");
        hub.pass(30);
        assertThat(watcher.got).hasSize(1);
    }

    @Test
    void doesNotOutliveTheSession() {
        hub.client("a").expiry(5).will("w/a", "gone", 0xFFFF_FFFFL).connect().lose();
        hub.client("b").expiry(0).will("w/b", "gone", 100).connect().lose();
        assertThat(watcher.got).containsExactly("w/b gone");
        hub.pass(6);
        assertThat(watcher.got).containsExactly("w/b gone", "w/a gone");
        hub.client("c").will("w/c", "gone", 100).connect().lose();
        hub.client("c").cleanStart().connect();
        assertThat(watcher.got).hasSize(3).endsWith("w/c gone");
    }

    @Test
    void ofATakenOverConnectionIsPublishedUnlessItsDelayAllowsTheReturn() {
        hub.client("a").will("w/a", "gone", 0).connect();
        hub.client("a").on(1).connect();
        hub.client("b").will("w/b", "gone", 10).connect();
        hub.client("b").on(1).connect();
        hub.client("c").will("w/c", "gone", 10).connect();
        hub.client("c").on(1).cleanStart().connect();
        hub.pass(20);
        assertThat(watcher.got).containsExactly("w/a gone", "w/c gone");
    }

    @Test
    void isDurableBeforeTheConnectionIsAccepted() {
        Client client = hub.client("a").expiry(0).will("w/a", "gone", 0).begin();
        assertThat(client.events).isEmpty();
        hub.commit();
        hub.crash();
        watchAgain();
        assertThat(watcher.got).containsExactly("w/a gone");
    }

    @Test
    void toATopicThatMayNotBeIsRefused() {
        Client system = hub.client("a")
                .willMessage(Hub.message("a", "$SYS/x", "", Qos.AT_LEAST_ONCE))
                .connect();
        Client wildcard = hub.client("a")
                .willMessage(Hub.message("a", "x/#", "", Qos.AT_LEAST_ONCE))
                .connect();
        assertThat(system.events).containsExactly("closed NOT_AUTHORIZED");
        assertThat(wildcard.events).containsExactly("closed TOPIC_NAME_INVALID");
    }
}
