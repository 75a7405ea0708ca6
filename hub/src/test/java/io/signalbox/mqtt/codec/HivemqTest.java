package io.signalbox.mqtt.codec;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import com.hivemq.client.internal.mqtt.codec.decoder.MqttDecoderContext;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttDecoderException;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttMessageDecoder;
import com.hivemq.client.internal.mqtt.codec.encoder.MqttEncoderContext;
import com.hivemq.client.internal.mqtt.codec.encoder.MqttMessageEncoder;
import com.hivemq.client.internal.mqtt.message.MqttMessage;
import com.hivemq.client.internal.mqtt.message.MqttMessageWithUserProperties.WithReason.WithCodesAndId;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5EnhancedAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckRestrictions;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * This codec against that of HiveMQ's client, which is strict as well: what one writes the other
 * reads as the same, and both refuse the same bytes, but for what is explained below. Its codec has
 * no public door, so it is opened by reflection, packet by packet.
 */
class HivemqTest {
    private static final String CODEC = "com.hivemq.client.internal.mqtt.codec.";
    private static final Map<PacketType, String> NAMES = Map.of(
            PacketType.CONNACK, "ConnAck",
            PacketType.PUBLISH, "Publish",
            PacketType.PUBACK, "PubAck",
            PacketType.PUBREC, "PubRec",
            PacketType.PUBREL, "PubRel",
            PacketType.PUBCOMP, "PubComp",
            PacketType.SUBACK, "SubAck",
            PacketType.UNSUBACK, "UnsubAck",
            PacketType.DISCONNECT, "Disconnect",
            PacketType.AUTH, "Auth");

    /** What the client's codec writes, too. */
    private static final Set<PacketType> BOTH_WAYS = EnumSet.of(
            PacketType.PUBLISH,
            PacketType.PUBACK,
            PacketType.PUBREC,
            PacketType.PUBREL,
            PacketType.PUBCOMP,
            PacketType.DISCONNECT,
            PacketType.AUTH);

    /** What is refused here and taken there, with the reason why that is right. */
    private static final Map<Fault, String> STRICTER = Map.of(
            Fault.PACKET_ID_ZERO, "0 is no packet id [MQTT-2.2.1-3]",
            Fault.CONTROL_CHARACTER, "a receiver may refuse them, and we do [MQTT5 1.5.4]",
            Fault.TOPIC_NAME_INVALID, "the same in topics, and more than 128 levels");

    /** What "no maximum" comes to: the largest packet that there can be. */
    private static final long LARGEST_PACKET = 268_435_460;

