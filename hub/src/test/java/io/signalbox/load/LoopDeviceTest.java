package io.signalbox.load;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.SubAck;

import org.junit.jupiter.api.Test;

import java.util.List;

class LoopDeviceTest {
    private final LoopPlan loop =
            new LoopPlan("plant/%d/in", "plant/%d/out", bytes("high"), bytes("low"));
    private final Counters counters = new Counters();
    private final LoopDevice device = new LoopDevice(
            Plans.of(Shape.RULE_LOOP, 1, Qos.AT_LEAST_ONCE, 1, 0),
            loop,
            counters,
            new Encoder(),
            "d",
            7);

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private void command(long nowNanos) {
        device.received(
                new Publish("plant/7/out", bytes("on"), Qos.AT_LEAST_ONCE, false, 1), nowNanos);
    }

    private void subscribed() {
        device.accepted(65_535);
        device.received(new SubAck(1, List.of(ReasonCode.GRANTED_QOS_1), null, List.of()), 0);
    }

    @Test
    void itsNumberIsInItsTopics() {
        assertThat(loop.topicOf(7)).isEqualTo("plant/7/in");
        assertThat(loop.filterOf(7)).isEqualTo("plant/7/out");
    }

    @Test
    void aReactionCountsFromWhenTheReadingWasDue() {
        subscribed();
        counters.measure(0, Long.MAX_VALUE);
        device.publish(1_000_000);
        assertThat(device.waiting()).isTrue();
        command(4_000_000);
        assertThat(device.waiting()).isFalse();
        assertThat(counters.delivery.max()).isBetween(2.99, 3.01);
        assertThat(counters.received).isEqualTo(1);
    }

    @Test
    void aCommandThatNothingWaitsForIsSomebodyElses() {
        subscribed();
        command(1);
        device.publish(2);
        device.giveUp();
        command(3);
        assertThat(counters.foreign).isEqualTo(2);
        assertThat(counters.received).isZero();
    }

    @Test
    void isNotReadyWhereItsSubscriptionIsRefused() {
        device.accepted(65_535);
        device.received(new SubAck(1, List.of(ReasonCode.NOT_AUTHORIZED), null, List.of()), 0);
        assertThat(device.ready()).isFalse();
        assertThat(device.failure()).contains("refused");
    }
}
