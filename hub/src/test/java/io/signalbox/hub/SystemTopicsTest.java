package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.BrokerStatus;
import io.signalbox.broker.DropReason;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;
import io.signalbox.message.Topic;
import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class SystemTopicsTest {
    private static final long START = 1_800_000_000_000L;

    @Test
    void tellsAFewFiguresUnderTheNamesThatMosquittoGaveThem() {
        ManualClock clock = new ManualClock(START);
        List<Message> said = new ArrayList<>();
        BrokerStatus status = new BrokerStatus(
                3,
                2,
                5,
                7,
                100,
                11,
                13,
                9,
                Map.of(DropReason.OVERLOADED, 4L, DropReason.DISK_FULL, 1L));
        SystemTopics topics = new SystemTopics("1.2.3", START, clock, () -> status, said::add);
        clock.advance(61_500);
        topics.tell();
        assertThat(said.stream().map(m -> m.topic() + " = " + new String(m.payload(), UTF_8)))
                .containsExactly(
                        "$SYS/broker/version = signalbox 1.2.3",
                        "$SYS/broker/uptime = 61 seconds",
                        "$SYS/broker/clients/connected = 3",
                        "$SYS/broker/clients/disconnected = 2",
                        "$SYS/broker/retained messages/count = 7",
                        "$SYS/broker/publish/messages/received = 11",
                        "$SYS/broker/publish/messages/sent = 13",
                        "$SYS/broker/publish/messages/dropped = 5");
        assertThat(said)
                .allMatch(m -> m.qos() == Qos.AT_MOST_ONCE
                        && !m.retain()
                        && Topic.isName(m.topic())
                        && m.receivedMillis() == clock.millis());
    }
}
