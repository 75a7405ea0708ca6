package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/**
 * A connection that drops before its CONNECT came to its session, and so was never accepted: the
 * session is as the connection before has left it [MQTT-3.1.2-23, MQTT-3.1.3-9].
 */
@Timeout(30)
class AbandonedConnectTest {
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

    /** It claims its session, which another loop has, and is gone before it gets it. */
    private void connectAndDrop() {
        Client hasty = hub.client("a").on(1).cleanStart().will("will/2", "of no session", 0);
        hasty.begin();
        hasty.loop()
                .disconnected(
                        hasty.attachment(),
                        DisconnectReason.CONNECTION_LOST,
                        BrokerLoop.SAME_EXPIRY);
        assertThat(hasty.events).isEmpty();
    }

    private Client lostAtTheSameTime(Client first) {
        first.loop()
                .disconnected(
                        first.attachment(),
                        DisconnectReason.CONNECTION_LOST,
                        BrokerLoop.SAME_EXPIRY);
        connectAndDrop();
        return first;
    }

    @Test
    void theSessionExpiresAsIfItHadNotBeen() {
        lostAtTheSameTime(hub.client("a").expiry(10).connect().subscribe("t"));
        hub.clock.advance(8_000);
        hub.settle();
        hub.pass(3);
        assertThat(hub.client("a").connect().events).containsExactly("connected");
    }

    @Test
    void theSessionIsThereUntilThen() {
        lostAtTheSameTime(hub.client("a").expiry(10).connect().subscribe("t"));
        hub.clock.advance(8_000);
        hub.settle();
        hub.pass(1);
        assertThat(hub.client("a").connect().events).containsExactly("resumed");
    }

    @Test
    void theWillIsPublishedAsIfItHadNotBeen() {
        Client watcher = hub.client("w").connect().subscribe("will/#");
        lostAtTheSameTime(hub.client("a").will("will/1", "gone", 5).connect());
        hub.clock.advance(4_000);
        hub.settle();
        assertThat(watcher.got).isEmpty();
        hub.pass(2);
        assertThat(watcher.got).containsExactly("will/1 gone");
    }

    @Test
    void aConnectionThatItTookTheSessionFromHasEnded() {
        Client watcher = hub.client("w").connect().subscribe("will/#");
        Client first = hub.client("a").expiry(10).will("will/1", "gone", 0).connect();
        connectAndDrop();
        hub.settle();
        assertThat(first.events).endsWith("closed SESSION_TAKEN_OVER");
        assertThat(watcher.got).containsExactly("will/1 gone");
        hub.pass(11);
        assertThat(hub.client("a").connect().events).containsExactly("connected");
    }

    @Test
    void theSessionThatItTookRunsOutFromThenOn() {
        hub.client("a").expiry(10).connect();
        connectAndDrop();
        hub.executor(0).runAll();
        hub.clock.advance(8_000);
        hub.settle();
        hub.pass(3);
        assertThat(hub.client("a").connect().events).containsExactly("connected");
    }
}
