package io.signalbox.mqtt.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.signalbox.fuzz.Fuzz;
import io.signalbox.fuzz.Mutator;
import io.signalbox.time.Chance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Damaged packets: each is refused or read, in whatever pieces it comes, and what is read can be
 * written and read again as the same.
 */
class CodecFuzzTest {
    private static final int INPUTS = 2_500;
    private static final int LARGEST = 1 << 16;

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void whatAClientMightSend(ProtocolVersion version) {
        byte[] connect = Packets.encode(new Packets(1, version).connect(), version);
        Fuzz.run(
                "mqtt-client-" + version.level(),
                INPUTS,
                chance -> {
                    Packets packets = new Packets(chance.next(), version);
                    boolean opens = chance.percent(25);
                    Packet packet = opens ? packets.connect() : packets.fromClient();
                    byte[] damaged = damaged(
                            chance, version, packet, packets.fromClient(), packets.connect());
                    return opens ? damaged : Packets.join(connect, damaged);
                },
                input -> check(() -> Decoder.fromClient(LARGEST), input));
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void whatAServerMightSend(ProtocolVersion version) {
        Fuzz.run(
                "mqtt-server-" + version.level(),
                INPUTS,
                chance -> {
                    Packets packets = new Packets(chance.next(), version);
                    return damaged(
                            chance,
                            version,
                            packets.fromServer(),
                            packets.fromServer(),
                            packets.fromServer());
                },
                input -> check(() -> Decoder.fromServer(version, LARGEST), input));
    }

    /** Properties of every kind and any number of them, where they belong and where not. */
    @ParameterizedTest
    @EnumSource(
            value = PacketType.class,
            names = {"CONNECT", "PUBLISH", "SUBSCRIBE", "DISCONNECT", "AUTH", "PUBREC"})
    void propertiesInEveryPacket(PacketType type) {
        byte[] connect =
                Packets.encode(new Packets(1, ProtocolVersion.V5).connect(), ProtocolVersion.V5);
        Fuzz.run(
                "mqtt-properties-" + type,
                INPUTS / 4,
                chance -> {
                    byte[] packet = WithProperties.packet(type, chance);
                    return type == PacketType.CONNECT ? packet : Packets.join(connect, packet);
                },
                input -> check(() -> Decoder.fromClient(LARGEST), input));
    }

    private static byte[] damaged(
            Chance chance, ProtocolVersion version, Packet packet, Packet second, Packet third) {
        List<byte[]> others =
                List.of(Packets.encode(second, version), Packets.encode(third, version));
        byte[] bytes = new Mutator(chance).mutate(Packets.encode(packet, version), others);
        if (chance.percent(50)) {
            fixLength(bytes);
        }
        return bytes;
    }

    /** Makes the length of a short packet right, so that its fields are looked at. */
    private static void fixLength(byte[] bytes) {
        if (bytes.length >= 2 && bytes.length < 130) {
            bytes[1] = (byte) (bytes.length - 2);
        }
    }

    private interface Fresh {
        Decoder decoder();
    }

    private static void check(Fresh fresh, byte[] input) {
        List<Object> whole = new ArrayList<>();
        Decoder decoder = fresh.decoder();
        ByteBuf bytes = Unpooled.wrappedBuffer(input);
        Decoded decoded = null;
        while (bytes.isReadable() && (decoded = next(decoder, bytes)) != null) {
            whole.add(seen(decoder, decoded));
            if (decoded instanceof Fault) {
                break;
            }
        }
        assertThat(inPieces(fresh.decoder(), input)).isEqualTo(whole);
    }

    private static @Nullable Decoded next(Decoder decoder, ByteBuf bytes) {
        int before = bytes.readerIndex();
        Decoded decoded = decoder.decode(bytes);
        if (decoded instanceof Packet) {
            assertThat(bytes.readerIndex()).isGreaterThan(before);
        } else {
            assertThat(bytes.readerIndex()).isEqualTo(before);
        }
        return decoded;
    }

    /** A fault, or the bytes of a packet that come out the same when they are read again. */
    private static Object seen(Decoder decoder, Decoded decoded) {
        if (!(decoded instanceof Packet packet)) {
            return decoded;
        }
        byte[] written = Packets.encode(packet, decoder.version());
        Decoder reading = packet instanceof Connect ? Decoder.fromClient(LARGEST) : decoder;
        Decoded again = reading.decode(Unpooled.wrappedBuffer(written));
        assertThat(again).isInstanceOf(Packet.class);
        assertThat(Packets.encode((Packet) Objects.requireNonNull(again), decoder.version()))
                .isEqualTo(written);
        return ByteBufUtil.hexDump(written);
    }

    /** The same bytes as a network brings them. */
    private static List<Object> inPieces(Decoder decoder, byte[] input) {
        List<Object> found = new ArrayList<>();
        ByteBuf arrived = Unpooled.buffer(input.length);
        int step = Math.max(1, input.length / 7);
        for (int at = 0; at < input.length; at += step) {
            arrived.writeBytes(input, at, Math.min(step, input.length - at));
            Decoded decoded;
            while (arrived.isReadable() && (decoded = next(decoder, arrived)) != null) {
                found.add(seen(decoder, decoded));
                if (decoded instanceof Fault) {
                    return found;
                }
            }
        }
        return found;
    }
}
