package io.signalbox.mqtt.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The client's end of a connection as a stream of packets, for plain blocking sockets. One thread
 * reads, one at a time writes.
 */
public final class PacketStream {
    private static final int READ_BYTES = 8 * 1024;

    private final InputStream in;
    private final OutputStream out;
    private final ProtocolVersion version;
    private final Decoder decoder;
    private final Encoder encoder = new Encoder();
    private final ByteBuf received = Unpooled.buffer(READ_BYTES);
    private final ByteBuf sending = Unpooled.buffer(256);

    public PacketStream(
            InputStream in, OutputStream out, ProtocolVersion version, int maximumBytes) {
        this.in = in;
        this.out = out;
        this.version = version;
        this.decoder = Decoder.fromServer(version, maximumBytes);
    }

    /** The next packet or what is wrong with it; null at the end of the stream. */
    public @Nullable Decoded read() throws IOException {
        while (true) {
            Decoded decoded = decoder.decode(received);
            if (decoded != null) {
                return decoded;
            }
            received.discardReadBytes().ensureWritable(READ_BYTES);
            if (received.writeBytes(in, READ_BYTES) < 0) {
                return null;
            }
        }
    }

    /** Sends one packet at once. */
    public void write(Packet packet) throws IOException {
        sending.clear();
        encoder.encode(packet, version, Long.MAX_VALUE, true, sending);
        sending.getBytes(0, out, sending.writerIndex());
        out.flush();
    }
}
