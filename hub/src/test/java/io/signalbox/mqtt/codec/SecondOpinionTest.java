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

import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

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

    /** What Netty takes and this one refuses, and why that is right. */
    private static final Map<Fault, String> STRICTER = Map.ofEntries(
            Map.entry(Fault.TRUNCATED, "a field that ends behind its packet [MQTT-4.13.1-1]"),
            Map.entry(Fault.CONTROL_CHARACTER, "a receiver may refuse them [MQTT5 1.5.4]"),
            Map.entry(Fault.TOPIC_NAME_INVALID, "the same in topics; wildcards [MQTT-3.3.2-2]"),
            Map.entry(Fault.TOPIC_MISSING, "a topic has at least one character [MQTT-4.7.3-1]"),
            Map.entry(Fault.DUP_WITHOUT_QOS, "DUP is 0 at QoS 0 [MQTT-3.3.1-2]"),
            Map.entry(Fault.PROPERTY_MISPLACED, "not a property of this packet [MQTT5 2.2.2.2]"),
            Map.entry(Fault.AUTHENTICATION_METHOD_MISSING, "AUTH names it [MQTT5 3.15.2.2.2]"),
            Map.entry(Fault.REASON_CODE_INVALID, "not a code of this packet [MQTT-3.4.2-1]"),
            Map.entry(Fault.NO_FILTER, "at least one filter [MQTT-3.8.3-2], [MQTT-3.10.3-2]"),
            Map.entry(Fault.SUBSCRIPTION_OPTIONS, "reserved bits are 0 [MQTT-3.8.3-5]"));

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void damagedBytesThatOnlyThisOneRefusesAreRefusedForAReason(ProtocolVersion version) {
        Map<Fault, String> found = new TreeMap<>();
        for (int seed = 0; seed < 1_200; seed++) {
            Random random = new Random(seed);
            Packets packets = new Packets(seed, version);
            byte[] connect = Packets.encode(packets.connect(), version);
            byte[] bytes = Packets.encode(packets.fromClient(), version);
            bytes[random.nextInt(Math.min(bytes.length, 100))] ^= (byte) (1 << random.nextInt(8));

            if (decode(connect, bytes) instanceof Fault fault && isTakenByNetty(connect, bytes)) {
                found.put(fault, HexFormat.of().formatHex(bytes));
            }
        }
        found.keySet().removeAll(STRICTER.keySet());
        assertThat(found).isEmpty();
    }

    private static boolean isTakenByNetty(byte[] connect, byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new MqttDecoder(MAX, 65_535));
        channel.writeInbound(Unpooled.wrappedBuffer(connect), Unpooled.wrappedBuffer(bytes));
        requireNonNull(channel.<MqttMessage>readInbound());
        MqttMessage message = channel.readInbound();
        return message != null && message.decoderResult().isSuccess();
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
