package io.signalbox.mqtt.codec;

import io.netty.buffer.Unpooled;

/**
 * What a {@link Decoder} reads the fields of one packet with. It holds nothing between two packets,
 * so the decoders of one thread share it: a connection that is idle has none of its own.
 */
public final class FieldReaders {
    final PacketReader in = new PacketReader(Unpooled.EMPTY_BUFFER);
    final PropertyReader properties = new PropertyReader();
}
