package io.signalbox.mqtt;

import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.client.Client;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.Will;
import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client that closes with bytes it has not read resets its connection: the hub cannot write to it
 * any more, but what the client said last has come and counts.
 */
@Timeout(60)
class CloseTest {
    /** More than all buffers between the hub and a client hold. */
    private static final int MESSAGES = 130;

    private static final int MESSAGE_BYTES = 60_000;

    private final ManualClock clock = new ManualClock(1_800_000_000_000L);
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        hub = TestHub.start(folder, clock);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    /** What is said to the watcher while a client that is sent {@code messages} goes that way. */
    private List<String> lastWords(int messages, ReasonCode reason) throws Exception {
        List<String> words = new ArrayList<>();
        try (Client watcher = Client.connect(hub.options("watcher"));
                RawPeer peer = new RawPeer(hub.address(), V5, 4_096)) {
            watcher.subscribe(
                    "words/+", Qos.AT_LEAST_ONCE, p -> heard.add(new String(p.payload(), UTF_8)));
            byte[] text = "will".getBytes(UTF_8);
            peer.connected(RawPeer.connect(
                            V5,
                            "peer",
                            new Will(
                                    "words/will",
                                    text,
                                    Qos.AT_LEAST_ONCE,
                                    false,
                                    0,
                                    MessageProperties.NONE)))
                    .subscribed("t");
            for (int i = 0; i < messages; i++) {
                watcher.publish("t", new byte[MESSAGE_BYTES], Qos.AT_LEAST_ONCE, false);
            }
            peer.send(RawPeer.join(
                    RawPeer.encode(
                            new Publish(
                                    "words/last",
                                    "last".getBytes(UTF_8),
                                    Qos.AT_LEAST_ONCE,
                                    false,
                                    1),
                            V5),
                    RawPeer.encode(new Disconnect(reason), V5)));
            peer.drop();
            while (hub.server.status().open() > 1) {
                watcher.publish("t", new byte[1], Qos.AT_LEAST_ONCE, false);
            }
            watcher.publish("words/end", "end".getBytes(UTF_8), Qos.AT_LEAST_ONCE, false);
            for (String next = hear(); !next.equals("end"); next = hear()) {
                words.add(next);
            }
        }
        assertThat(hub.ended(DisconnectReason.CONNECTION_LOST)).isZero();
        return words;
    }

    private String hear() throws InterruptedException {
        return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void aGoodByeBehindUnreadBytesIsHeard() throws Exception {
        assertThat(lastWords(1, ReasonCode.SUCCESS)).containsExactly("last");
    }

    @Test
    void aGoodByeOfAClientThatTakesNoMoreIsHeard() throws Exception {
        assertThat(lastWords(MESSAGES, ReasonCode.SUCCESS)).containsExactly("last");
    }

    @Test
    void aGoodByeThatAsksForTheWillIsHeardToo() throws Exception {
        assertThat(lastWords(MESSAGES, ReasonCode.DISCONNECT_WITH_WILL))
                .containsExactly("last", "will");
    }
}
