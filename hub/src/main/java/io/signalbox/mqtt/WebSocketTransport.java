package io.signalbox.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * MQTT in the binary frames of a WebSocket [MQTT5 6.0], from the HTTP request that asks for it to
 * the closing frame. MQTT packets and frames need not be aligned; the connection behind sees a
 * stream of bytes.
 *
 * <p>What the connection closes is closed in the WebSocket's way first: the second time the
 * connection closes, or the client does, the socket goes.
 */
final class WebSocketTransport extends ChannelDuplexHandler {
    /** Tells the connection that the client closed the WebSocket. */
    enum Ended {
        BY_CLIENT
    }

    /** Tells the connection that the client broke the rules; it is answered already, or will be. */
    static final class Violation extends Exception {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message, null, false, false);
        }
    }

    /** Longest HTTP body of a request that has none. */
    private static final int LONGEST_BODY = 1024;

    private static final String SUBPROTOCOL = "mqtt";

    private final Set<String> origins;
    private final int longestMessage;
    private WebSocketCloseStatus status = WebSocketCloseStatus.NORMAL_CLOSURE;
    private long messageBytes;
    private boolean upgraded;
    private boolean closing;

    private WebSocketTransport(Set<String> origins, int longestMessage) {
        this.origins = origins;
        this.longestMessage = longestMessage;
    }

    /** Puts everything that a WebSocket needs in front of an MQTT connection. */
    static void addTo(ChannelPipeline pipeline, MqttConfig config) {
        // Several packets may share one message.
        int longestMessage = Math.max(1 << 20, 2 * config.maximumPacketBytes());
        pipeline.addLast(new HttpServerCodec());
        pipeline.addLast(new HttpObjectAggregator(LONGEST_BODY));
        pipeline.addLast(new WebSocketTransport(config.origins(), longestMessage));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case FullHttpRequest request -> {
                try {
                    upgrade(context, request);
                } finally {
                    request.release();
                }
            }
            case WebSocketFrame frame -> take(context, frame);
            default -> context.fireChannelRead(message);
        }
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request) {
        String path = request.uri().split("\\?", 2)[0];
        if (request.decoderResult().isFailure() || upgraded) {
            refuse(context, HttpResponseStatus.BAD_REQUEST, "expected one HTTP request");
        } else if (!request.method().equals(HttpMethod.GET)) {
            refuse(context, HttpResponseStatus.METHOD_NOT_ALLOWED, "expected GET");
        } else if (!path.equals("/mqtt") && !path.equals("/")) {
            refuse(context, HttpResponseStatus.NOT_FOUND, "expected the path /mqtt");
        } else if (!offersMqtt(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL))) {
            refuse(
                    context,
                    HttpResponseStatus.BAD_REQUEST,
                    "expected a WebSocket with the subprotocol mqtt");
        } else if (!isAllowed(
                request.headers().get(HttpHeaderNames.ORIGIN),
                request.headers().get(HttpHeaderNames.HOST))) {
            refuse(
                    context,
                    HttpResponseStatus.FORBIDDEN,
                    "pages of this origin are not in mqtt.origins");
        } else {
            handshake(context, request);
        }
    }

    private static boolean offersMqtt(@Nullable String subprotocols) {
        return subprotocols != null
                && Arrays.stream(subprotocols.split(","))
                        .anyMatch(p -> p.trim().equals(SUBPROTOCOL));
    }

    /** Programs send no origin; a page of the same host and port is no stranger. */
    private boolean isAllowed(@Nullable String origin, @Nullable String host) {
        return origin == null
                || origins.contains("*")
                || origins.contains(origin)
                || origin.equals("http://" + host)
                || origin.equals("https://" + host);
    }

    private void handshake(ChannelHandlerContext context, FullHttpRequest request) {
        WebSocketDecoderConfig frames = WebSocketDecoderConfig.newBuilder()
                .allowExtensions(false)
                .allowMaskMismatch(false)
                .expectMaskedFrames(true)
                .closeOnProtocolViolation(false)
                .maxFramePayloadLength(longestMessage)
                .build();
        try {
            if (!"13".equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
                throw new WebSocketHandshakeException("expected version 13 of WebSocket");
            }
            var _ = new WebSocketServerHandshaker13("", SUBPROTOCOL, frames)
                    .handshake(context.channel(), request);
            upgraded = true;
        } catch (WebSocketHandshakeException e) {
            refuse(context, HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private void refuse(ChannelHandlerContext context, HttpResponseStatus code, String why) {
        ByteBuf body = Unpooled.copiedBuffer(why + "\n", StandardCharsets.UTF_8);
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, code, body);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CONNECTION, "close");
        var _ = context.write(answer);
        context.fireExceptionCaught(new Violation("WebSocket refused: " + why));
    }

    /** Passes the bytes of data on; takes over the frame. */
    private void take(ChannelHandlerContext context, WebSocketFrame frame) {
        switch (frame) {
            case BinaryWebSocketFrame binary -> data(context, binary);
            case ContinuationWebSocketFrame more -> data(context, more);
            case PingWebSocketFrame ping -> {
                var _ = context.writeAndFlush(new PongWebSocketFrame(ping.content()));
            }
            case CloseWebSocketFrame close -> {
                close.release();
                context.fireUserEventTriggered(Ended.BY_CLIENT);
            }
            case TextWebSocketFrame text -> {
                text.release();
                violated(
                        context,
                        WebSocketCloseStatus.INVALID_MESSAGE_TYPE,
                        "a text frame; MQTT goes in binary ones");
            }
            default -> frame.release();
        }
    }

    private void data(ChannelHandlerContext context, WebSocketFrame frame) {
        boolean begins = frame instanceof BinaryWebSocketFrame;
        messageBytes = (begins ? 0 : messageBytes) + frame.content().readableBytes();
        if (messageBytes > longestMessage) {
            frame.release();
            violated(
                    context,
                    WebSocketCloseStatus.MESSAGE_TOO_BIG,
                    "a message of more than " + longestMessage + " bytes");
        } else if (frame.content().isReadable()) {
            context.fireChannelRead(frame.content());
        } else {
            frame.release();
        }
    }

    private void violated(ChannelHandlerContext context, WebSocketCloseStatus why, String what) {
        status = why;
        context.fireExceptionCaught(new Violation("WebSocket: " + what));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            violated(context, corrupted.closeStatus(), String.valueOf(corrupted.getMessage()));
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        Object out = message instanceof ByteBuf bytes ? new BinaryWebSocketFrame(bytes) : message;
        var _ = context.write(out, promise);
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (closing || !context.channel().isActive()) {
            var _ = context.close(promise);
            return;
        }
        closing = true;
        context.channel().config().setAutoRead(true);
        Object last = upgraded ? new CloseWebSocketFrame(status) : Unpooled.EMPTY_BUFFER;
        context.writeAndFlush(last).addListener(_ -> closeOutput(context));
    }

    private static void closeOutput(ChannelHandlerContext context) {
        if (context.channel() instanceof DuplexChannel channel) {
            Farewell.closeOutput(channel);
        }
    }
}
