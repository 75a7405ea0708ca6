package io.signalbox.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.signalbox.config.Network;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Takes the {@linkplain ProxyHeader header} off the front of a connection that a load balancer
 * passes on, and goes. Only a trusted balancer is listened to; without a header nobody comes in.
 */
final class ProxyTransport extends ChannelInboundHandlerAdapter {
    /** Tells the connection whose it is: what a header says, or the balancer's own address. */
    record Client(InetSocketAddress address) {}

    /** Tells the connection that there was no header to believe. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    private final List<Network> trusted;
    private @Nullable ByteBuf received;
    private boolean refused;

    ProxyTransport(List<Network> trusted) {
        this.trusted = trusted;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.fireChannelActive();
        InetSocketAddress peer = peer(context);
        if (trusted.stream().noneMatch(network -> network.contains(peer.getAddress()))) {
            refuse(context, "not from a balancer of listen.proxy_from");
        }
    }

    private static InetSocketAddress peer(ChannelHandlerContext context) {
        return (InetSocketAddress) context.channel().remoteAddress();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (refused) {
            bytes.release();
            return;
        }
        ByteBuf before = received;
        ByteBuf all = before == null ? bytes : before.writeBytes(bytes);
        if (before != null) {
            bytes.release();
        }
        received = all;
        switch (ProxyHeader.read(all)) {
            case null -> {
                if (before == null) {
                    // A copy with room for the rest: the buffer of a read may be large.
                    received = context.alloc().buffer(256).writeBytes(bytes);
                    bytes.release();
                }
            }
            case ProxyHeader.Refusal refusal -> refuse(context, refusal.why());
            case ProxyHeader.Header header -> {
                received = null;
                InetSocketAddress client = header.client();
                var _ = context.fireUserEventTriggered(
                        new Client(client == null ? peer(context) : client));
                var _ = context.fireChannelRead(all.skipBytes(header.length()));
                var _ = context.pipeline().remove(this);
            }
        }
    }

    private void refuse(ChannelHandlerContext context, String why) {
        refused = true;
        drop();
        var _ = context.fireExceptionCaught(new Refused(why));
    }

    private void drop() {
        if (received != null) {
            received.release();
            received = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        drop();
    }
}
