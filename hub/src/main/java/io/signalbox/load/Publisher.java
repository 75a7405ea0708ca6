package io.signalbox.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.PingReq;
import io.signalbox.mqtt.codec.PingResp;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.PubComp;
import io.signalbox.mqtt.codec.PubRec;
import io.signalbox.mqtt.codec.PubRel;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;

import java.util.ArrayDeque;

/**
 * A client that publishes as far as its window allows.
 *
 * <p>At QoS 0 there are no acknowledgements, so a PINGREQ follows each half window, and its answer
 * says that the broker has read what was before it. Where the messages come back to this run a
 * message leaves the window when it is delivered, too: what is measured is what the broker brings
 * across, not what it takes in.
 */
class Publisher extends LoadClient {
    private final int number;
    private final byte[] packet;
    private final int topicEnd;
    private final int stampAt;
    private final long[] dueById;
    private final int[] freeIds;
    private final ArrayDeque<Long> fences = new ArrayDeque<>();
    private int window;
    private int free;
    private long sequence;
    private long settled;
    private long deliveries;
    private long forgiven;
    private long refused;
    private int sinceFence;

    Publisher(LoadPlan plan, Counters counters, Encoder encoder, String clientId, int number) {
        this(plan, counters, encoder, clientId, number, plan.topicOf(number), false);
    }

    Publisher(
            LoadPlan plan,
            Counters counters,
            Encoder encoder,
            String clientId,
            int number,
            String topic,
            boolean retain) {
        super(plan, counters, encoder, clientId);
        this.number = number;
        this.window = plan.window();
        Qos qos = plan.qos();
        byte[] payload = new byte[plan.payloadBytes()];
        ByteBuf out = Unpooled.buffer(payload.length + 64);
        int id = qos == Qos.AT_MOST_ONCE ? 0 : 1;
        Publish first = new Publish(topic, payload, qos, retain, id);
        encoder.encode(first, plan.version(), Long.MAX_VALUE, true, out);
        this.packet = new byte[out.readableBytes()];
        out.readBytes(packet);
        this.stampAt = packet.length - payload.length;
        int properties = plan.version() == ProtocolVersion.V5 ? 1 : 0;
        this.topicEnd = stampAt - properties - (qos == Qos.AT_MOST_ONCE ? 0 : 2);
        this.dueById = new long[window + 1];
        this.freeIds = new int[window];
    }

    @Override
    void accepted(int receiveMaximum) {
        window = Math.min(window, receiveMaximum);
        for (int id = window; id > 0; id--) {
            freeIds[free++] = id;
        }
        becomeReady();
    }

    boolean mayPublish() {
        return ready()
                && open()
                && unsettled() < window
                && (plan.qos() == Qos.AT_MOST_ONCE || free > 0)
                && undelivered() < window;
    }

    /** Sends one message that was due then. */
    void publish(long dueNanos) {
        if (plan.qos() != Qos.AT_MOST_ONCE) {
            int id = freeIds[--free];
            dueById[id] = dueNanos;
            packet[topicEnd] = (byte) (id >> 8);
            packet[topicEnd + 1] = (byte) id;
        }
        address(packet, topicEnd, sequence);
        Stamp.write(packet, stampAt, number, sequence++, dueNanos);
        write(packet, packet.length);
        counters.sent++;
        if (plan.qos() == Qos.AT_MOST_ONCE && ++sinceFence >= Math.max(1, window / 2)) {
            fence();
        }
    }

    /** Changes the topic for the message of this number; here all have the same. */
    void address(byte[] packet, int topicEnd, long sequence) {}

    /** Asks the broker to say when it has read all so far. */
    void fence() {
        if (sinceFence > 0) {
            sinceFence = 0;
            fences.add(sequence);
            write(PingReq.INSTANCE);
        }
    }

    @Override
    void received(Packet received, long nowNanos) {
        switch (received) {
            case PubAck ack -> settle(ack.packetId(), ack.reason(), nowNanos);
            case PubRec rec
            when rec.reason().failed() -> settle(rec.packetId(), rec.reason(), nowNanos);
            case PubRec rec -> write(new PubRel(rec.packetId(), ReasonCode.SUCCESS));
            case PubComp comp -> settle(comp.packetId(), comp.reason(), nowNanos);
            case PingResp _
            when !fences.isEmpty() -> {
                long through = fences.remove();
                counters.acknowledged += through - settled;
                settled = through;
            }
            default -> {}
        }
    }

    @Override
    void wrote() {
        counters.writes++;
    }

    private void settle(int id, ReasonCode reason, long nowNanos) {
        if (id >= dueById.length || dueById[id] == 0) {
            return;
        }
        settled++;
        if (reason.failed()) {
            counters.refused++;
            refused++;
            forgiven += plan.copies();
        } else {
            counters.acknowledged(dueById[id], nowNanos);
        }
        dueById[id] = 0;
        freeIds[free++] = id;
    }

    /** One of this publisher's messages has reached one subscriber. */
    void delivered() {
        deliveries++;
    }

    /** What is missing is lost: it no longer fills the window. */
    void forgive() {
        forgiven += sequence * plan.copies() - deliveries - forgiven;
    }

    int number() {
        return number;
    }

    long unsettled() {
        return sequence - settled;
    }

    long published() {
        return sequence;
    }

    /** Messages that the broker has taken, so that they must arrive. */
    long taken() {
        return settled - refused;
    }

    /** Messages on their way to at least one subscriber. */
    long undelivered() {
        int copies = plan.copies();
        return copies == 0 ? 0 : sequence - (deliveries + forgiven) / copies;
    }
}
