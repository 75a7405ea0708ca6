package io.signalbox.mqtt.codec;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

/** What the encoder writes the decoder reads, however the bytes come in. */
class RoundTripTest {
    private static final int SEEDS = 80;

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void everyPacketOfAClientComesBackEqual(ProtocolVersion version) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Packets packets = new Packets(seed, version);
            Connect connect = packets.connect();
            Packet packet = packets.fromClient();
            ByteBuf bytes = Unpooled.wrappedBuffer(
                    Packets.encode(connect, version), Packets.encode(packet, version));
            Decoder decoder = Decoder.fromClient(1 << 20);

            assertSame(seed, decoder.decode(bytes), connect);
            assertSame(seed, decoder.decode(bytes), packet);
            assertThat(decoder.decode(bytes)).isNull();
            assertThat(decoder.version()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void everyPacketOfAServerComesBackEqual(ProtocolVersion version) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Packet packet = new Packets(seed, version).fromServer();
            ByteBuf bytes = Unpooled.wrappedBuffer(Packets.encode(packet, version));

            assertSame(seed, Decoder.fromServer(version, 1 << 20).decode(bytes), packet);
            assertThat(bytes.isReadable()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void bytesThatComeOneByOneGiveTheSamePackets(ProtocolVersion version) {
        for (int seed = 0; seed < 20; seed++) {
            Packets packets = new Packets(seed, version);
            List<Packet> sent =
                    List.of(packets.connect(), packets.fromClient(), packets.fromClient());
            Decoder decoder = Decoder.fromClient(1 << 20);
            List<Decoded> got = new ArrayList<>();
            for (Packet packet : sent) {
                byte[] bytes = Packets.encode(packet, version);
                for (int split = 1; split <= bytes.length; split++) {
                    Decoded decoded = decoder.decode(Unpooled.wrappedBuffer(bytes, 0, split));
                    assertThat(decoded == null).isEqualTo(split < bytes.length);
                    if (decoded != null) {
                        got.add(decoded);
                    }
                }
            }
            assertThat(got).hasSize(3);
            for (int i = 0; i < 3; i++) {
                assertSame(seed, got.get(i), sent.get(i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void packetsInOneSegmentComeOutOneByOneInOrder(ProtocolVersion version) {
        Packets packets = new Packets(99, version);
        ByteBuf segment = Unpooled.buffer();
        List<Packet> sent = new ArrayList<>(List.of(packets.connect()));
        for (int i = 1; i < 500; i++) {
            sent.add(packets.fromClient());
        }
        sent.forEach(p -> segment.writeBytes(Packets.encode(p, version)));
        Decoder decoder = Decoder.fromClient(1 << 20);

        for (Packet packet : sent) {
            Decoded decoded = decoder.decode(segment);
            assertThat(Packets.encode((Packet) requireNonNull(decoded), version))
                    .isEqualTo(Packets.encode(packet, version));
        }
        assertThat(decoder.decode(segment)).isNull();
    }

    private static void assertSame(int seed, @Nullable Decoded decoded, Packet expected) {
        assertThat(decoded).as("seed %d", seed).usingRecursiveComparison().isEqualTo(expected);
    }
}
