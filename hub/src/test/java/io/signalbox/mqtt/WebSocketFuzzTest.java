package io.signalbox.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.signalbox.fuzz.Fuzz;
import io.signalbox.fuzz.Mutator;
import io.signalbox.time.Chance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests and frames of a WebSocket that nobody meant: what is behind hears of a violation, of an
 * end, or gets bytes, the same in whatever pieces they come.
 */
class WebSocketFuzzTest {
    private static final int BINARY = 2;
    private static final byte[] UPGRADE = """
            GET /mqtt HTTP/1.1\r
            Host: hub\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Protocol: mqtt\r
            Sec-WebSocket-Version: 13\r
            \r
            """.getBytes(UTF_8);

    /** Where the connection would be. */
    private static final class Behind extends ChannelInboundHandlerAdapter {
        final ByteArrayOutputStream got = new ByteArrayOutputStream();
        final List<Object> ends = new ArrayList<>();

        @Nullable
        Throwable unexpected;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy).release();
            got.writeBytes(copy);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof WebSocketTransport.Ended) {
                ends.add(event);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof WebSocketTransport.Violation) {
                ends.add("violation");
            } else {
                unexpected = cause;
            }
        }
    }

    @Test
    void frames() {
        Fuzz.run(
                "websocket-frames",
                1_500,
                chance -> new Mutator(chance).mutate(frames(chance), List.of(frames(chance))),
                input -> {
                    Behind whole = take(UPGRADE, input, input.length);
                    Behind pieces = take(UPGRADE, input, 1 + input.length / 5);
                    if (whole.ends.isEmpty()) {
                        assertThat(pieces.got.toByteArray()).isEqualTo(whole.got.toByteArray());
                        assertThat(pieces.ends).isEmpty();
                    }
                });
    }

    @Test
    void requests() {
        byte[] frame = frame(BINARY, new byte[] {1, 2, 3});
        Fuzz.run(
                "websocket-request",
                800,
                chance -> new Mutator(chance).mutate(UPGRADE, List.of(UPGRADE, frame)),
                input -> take(input, frame, frame.length));
    }

    @Test
    void whatIsNotDamagedComesThrough() {
        byte[] frame = frame(BINARY, new byte[] {1, 2, 3});
        assertThat(take(UPGRADE, frame, 2).got.toByteArray()).containsExactly(1, 2, 3);
    }

    private static Behind take(byte[] request, byte[] frames, int step) {
        Behind behind = new Behind();
        EmbeddedChannel channel = new EmbeddedChannel();
        WebSocketTransport.addTo(channel.pipeline(), TestHub.config());
        channel.pipeline().addLast(behind);
        channel.writeInbound(Unpooled.copiedBuffer(request));
        for (int at = 0; at < frames.length && channel.isOpen(); at += step) {
            channel.writeInbound(
                    Unpooled.copiedBuffer(frames, at, Math.min(step, frames.length - at)));
        }
        channel.finishAndReleaseAll();
        if (behind.unexpected != null) {
            throw new AssertionError(behind.unexpected);
        }
        return behind;
    }

    private static byte[] frames(Chance chance) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long left = 1 + chance.below(4); left > 0; left--) {
            byte[] payload = new byte[(int) chance.below(chance.percent(80) ? 30 : 300)];
            int opcode = chance.percent(70) ? BINARY : (int) chance.below(16);
            out.writeBytes(frame(opcode, payload));
        }
        return out.toByteArray();
    }

    /** A whole frame as a client sends it, masked with zeros. */
    private static byte[] frame(int opcode, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x80 | opcode);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else {
            out.write(0x80 | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        }
        out.writeBytes(new byte[4]);
        out.writeBytes(payload);
        return out.toByteArray();
    }
}
