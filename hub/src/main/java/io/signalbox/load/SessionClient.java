package io.signalbox.load;

import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.SubAck;
import io.signalbox.mqtt.codec.Subscribe;
import io.signalbox.mqtt.codec.Subscription;

import java.util.List;

/** A client that subscribes, goes when that is acknowledged, and leaves its session behind. */
final class SessionClient extends LoadClient {
    private final int number;
    private boolean leaving;

    /** A run with the same topic uses the same client ids again. */
    SessionClient(LoadPlan plan, Counters counters, Encoder encoder, int number) {
        super(plan, counters, encoder, plan.topic() + "-session-" + number);
        this.number = number;
    }

    @Override
    long sessionExpirySeconds() {
        return plan.expirySeconds();
    }

    @Override
    void greet() {
        Subscription one = new Subscription(plan.filterOf(number), plan.qos());
        write(new Subscribe(1, 0, List.of(one), List.of()));
    }

    @Override
    void received(Packet packet, long nowNanos) {
        if (packet instanceof SubAck answer && !leaving) {
            if (answer.reasons().getFirst().failed()) {
                fail("subscription refused");
            } else {
                leaving = true;
                write(new Disconnect(ReasonCode.SUCCESS));
            }
        }
    }

    /** The session is there, and the broker has closed the connection as it was asked to. */
    boolean left() {
        return leaving && failure() != null;
    }
}
