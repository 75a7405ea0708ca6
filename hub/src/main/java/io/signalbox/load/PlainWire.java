package io.signalbox.load;

import io.netty.buffer.ByteBuf;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Bytes as they are. */
final class PlainWire implements Wire {
    private final SocketChannel channel;
    private boolean blocked;

    PlainWire(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(ByteBuf target) throws IOException {
        return target.writeBytes(channel, target.writableBytes());
    }

    @Override
    public void write(ByteBuf source) throws IOException {
        source.readBytes(channel, source.readableBytes());
        blocked = source.isReadable();
    }

    @Override
    public boolean blocked() {
        return blocked;
    }
}
