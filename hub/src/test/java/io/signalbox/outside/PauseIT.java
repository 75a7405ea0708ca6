package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.PingReq;
import io.signalbox.mqtt.codec.PingResp;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.Will;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A hub that stands still for longer than its clients' keep-alive, as a suspended machine does. */
class PauseIT {
    private static final int KEEP_ALIVE_SECONDS = 2;
    private static final long HOUR = 3_600;

    @TempDir
    Path folder;

    private static Connect willing(String id) {
        Will will = new Will(
                "will", new byte[] {'w'}, Qos.AT_LEAST_ONCE, false, 0, MessageProperties.NONE);
        Connect asked = Peer.v5(id, false, HOUR, will);
        return new Connect(
                ProtocolVersion.V5,
                id,
                false,
                KEEP_ALIVE_SECONDS,
                will,
                null,
                null,
                asked.properties());
    }

    @Test
    void aClientThatWentOnSendingStaysAndOneThatDidNotIsLost() throws Exception {
        try (HubProcess hub = HubProcess.start(folder);
                Peer watcher = Peer.connect(hub.mqttPort(), Peer.storedFor(HOUR, "watcher"))) {
            watcher.subscribe("will", Qos.AT_LEAST_ONCE);
            try (Peer steady = Peer.connect(hub.mqttPort(), willing("steady"))) {
                signal(hub, "STOP");
                int sent = 0;
                for (; sent < 10; sent++) {
                    steady.send(PingReq.INSTANCE);
                    TimeUnit.MILLISECONDS.sleep(500);
                }
                signal(hub, "CONT");
                for (; sent > 0; sent--) {
                    steady.next(PingResp.class);
                }
                watcher.isQuiet();
                steady.isQuiet();
                assertThat(watcher.gets("w").topic()).isEqualTo("will");
            }
        }
    }

    private static void signal(HubProcess hub, String name) {
        HubProcess.Result result = Programs.run("sh", "-c", "kill -" + name + " " + hub.pid());
        assertThat(result.exitCode()).as(result.err()).isZero();
    }
}
