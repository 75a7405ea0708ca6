package io.signalbox.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.signalbox.broker.Delivery;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.ProtocolVersion;

import org.jspecify.annotations.Nullable;

/**
 * Packets on their way to one client: gathered in one buffer, and written out once per batch.
 * Belongs to the connection's loop.
 */
final class Output {
    /** A buffer of this size goes to the channel, though it is not flushed yet. */
    private static final int CHUNK_BYTES = 32 * 1024;

    private static final int FIRST_BYTES = 512;

    /** PUBACK without a reason [MQTT-3.4.2.1]: its type, the length 2, the packet id. */
    private static final int PUBACK = 0x4002 << 16;

    private static final int PUBACK_BYTES = 4;

    private final Encoder encoder;
    private final EncodedPublish last;
    private final ChannelHandlerContext context;
    private ProtocolVersion version = ProtocolVersion.V3_1_1;
    private long maximumBytes = ConnectProperties.NO_MAXIMUM;
    private boolean problemInformation = true;
    private OutgoingAliases aliases = OutgoingAliases.NONE;
    private @Nullable ByteBuf gathered;
    private boolean unflushed;

    Output(MqttLoop loop, ChannelHandlerContext context) {
        this.encoder = loop.encoder;
        this.last = loop.lastPublish;
        this.context = context;
    }

    /** Speaks as the client asked in its CONNECT. */
    void speakTo(Connect connect) {
        version = connect.version();
        maximumBytes = connect.properties().maximumPacketBytes();
        problemInformation = connect.properties().requestProblemInformation();
        aliases = OutgoingAliases.upTo(connect.properties().topicAliasMaximum());
    }

    void speak(ProtocolVersion spoken) {
        version = spoken;
    }

    ProtocolVersion version() {
        return version;
    }

    /** False, and nothing happens, if the packet is larger than the client takes. */
    boolean add(Packet packet) {
        ByteBuf buffer = buffer();
        if (!encoder.encode(packet, version, maximumBytes, problemInformation, buffer)) {
            return false;
        }
        handIfFull(buffer);
        return true;
    }

    /** PUBACK that says no more than that; false if the client does not take even that. */
    boolean addPubAck(int packetId) {
        if (PUBACK_BYTES > maximumBytes) {
            return false;
        }
        ByteBuf buffer = buffer();
        buffer.writeInt(PUBACK | packetId);
        handIfFull(buffer);
        return true;
    }

    private ByteBuf buffer() {
        ByteBuf buffer = gathered;
        if (buffer == null) {
            buffer = context.alloc().buffer(FIRST_BYTES);
            gathered = buffer;
        }
        return buffer;
    }

    private void handIfFull(ByteBuf buffer) {
        if (buffer.readableBytes() >= CHUNK_BYTES) {
            var _ = hand();
        }
    }

    /** The same for a message, with an alias for its topic if the client takes one. */
    boolean add(Delivery delivery) {
        if (aliases == OutgoingAliases.NONE && delivery.subscriptionIdCount() == 0) {
            return addAlike(delivery);
        }
        String topic = delivery.message().topic();
        int alias = aliases.offer(topic);
        boolean known = aliases.knows(alias, topic);
        // A widespread client forgets the topic behind the alias of a QoS 2 message.
        boolean inFull = !known || delivery.qos() == Qos.EXACTLY_ONCE;
        if (add(OutgoingPublish.of(delivery, alias, inFull))) {
            if (alias != 0 && !known) {
                aliases.sent(alias, topic);
            }
            return true;
        }
        // Without the alias it may just fit.
        return alias != 0 && inFull && add(OutgoingPublish.of(delivery, 0, true));
    }

    /** A message in which nothing but the packet id is this client's own. */
    private boolean addAlike(Delivery delivery) {
        if (!last.is(delivery, version)) {
            last.seen(delivery, version);
            return add(OutgoingPublish.of(delivery, 0, true));
        }
        ByteBuf buffer = buffer();
        if (last.hasBytes()) {
            if (last.length() > maximumBytes) {
                return false;
            }
            last.write(buffer, delivery.packetId());
        } else {
            int from = buffer.writerIndex();
            Packet packet = OutgoingPublish.of(delivery, 0, true);
            if (!encoder.encode(packet, version, maximumBytes, problemInformation, buffer)) {
                return false;
            }
            last.keep(buffer, from);
        }
        handIfFull(buffer);
        return true;
    }

    private @Nullable ChannelFuture hand() {
        ByteBuf buffer = gathered;
        gathered = null;
        if (buffer == null) {
            return null;
        }
        if (!buffer.isReadable()) {
            buffer.release();
            return null;
        }
        unflushed = true;
        return context.write(buffer);
    }

    /** Writes everything out; the future of the last bytes, or null if there were none. */
    @Nullable
    ChannelFuture flush() {
        ChannelFuture last = hand();
        if (unflushed) {
            unflushed = false;
            context.flush();
        }
        return last;
    }

    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
