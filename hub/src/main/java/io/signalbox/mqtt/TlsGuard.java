package io.signalbox.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;

import javax.net.ssl.SSLException;

/**
 * Stands on both sides of TLS and bounds what comes in and brings no data: a handshake with a
 * client's certificates takes less, and nobody has a use for more new keys than that.
 */
final class TlsGuard extends ChannelInboundHandlerAdapter {
    /** Bytes of TLS from one piece of data to the next. */
    static final int MOST_BYTES = 64 * 1024;

    private long bytes;

    private TlsGuard() {}

    static void addTo(ChannelPipeline pipeline, SslHandler tls) {
        TlsGuard guard = new TlsGuard();
        pipeline.addLast(guard).addLast(tls).addLast(guard.new Data());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        bytes += ((ByteBuf) message).readableBytes();
        var _ = context.fireChannelRead(message);
        // What was data has set it back by now.
        if (bytes > MOST_BYTES) {
            bytes = 0;
            var _ = context.fireExceptionCaught(new DecoderException(
                    new SSLException("more than " + MOST_BYTES + " bytes of TLS without data")));
        }
    }

    /** The side where the data comes out. */
    private final class Data extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            bytes = 0;
            var _ = context.fireChannelRead(message);
        }
    }
}
