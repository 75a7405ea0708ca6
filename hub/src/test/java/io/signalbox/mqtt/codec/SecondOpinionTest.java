package io.signalbox.mqtt.codec;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Random;

/**
 * This codec against Netty's: what one writes the other reads as the same, and what this one takes
 * Netty takes too. (Not the other way round: this one is stricter, and that is its point.)
 */
class SecondOpinionTest {
    private static final int MAX = 1 << 20;

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void whatAClientSendsIsTheSameToBoth(ProtocolVersion version) {
        for (int seed = 0; seed < 100; seed++) {
            Packets packets = new Packets(seed, version);
            Connect connect = packets.connect();
            Packet packet = packets.fromClient();
            byte[] first = Packets.encode(connect, version);
            byte[] second = Packets.encode(packet, version);

            assertThat(throughNetty(null, first))
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .isEqualTo(connect);
            assertThat(throughNetty(first, second))
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .isEqualTo(packet);
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void damagedBytesThatThisOneTakesNettyTakesAsTheSame(ProtocolVersion version) {
        int taken = 0;
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            Packets packets = new Packets(seed, version);
            byte[] connect = Packets.encode(packets.connect(), version);
            byte[] bytes = Packets.encode(packets.fromClient(), version);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));

            if (decode(connect, bytes) instanceof Packet packet) {
                taken++;
                assertThat(Packets.encode(throughNetty(connect, bytes), version))
                        .as("seed %d", seed)
                        .isEqualTo(Packets.encode(packet, version));
            }
        }
        assertThat(taken).isGreaterThan(500);
    }

    /** What this codec reads in what Netty writes of what Netty reads in {@code bytes}. */
    private static Packet throughNetty(byte @Nullable [] connect, byte[] bytes) {
        EmbeddedChannel channel =
                new EmbeddedChannel(new MqttDecoder(MAX, 65_535), MqttEncoder.INSTANCE);
        if (connect != null) {
            channel.writeInbound(Unpooled.wrappedBuffer(connect));
            MqttMessage opened = requireNonNull(channel.<MqttMessage>readInbound());
            assertThat(opened.decoderResult().isSuccess()).isTrue();
        }
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        MqttMessage message = requireNonNull(channel.<MqttMessage>readInbound(), "incomplete");
        assertThat(message.decoderResult().isSuccess())
                .as("%s", message.decoderResult())
                .isTrue();
        channel.writeOutbound(message);
        ByteBuf written = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            written.writeBytes(part);
            part.release();
        }
        byte[] rewritten = new byte[written.readableBytes()];
        written.readBytes(rewritten);
        return (Packet) requireNonNull(decode(connect, rewritten));
    }

    private static @Nullable Decoded decode(byte @Nullable [] connect, byte[] bytes) {
        Decoder decoder = Decoder.fromClient(MAX);
        if (connect != null) {
            assertThat(decoder.decode(Unpooled.wrappedBuffer(connect))).isInstanceOf(Connect.class);
        }
        return decoder.decode(Unpooled.wrappedBuffer(bytes));
    }
}
