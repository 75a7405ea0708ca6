package io.signalbox.mqtt;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.ConnAckProperties;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.ReasonCode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The last words to a client, and how the connection is closed so that they are heard. */
final class Farewell {
    private Farewell() {}

    /**
     * Tells a connected client why; 3.1.1 has no words for it [MQTT5 4.13].
     *
     * @param elsewhere another server to go to, if there is one [MQTT5 4.11]
     */
    static @Nullable Packet disconnect(
            ProtocolVersion version, ReasonCode code, String detail, @Nullable String elsewhere) {
        if (version == ProtocolVersion.V3_1_1) {
            return null;
        }
        ReasonCode said = elsewhere == null ? code : ReasonCode.USE_ANOTHER_SERVER;
        return new Disconnect(said, Disconnect.UNCHANGED, detail, elsewhere, List.of());
    }

    /** Refuses a CONNECT; in 3.1.1 only with the few return codes that there are. */
    static @Nullable Packet connAck(
            ProtocolVersion version, ReasonCode code, String detail, @Nullable String elsewhere) {
        if (version == ProtocolVersion.V3_1_1 && code.returnCode() <= 0) {
            return null;
        }
        ReasonCode said = switch (code) {
            // There was a CONNECT, so it was the authentication that took too long.
            case MAXIMUM_CONNECT_TIME -> ReasonCode.NOT_AUTHORIZED;
            // DISCONNECT alone may say this.
            case SESSION_TAKEN_OVER -> ReasonCode.UNSPECIFIED_ERROR;
            default -> code;
        };
        if (version == ProtocolVersion.V5 && code == ReasonCode.SERVER_SHUTTING_DOWN) {
            // DISCONNECT alone may say that the hub stops.
            said = elsewhere == null
                    ? ReasonCode.SERVER_UNAVAILABLE
                    : ReasonCode.USE_ANOTHER_SERVER;
        }
        return new ConnAck(false, said, ConnAckProperties.because(detail, elsewhere));
    }

    /**
     * Closes; after last words only the sending half, because unread bytes would make the system
     * reset the connection, and the client would never see them. The client closes the rest, or
     * the sweep does.
     */
    static void leave(ChannelHandlerContext context, Output output, boolean lastWords) {
        ChannelFuture written = output.flush();
        if (!lastWords || written == null) {
            cut(context);
            return;
        }
        context.channel().config().setAutoRead(true);
        written.addListener(future -> {
            boolean framed = context.pipeline().get(WebSocketTransport.class) != null;
            if (future.isSuccess()
                    && !framed
                    && context.channel() instanceof DuplexChannel channel) {
                closeOutput(channel);
            } else {
                // A WebSocket says good-bye in its own way.
                cut(context);
            }
        });
    }

    /** TLS has last words of its own, without which the client suspects an attack. */
    static void closeOutput(DuplexChannel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            var _ = channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(_ -> {
                var _ = channel.shutdownOutput();
            });
        }
    }

    static void cut(ChannelHandlerContext context) {
        var _ = context.close();
    }
}
