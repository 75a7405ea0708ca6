package io.signalbox.load;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.ReasonCode;

import org.junit.jupiter.api.Test;

class RetainedPublisherTest {
    private static RetainedPublisher publisher(int number, int messages, int publishers) {
        LoadPlan plan = Plans.retained(messages, publishers, Qos.AT_LEAST_ONCE);
        return new RetainedPublisher(plan, new Counters(), new Encoder(), "p", number);
    }

    @Test
    void publishersShareTheMessagesToTheLast() {
        int sum = 0;
        for (int number = 0; number < 4; number++) {
            RetainedPublisher one = publisher(number, 11, 4);
            one.accepted(65_535);
            while (one.mayPublish()) {
                one.publish(1);
            }
            sum += (int) one.published();
        }
        assertThat(sum).isEqualTo(11);
    }

    @Test
    void everyMessageHasATopicOfItsOwn() {
        byte[] packet = "....t/0/00000000".getBytes(US_ASCII);
        publisher(0, 1, 1).address(packet, packet.length, 12_345_678);
        assertThat(packet).asString(US_ASCII).isEqualTo("....t/0/12345678");
        publisher(0, 1, 1).address(packet, packet.length, 9);
        assertThat(packet).asString(US_ASCII).isEqualTo("....t/0/00000009");
    }

    @Test
    void isOverWhenTheLastIsSettledAndNotBefore() {
        RetainedPublisher one = publisher(0, 1, 1);
        one.accepted(65_535);
        assertThat(one.over()).isFalse();
        one.publish(1);
        assertThat(one.over()).isFalse();
        one.received(new PubAck(1, ReasonCode.SUCCESS), 2);
        assertThat(one.over()).isTrue();
    }
}
