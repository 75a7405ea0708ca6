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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client that receives, acknowledges, and keeps account of what came from whom. */
class Subscriber extends LoadClient {
    private static final int SUBSCRIBE_ID = 1;

    private final String filter;
    private final List<Publisher> publishers;
    private final Map<Integer, Arrivals> arrivals = new HashMap<>();

    /**
     * @param publishers of the same run, who are told of deliveries; empty if others publish
     */
    Subscriber(
            LoadPlan plan,
            Counters counters,
            Encoder encoder,
            String clientId,
            String filter,
            List<Publisher> publishers) {
        super(plan, counters, encoder, clientId);
        this.filter = filter;
        this.publishers = publishers;
    }

    @Override
    void accepted(int receiveMaximum) {
        Subscription one = new Subscription(filter, plan.qos());
        write(new Subscribe(SUBSCRIBE_ID, 0, List.of(one), List.of()));
        flush();
    }

    @Override
    void received(Packet packet, long nowNanos) {
        switch (packet) {
            case SubAck answer
            when answer.reasons().getFirst().failed() -> fail("subscription refused");
            case SubAck _ -> becomeReady();
            case Publish message -> delivered(message, nowNanos);
            case PubRel release -> write(new PubComp(release.packetId(), ReasonCode.SUCCESS));
            default -> {}
        }
        // What a read brought is answered in one write, by the loop.
    }

    private void delivered(Publish message, long nowNanos) {
        if (message.qos() == Qos.AT_LEAST_ONCE) {
            write(new PubAck(message.packetId(), ReasonCode.SUCCESS));
        } else if (message.qos() == Qos.EXACTLY_ONCE) {
            write(new PubRec(message.packetId(), ReasonCode.SUCCESS));
        }
        byte[] payload = message.payload();
        if (!Stamp.isIn(payload)) {
            counters.foreign++;
            return;
        }
        int publisher = Stamp.publisher(payload);
        counters.received(dueNanos(payload), nowNanos);
        arrivals.computeIfAbsent(publisher, _ -> begin()).accept(Stamp.sequence(payload));
        if (publisher >= 0 && publisher < publishers.size()) {
            publishers.get(publisher).delivered();
        }
    }

    /** From when the latency of a delivery counts. */
    long dueNanos(byte[] payload) {
        return Stamp.dueNanos(payload);
    }

    /** The account of a publisher that is heard for the first time. */
    Arrivals begin() {
        return publishers.isEmpty() ? Arrivals.fromTheFirstSeen() : Arrivals.fromTheStart();
    }

    Iterable<Arrivals> arrivals() {
        return arrivals.values();
    }

    /** How many different messages of a publisher came. */
    long distinctOf(int publisher) {
        Arrivals its = arrivals.get(publisher);
        return its == null ? 0 : its.distinct();
    }
}
