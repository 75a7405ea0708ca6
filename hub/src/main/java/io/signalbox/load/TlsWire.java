package io.signalbox.load;

import io.netty.buffer.ByteBuf;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/**
 * Bytes over TLS. The handshake goes on inside of reads and writes; until it is over nothing is
 * taken and nothing comes.
 */
final class TlsWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer incoming;
    private ByteBuffer outgoing;
    private boolean begun;

    TlsWire(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        int record = engine.getSession().getPacketBufferSize();
        this.incoming = ByteBuffer.allocate(2 * record);
        this.outgoing = ByteBuffer.allocate(2 * record);
    }

    /** All complete records of one read of the socket, which are fewer bytes than it brought. */
    @Override
    public int read(ByteBuf target) throws IOException {
        int count = channel.read(incoming);
        int before = target.writerIndex();
        incoming.flip();
        boolean more = true;
        while (more) {
            ByteBuffer room = target.nioBuffer(target.writerIndex(), target.writableBytes());
            SSLEngineResult result = engine.unwrap(incoming, room);
            target.writerIndex(target.writerIndex() + result.bytesProduced());
            handshake();
            more = switch (result.getStatus()) {
                case OK -> result.bytesConsumed() > 0 || result.bytesProduced() > 0;
                case BUFFER_UNDERFLOW -> false;
                case CLOSED -> false;
                case BUFFER_OVERFLOW -> throw new IOException("no room for a TLS record");
            };
        }
        incoming.compact();
        int read = target.writerIndex() - before;
        if (count < 0 && read == 0 && handshaking()) {
            throw new EOFException("closed by the broker during the TLS handshake");
        }
        return read == 0 && (count < 0 || engine.isInboundDone()) ? -1 : read;
    }

    @Override
    public void write(ByteBuf source) throws IOException {
        if (!begun) {
            begun = true;
            engine.beginHandshake();
        }
        handshake();
        while (source.isReadable() && !handshaking() && send()) {
            SSLEngineResult result = engine.wrap(source.nioBuffer(), outgoing);
            source.skipBytes(result.bytesConsumed());
            if (result.getStatus() != SSLEngineResult.Status.OK) {
                throw new IOException("TLS is closed");
            }
        }
        send();
    }

    /** Sends what waits; whether it is all gone. */
    private boolean send() throws IOException {
        if (outgoing.position() > 0) {
            outgoing.flip();
            channel.write(outgoing);
            outgoing.compact();
        }
        return outgoing.position() == 0;
    }

    /** Does what is this side's turn to do. */
    private void handshake() throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    for (Runnable task = engine.getDelegatedTask();
                            task != null;
                            task = engine.getDelegatedTask()) {
                        task.run();
                    }
                }
                case NEED_WRAP -> {
                    if (outgoing.remaining() < engine.getSession().getPacketBufferSize()) {
                        ByteBuffer larger = ByteBuffer.allocate(2 * outgoing.capacity());
                        outgoing = larger.put(outgoing.flip());
                    }
                    boolean closed = engine.wrap(NOTHING, outgoing).getStatus()
                            == SSLEngineResult.Status.CLOSED;
                    send();
                    if (closed) {
                        return;
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    private boolean handshaking() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
    }

    @Override
    public boolean blocked() {
        return outgoing.position() > 0;
    }
}
