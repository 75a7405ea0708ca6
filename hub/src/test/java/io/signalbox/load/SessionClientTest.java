package io.signalbox.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.SubAck;

import org.junit.jupiter.api.Test;

import java.util.List;

class SessionClientTest {
    private final LoadPlan plan = Plans.of(Shape.SESSIONS, 1, Qos.AT_LEAST_ONCE, 1, 0);
    private final SessionClient client = new SessionClient(plan, new Counters(), new Encoder(), 0);

    private void answer(ReasonCode reason) {
        client.received(new SubAck(1, List.of(reason), null, List.of()), 0);
    }

    @Test
    void isGoneWhenTheBrokerClosesWhatItWasAskedToClose() {
        answer(ReasonCode.GRANTED_QOS_1);
        assertThat(client.left()).isFalse();
        client.fail("closed by the broker");
        assertThat(client.left()).isTrue();
    }

    @Test
    void leavesNothingBehindWhereTheSubscriptionIsRefused() {
        answer(ReasonCode.NOT_AUTHORIZED);
        assertThat(client.left()).isFalse();
        assertThat(client.failure()).contains("refused");
    }

    @Test
    void leavesNothingBehindWhereTheConnectionEndsBeforeTheAnswer() {
        client.fail("closed by the broker");
        assertThat(client.left()).isFalse();
    }
}
