package io.signalbox.load;

import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.PubComp;
import io.signalbox.mqtt.codec.PubRec;
import io.signalbox.mqtt.codec.PubRel;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.SubAck;
import io.signalbox.mqtt.codec.Subscribe;
import io.signalbox.mqtt.codec.Subscription;

import java.util.List;

/**
 * A sensor and its actuator: publishes readings, high and low by turns, each when the command that
 * the one before it leads to has come.
 */
final class LoopDevice extends LoadClient {
    private static final int MAX_PACKET_ID = 65_535;

    private final LoopPlan loop;
    private final String topic;
    private final String filter;
    private long dueNanos;
    private boolean waiting;
    private boolean high = true;
    private long readings;
    private int packetId;

    LoopDevice(
            LoadPlan plan,
            LoopPlan loop,
            Counters counters,
            Encoder encoder,
            String id,
            int number) {
        super(plan, counters, encoder, id);
        this.loop = loop;
        this.topic = loop.topicOf(number);
        this.filter = loop.filterOf(number);
    }

    @Override
    void accepted(int receiveMaximum) {
        Subscription one = new Subscription(filter, plan.qos());
        write(new Subscribe(1, 0, List.of(one), List.of()));
    }

    @Override
    void received(Packet packet, long nowNanos) {
        switch (packet) {
            case SubAck answer
            when answer.reasons().getFirst().failed() -> fail("subscription refused");
            case SubAck _ -> becomeReady();
            case Publish command -> command(command, nowNanos);
            case PubAck ack -> acknowledged(ack.reason());
            case PubRec rec when rec.reason().failed() -> acknowledged(rec.reason());
            case PubRec rec -> write(new PubRel(rec.packetId(), ReasonCode.SUCCESS));
            case PubComp comp -> acknowledged(comp.reason());
            case PubRel release -> write(new PubComp(release.packetId(), ReasonCode.SUCCESS));
            default -> {}
        }
    }

    private void acknowledged(ReasonCode reason) {
        if (reason.failed()) {
            counters.refused++;
        } else {
            counters.acknowledged++;
        }
    }

    private void command(Publish command, long nowNanos) {
        if (command.qos() == Qos.AT_LEAST_ONCE) {
            write(new PubAck(command.packetId(), ReasonCode.SUCCESS));
        } else if (command.qos() == Qos.EXACTLY_ONCE) {
            write(new PubRec(command.packetId(), ReasonCode.SUCCESS));
        }
        if (waiting) {
            waiting = false;
            counters.received(dueNanos, nowNanos);
        } else {
            counters.foreign++;
        }
    }

    /** Puts the rule where the first high reading makes a difference. */
    void settle() {
        send(loop.low());
    }

    /** Publishes the reading that was due then. */
    void publish(long due) {
        dueNanos = due;
        waiting = true;
        readings++;
        counters.sent++;
        send(high ? loop.high() : loop.low());
        high = !high;
    }

    private void send(byte[] payload) {
        packetId = packetId % MAX_PACKET_ID + 1;
        int id = plan.qos() == Qos.AT_MOST_ONCE ? 0 : packetId;
        write(new Publish(topic, payload, plan.qos(), false, id));
        flush();
    }

    @Override
    void wrote() {
        counters.writes++;
    }

    /** How many were published. */
    long readings() {
        return readings;
    }

    /** Whether the command for the last reading is still to come. */
    boolean waiting() {
        return waiting && ready();
    }

    /** Since when, if it is waiting. */
    long dueNanos() {
        return dueNanos;
    }

    /** The command will not come. */
    void giveUp() {
        waiting = false;
    }
}
