package io.signalbox.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What a faulty broker would do, fed to a publisher and its subscriber. */
class SubscriberTest {
    private final LoadPlan plan = Plans.pairs(1, 0);
    private final Counters counters = new Counters();
    private final Publisher publisher = new Publisher(plan, counters, new Encoder(), "p", 0);
    private final Subscriber subscriber =
            new Subscriber(plan, counters, new Encoder(), "s", "t/0", List.of(publisher));

    private void deliver(byte[] payload) {
        subscriber.received(new Publish("t/0", payload, Qos.AT_LEAST_ONCE, false, 1), 5_000);
    }

    private static byte[] stamped(long sequence) {
        byte[] payload = new byte[Stamp.BYTES];
        Stamp.write(payload, 0, 0, sequence, 1_000);
        return payload;
    }

    @Test
    void aWindowClosesAndOpensWithAcknowledgementAndDelivery() {
        publisher.accepted(65_535);
        for (int i = 0; i < 4; i++) {
            assertThat(publisher.mayPublish()).isTrue();
            publisher.publish(1_000);
        }
        assertThat(publisher.mayPublish()).isFalse();
        publisher.received(new PubAck(1, ReasonCode.SUCCESS), 2_000);
        assertThat(publisher.mayPublish()).isFalse();
        deliver(stamped(0));
        assertThat(publisher.mayPublish()).isTrue();
    }

    @Test
    void aBrokersReceiveMaximumNarrowsTheWindow() {
        publisher.accepted(1);
        publisher.publish(1_000);
        assertThat(publisher.mayPublish()).isFalse();
    }

    @Test
    void anAcknowledgementCountsOnceAndARefusalIsNone() {
        publisher.accepted(65_535);
        publisher.publish(1_000);
        publisher.publish(1_000);
        publisher.received(new PubAck(1, ReasonCode.SUCCESS), 2_000);
        publisher.received(new PubAck(1, ReasonCode.SUCCESS), 2_000);
        publisher.received(new PubAck(2, ReasonCode.QUOTA_EXCEEDED), 2_000);
        assertThat(counters.acknowledged).isEqualTo(1);
        assertThat(counters.refused).isEqualTo(1);
        assertThat(publisher.taken()).isEqualTo(1);
        assertThat(publisher.unsettled()).isZero();
    }

    @Test
    void countsForeignPayloadsApart() {
        deliver(new byte[Stamp.BYTES]);
        deliver(new byte[3]);
        deliver(stamped(0));
        assertThat(counters.foreign).isEqualTo(2);
        assertThat(counters.received).isEqualTo(1);
        assertThat(subscriber.distinctOf(0)).isEqualTo(1);
    }

    @Test
    void latencyCountsFromWhenTheMessageWasDueInTheMeasuredTimeAlone() {
        counters.measure(1_000, 2_000);
        counters.received(999, 10_000_000);
        counters.received(1_000, 3_001_000);
        counters.received(2_000, 20_000_000);
        assertThat(counters.delivery.count()).isEqualTo(1);
        assertThat(counters.delivery.percentile(50)).isBetween(2.99, 3.01);
        assertThat(counters.received).isEqualTo(3);
    }

    @Test
    void percentilesAreExactToThreeDigits() {
        Latency latency = new Latency();
        for (int i = 1; i <= 10_000; i++) {
            latency.record(i * 100_000L);
        }
        assertThat(latency.percentile(50)).isBetween(499.0, 501.0);
        assertThat(latency.percentile(99)).isBetween(989.0, 991.0);
        assertThat(latency.percentile(99.9)).isBetween(998.0, 1000.0);
        assertThat(latency.max()).isBetween(999.0, 1001.0);
    }
}
