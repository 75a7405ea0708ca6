package io.signalbox.load;

import io.signalbox.mqtt.codec.Encoder;

/** Publishes its share of retained messages, each on a topic of its own. */
final class RetainedPublisher extends Publisher {
    private static final String DIGITS = "00000000";

    private final long quota;

    RetainedPublisher(LoadPlan plan, Counters counters, Encoder encoder, String id, int number) {
        super(plan, counters, encoder, id, number, plan.topicOf(number) + '/' + DIGITS, true);
        int all = plan.publishers();
        this.quota = (plan.messages() - number + all - 1L) / all;
    }

    @Override
    boolean mayPublish() {
        return published() < quota && super.mayPublish();
    }

    /** The number of the message is the last level of its topic. */
    @Override
    void address(byte[] packet, int topicEnd, long sequence) {
        long rest = sequence;
        for (int i = 1; i <= DIGITS.length(); i++) {
            packet[topicEnd - i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Whether all are with the broker, or nobody takes them any more. */
    boolean over() {
        return failure() != null || (published() == quota && unsettled() == 0);
    }
}
