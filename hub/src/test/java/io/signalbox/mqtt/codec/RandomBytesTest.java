package io.signalbox.mqtt.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Random;

/** Bytes that nobody meant: no exception, no endless loop, and packets that can be sent again. */
class RandomBytesTest {
    private static final int SEEDS = 10_000;

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void damagedPacketsAreRefusedOrReadButNeverThrow(ProtocolVersion version) {
        int refused = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Packets packets = new Packets(seed, version);
            boolean first = random.nextInt(4) == 0;
            byte[] bytes =
                    Packets.encode(first ? packets.connect() : packets.fromClient(), version);
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Decoder decoder = Decoder.fromClient(1 << 20);
            if (!first) {
                decoder.decode(Unpooled.wrappedBuffer(Packets.encode(packets.connect(), version)));
            }
            refused += decodeAll(seed, decoder, bytes) ? 1 : 0;
        }
        assertThat(refused).isBetween(SEEDS / 20, SEEDS);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void noiseIsRefusedOrReadButNeverThrows(ProtocolVersion version) {
        byte[] connect = Packets.encode(new Packets(1, version).connect(), version);
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[1 + random.nextInt(40)];
            random.nextBytes(noise);
            if (noise.length > 1) {
                noise[1] = (byte) (noise.length - 2);
            }
            Decoder decoder = Decoder.fromClient(1 << 20);
            decoder.decode(Unpooled.wrappedBuffer(connect));
            decodeAll(seed, decoder, noise);
            decodeAll(seed, Decoder.fromServer(version, 1 << 20), noise);
        }
    }

    /** True if a fault came up. */
    private static boolean decodeAll(int seed, Decoder decoder, byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        try {
            while (true) {
                int before = in.readerIndex();
                switch (decoder.decode(in)) {
                    case null -> {
                        return false;
                    }
                    case Fault _ -> {
                        return true;
                    }
                    case Packet packet -> {
                        assertThat(in.readerIndex()).isGreaterThan(before);
                        Packets.encode(packet, decoder.version());
                    }
                }
            }
        } catch (RuntimeException e) {
            return fail("seed " + seed, e);
        }
    }
}
