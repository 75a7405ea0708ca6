package io.signalbox.mqtt.codec;

import static io.signalbox.mqtt.codec.Property.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

/**
 * A message, from either side [MQTT-3.3].
 *
 * @param topic a valid topic name; empty if {@link #topicAlias} stands for it
 * @param packetId 0 for QoS 0
 * @param topicAlias 0 for none
 * @param subscriptionIds which subscriptions it is for, from the server only
 */
public record Publish(
        String topic,
        byte[] payload,
        Qos qos,
        boolean dup,
        boolean retain,
        int packetId,
        int topicAlias,
        int[] subscriptionIds,
        MessageProperties properties)
        implements Packet {

    public static final int[] NO_IDS = {};

    private static final long FROM_CLIENT = MESSAGE | set(TOPIC_ALIAS);
    private static final long FROM_SERVER = FROM_CLIENT | set(SUBSCRIPTION_ID);

    private static final int DUP = 0x08;
    private static final int RETAIN = 0x01;

    public Publish(String topic, byte[] payload, Qos qos, boolean retain, int packetId) {
        this(topic, payload, qos, false, retain, packetId, 0, NO_IDS, MessageProperties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.PUBLISH;
    }

    static Publish decode(
            PacketReader in,
            PropertyReader properties,
            ProtocolVersion version,
            int flags,
            boolean fromClient) {
        int level = flags >> 1 & 3;
        boolean dup = (flags & DUP) != 0;
        if (level == 3) {
            in.fail(Fault.QOS_INVALID);
            level = 0;
        } else if (dup && level == 0) {
            in.fail(Fault.DUP_WITHOUT_QOS);
        }
        String topic = in.topic();
        int packetId = level > 0 ? in.packetId() : 0;
        properties.none();
        if (version == ProtocolVersion.V5) {
            properties.read(in, fromClient ? FROM_CLIENT : FROM_SERVER, fromClient);
        }
        int alias = properties.topicAlias();
        if (topic.isEmpty() && alias == 0) {
            in.fail(Fault.TOPIC_MISSING);
        }
        return new Publish(
                topic,
                in.rest(),
                Qos.of(level),
                dup,
                (flags & RETAIN) != 0,
                packetId,
                alias,
                properties.subscriptionIds(),
                properties.message());
    }

    /**
     * Writes straight to {@code out}, so that the payload is copied once; false, and nothing is
     * written, if the packet would be larger than {@code maximumBytes}.
     */
    boolean encode(PacketWriter scratch, ProtocolVersion version, long maximumBytes, ByteBuf out) {
        boolean v5 = version == ProtocolVersion.V5;
        scratch.begin(false);
        if (v5) {
            scratch.beginProperties().u16(TOPIC_ALIAS, topicAlias, 0);
            for (int id : subscriptionIds) {
                scratch.variableByteInteger(SUBSCRIPTION_ID, id);
            }
            scratch.message(properties).endProperties();
        }
        int topicBytes = ByteBufUtil.utf8Bytes(topic);
        int idBytes = qos == Qos.AT_MOST_ONCE ? 0 : 2;
        int propertyBytes = scratch.body().size();
        int length = 2 + topicBytes + idBytes + propertyBytes + payload.length;
        if (!Encoder.begin(out, firstByte(), length, maximumBytes)) {
            return false;
        }
        out.writeShort(topicBytes);
        ByteBufUtil.reserveAndWriteUtf8(out, topic, topicBytes);
        if (idBytes > 0) {
            out.writeShort(packetId);
        }
        out.writeBytes(scratch.body().array(), 0, propertyBytes).writeBytes(payload);
        return true;
    }

    private int firstByte() {
        return PacketType.PUBLISH.ordinal() << 4
                | (dup ? DUP : 0)
                | qos.ordinal() << 1
                | (retain ? RETAIN : 0);
    }
}