    private static final int SEEDS = 80;
    private static final int DAMAGED = 900;

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void whatIsWrittenHereIsReadThereAsTheSame(ProtocolVersion version) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Packet packet = new Packets(seed, version).fromServer();
            byte[] bytes = Packets.encode(packet, version);
            if (NAMES.get(packet.type()) != null && !isAliasOnly(packet)) {
                compare(version, packet, (MqttMessage) read(version, bytes), "seed " + seed);
            }
        }
    }

    /** An alias means what the connection remembers, which is no matter of the codec here. */
    private static boolean isAliasOnly(Packet packet) {
        return packet instanceof Publish publish && publish.topic().isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void bothRefuseTheSameBytes(ProtocolVersion version) throws Exception {
        int agreed = 0;
        Map<String, String> differences = new TreeMap<>();
        for (int seed = 0; seed < DAMAGED; seed++) {
            Random random = new Random(seed);
            byte[] bytes = Packets.encode(new Packets(seed, version).fromServer(), version);
            for (int i = random.nextInt(2); i >= 0; i--) {
                int at = random.nextInt(Math.min(bytes.length, 200));
                bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
            PacketType type = PacketType.of(bytes[0] & 0xFF);
            Decoded here =
                    Decoder.fromServer(version, 1 << 20).decode(Unpooled.wrappedBuffer(bytes));
            if (here == null
                    || NAMES.get(type) == null
                    || !isWhole(bytes)
                    || (here instanceof Packet packet && isAliasOnly(packet))
                    || here == Fault.RESERVED_TYPE
                    || here == Fault.WRONG_DIRECTION) {
                continue;
            }
            Object there = read(version, bytes);
            if (here instanceof Packet packet && there instanceof MqttMessage message) {
                compare(version, packet, message, "seed " + seed);
                agreed++;
            } else if (here instanceof Fault && there instanceof String) {
                agreed++;
            } else if (here instanceof Fault fault) {
                if (!STRICTER.containsKey(fault)) {
                    differences.putIfAbsent(type + " refused here: " + fault, dump(bytes));
                }
            } else {
                // Nothing is taken here that is refused there.
                differences.putIfAbsent(type + " refused there: " + there, dump(bytes));
            }
        }
        assertThat(differences).isEmpty();
        assertThat(agreed).isGreaterThan(DAMAGED / 3);
    }

    private static String dump(byte[] bytes) {
        return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 120));
    }

    /** Its fixed header says that it ends where it does. */
    private static boolean isWhole(byte[] bytes) {
        int length = 0;
        int header = 1;
        do {
            length |= (bytes[header] & 0x7F) << (7 * (header - 1));
        } while ((bytes[header++] & 0x80) != 0 && header < 5 && header < bytes.length);
        return header + length == bytes.length;
    }

    /** The message, or in a string why it was refused. */
    private static Object read(ProtocolVersion version, byte[] bytes) throws Exception {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        int first = in.readUnsignedByte();
        while (in.readByte() < 0) {}
        PacketType type = PacketType.of(first);
        MqttMessageDecoder decoder = (MqttMessageDecoder) open(codec("decoder", version, type));
        MqttDecoderContext context = (MqttDecoderContext) open(
                MqttDecoderContext.class, 1 << 20, 65_535, true, true, false, false, false, false);
        try {
            Object message = decoder.decode(first & 0x0F, in, context);
            return in.isReadable() ? "bytes are left" : message;
        } catch (MqttDecoderException e) {
            return requireNonNull(e.getMessage());
        }
    }

    private static Class<?> codec(String half, ProtocolVersion version, PacketType type)
            throws ClassNotFoundException {
        String name = version == ProtocolVersion.V5 ? "mqtt5.Mqtt5" : "mqtt3.Mqtt3";
        String kind = half.equals("decoder") ? "Decoder" : "Encoder";
        return Class.forName(CODEC + half + "." + name + NAMES.get(type) + kind);
    }

    private static Object open(Class<?> type, Object... arguments)
            throws ReflectiveOperationException {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == arguments.length) {
                constructor.setAccessible(true);
                return constructor.newInstance(arguments);
            }
        }
        throw new NoSuchMethodException(type + " with " + arguments.length + " arguments");
    }

    private static byte[] written(ProtocolVersion version, PacketType type, MqttMessage message)
            throws Exception {
        Object encoder = open(codec("encoder", version, type));
        Object context = open(MqttEncoderContext.class, UnpooledByteBufAllocator.DEFAULT);
        Method encode = MqttMessageEncoder.class.getDeclaredMethod(
                "castAndEncode", MqttMessage.class, MqttEncoderContext.class);
        encode.setAccessible(true);
        return ByteBufUtil.getBytes((ByteBuf) encode.invoke(encoder, message, context));
    }

    private static void compare(
            ProtocolVersion version, Packet here, MqttMessage there, String when) throws Exception {
        if (here instanceof ConnAck connAck) {
            assertThat(view((Mqtt5ConnAck) there)).as(when).isEqualTo(view(connAck));
        } else if (here instanceof SubAck subAck) {
            assertThat(codes(there)).as(when).isEqualTo(numbers(subAck.reasons()));
        } else if (here instanceof UnsubAck unsubAck && version == ProtocolVersion.V5) {
            assertThat(codes(there)).as(when).isEqualTo(numbers(unsubAck.reasons()));
        } else if (BOTH_WAYS.contains(here.type())) {
            byte[] back = written(version, here.type(), there);
            Decoded again =
                    Decoder.fromServer(version, 1 << 20).decode(Unpooled.wrappedBuffer(back));
            assertThat(again)
                    .as(when)
                    .usingRecursiveComparison()
                    .ignoringFields("subscriptionIds")
                    .isEqualTo(here);
        }
    }

    private static List<Integer> codes(MqttMessage there) {
        return ((WithCodesAndId<?>) there)
                .getReasonCodes().stream().map(c -> c.getCode()).toList();
    }

    private static List<Integer> numbers(List<ReasonCode> codes) {
        return codes.stream().map(ReasonCode::number).toList();
    }

    private static List<Object> view(ConnAck said) {
        ConnAckProperties p = said.properties();
        long largest = Math.min(p.maximumPacketBytes(), LARGEST_PACKET);
        return Arrays.asList(
                said.reason().number(),
                said.sessionPresent(),
                p.sessionExpirySeconds(),
                (long) p.serverKeepAliveSeconds(),
                p.assignedClientId(),
                List.of(p.receiveMaximum(), largest, p.topicAliasMaximum(), p.maximumQos()),
                p.retainAvailable(),
                p.wildcardSubscriptions(),
                p.sharedSubscriptions(),
                p.subscriptionIds(),
                p.responseInformation(),
                p.serverReference(),
                p.reasonString(),
                p.userProperties(),
                p.authenticationMethod(),
                hex(p.authenticationData()));
    }

    private static List<Object> view(Mqtt5ConnAck said) {
        Mqtt5ConnAckRestrictions r = said.getRestrictions();
        long largest = r.getMaximumPacketSize();
        return Arrays.asList(
                said.getReasonCode().getCode(),
                said.isSessionPresent(),
                said.getSessionExpiryInterval().orElse(-1),
                (long) said.getServerKeepAlive().orElse(-1),
                text(said.getAssignedClientIdentifier()),
                List.of(
                        r.getReceiveMaximum(),
                        largest,
                        r.getTopicAliasMaximum(),
                        r.getMaximumQos().getCode()),
                r.isRetainAvailable(),
                r.isWildcardSubscriptionAvailable(),
                r.isSharedSubscriptionAvailable(),
                r.areSubscriptionIdentifiersAvailable(),
                text(said.getResponseInformation()),
                text(said.getServerReference()),
                text(said.getReasonString()),
                said.getUserProperties().asList().stream()
                        .flatMap(u -> Stream.of(u.getName(), u.getValue()))
                        .map(Object::toString)
                        .toList(),
                text(said.getEnhancedAuth().map(Mqtt5EnhancedAuth::getMethod)),
                said.getEnhancedAuth()
                        .flatMap(Mqtt5EnhancedAuth::getData)
                        .map(HivemqTest::hex)
                        .orElse(null));
    }

    private static @Nullable String text(Optional<?> text) {
        return text.map(Object::toString).orElse(null);
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    private static @Nullable String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return hex(copy);
    }
}
