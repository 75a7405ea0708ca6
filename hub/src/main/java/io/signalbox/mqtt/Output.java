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

    private final Encoder encoder;
    private final ChannelHandlerContext context;
    private ProtocolVersion version = ProtocolVersion.V3_1_1;
    private long maximumBytes = ConnectProperties.NO_MAXIMUM;
    private boolean problemInformation = true;
    private OutgoingAliases aliases = OutgoingAliases.NONE;
    private @Nullable ByteBuf gathered;
    private boolean unflushed;

    Output(Encoder encoder, ChannelHandlerContext context) {
        this.encoder = encoder;
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
        ByteBuf buffer = gathered;
        if (buffer == null) {
            buffer = context.alloc().buffer(FIRST_BYTES);
            gathered = buffer;
        }
        if (!encoder.encode(packet, version, maximumBytes, problemInformation, buffer)) {
            return false;
        }
        if (buffer.readableBytes() >= CHUNK_BYTES) {
            var _ = hand();
        }
        return true;
    }

    /** The same for a message, with an alias for its topic if the client takes one. */
    boolean add(Delivery delivery) {
        String topic = delivery.message().topic();
        int alias = aliases.offer(topic);
        if (alias == 0 || aliases.knows(alias, topic)) {
            // A widespread client forgets the topic behind the alias of a QoS 2 message.
            boolean inFull = alias == 0 || delivery.qos() == Qos.EXACTLY_ONCE;
            return add(OutgoingPublish.of(delivery, alias, inFull));
        }
        if (add(OutgoingPublish.of(delivery, alias, true))) {
            aliases.sent(alias, topic);
            return true;
        }
        // Without the alias it may just fit.
        return add(OutgoingPublish.of(delivery, 0, true));
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
