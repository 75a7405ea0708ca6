package io.signalbox.mqtt.codec;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Vectors in hexadecimal: what the decoder makes of each, and above all what it refuses. */
class DecoderTest {
    private static final String CONNECT_V3 = "10 0d 0004 4d515454 04 02 0000 0001 61";
    private static final String CONNECT_V5 = "10 0e 0004 4d515454 05 02 0000 00 0001 61";

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void theFirstPacketMustBeConnect(int type) {
        assertThat(first(String.format("%x0 ff", type))).isEqualTo(Fault.NOT_CONNECT_FIRST);
    }

    @Test
    void aSecondConnectIsRefused() {
        assertThat(v5(CONNECT_V5)).isEqualTo(Fault.SECOND_CONNECT);
    }

    @ParameterizedTest
    @CsvSource({
        "00 00, RESERVED_TYPE",
        "01 00, RESERVED_TYPE",
        "20 02 0000, WRONG_DIRECTION",
        "90 03 0001 00, WRONG_DIRECTION",
        "b0 02 0001, WRONG_DIRECTION",
        "d0 00, WRONG_DIRECTION",
        "41 02 0001, RESERVED_FLAGS",
        "52 02 0001, RESERVED_FLAGS",
        "60 02 0001, RESERVED_FLAGS",
        "71 02 0001, RESERVED_FLAGS",
        "80 06 0001 0001 61 00, RESERVED_FLAGS",
        "a0 05 0001 0001 61, RESERVED_FLAGS",
        "c1 00, RESERVED_FLAGS",
        "e1 00, RESERVED_FLAGS",
        "c0 01 00, TRAILING_BYTES",
        "c0 80 00, LENGTH_NOT_MINIMAL",
        "c0 80 80 80 80 01, LENGTH_TOO_LONG",
        "30 ff ff ff 7f, PACKET_TOO_LARGE",
        "32 05 0001 61 0000, PACKET_ID_ZERO",
        "36 05 0001 61 0001, QOS_INVALID",
        "38 03 0001 61, DUP_WITHOUT_QOS",
        "30 02 0000, TOPIC_MISSING",
        "30 03 0001 2b, TOPIC_NAME_INVALID",
        "30 04 0002 612f, ",
        "30 03 0001 23, TOPIC_NAME_INVALID",
        "30 03 0001 00, NOT_UTF8",
        "30 04 0002 c080, NOT_UTF8",
        "30 05 0003 eda080, NOT_UTF8",
        "30 03 0001 ff, NOT_UTF8",
        "30 06 0004 f4908080, NOT_UTF8",
        "30 04 0003 6161, TRUNCATED",
        "30 03 0001 1f, TOPIC_NAME_INVALID",
        "30 04 0002 c285, TOPIC_NAME_INVALID",
        "30 05 0003 efbfbf, TOPIC_NAME_INVALID",
        "40 03 0001 00, TRAILING_BYTES",
        "40 01 00, TRUNCATED",
        "40 02 0000, PACKET_ID_ZERO",
        "82 02 0001, NO_FILTER",
        "a2 02 0001, NO_FILTER",
        "82 06 0001 0001 61 03, QOS_INVALID",
        "82 06 0001 0001 61 04, SUBSCRIPTION_OPTIONS",
        "82 05 0001 0001 61, TRUNCATED",
        "82 07 0001 0001 61 00 00, TRUNCATED",
        "e0 01 00, TRAILING_BYTES",
        "f0 00, RESERVED_TYPE",
    })
    void refusesWhatIsWrongIn311(String bytes, @Nullable Fault fault) {
        assertFault(v3(bytes), fault);
    }

    @ParameterizedTest
    @CsvSource({
        "30 04 0001 61 00, ",
        "30 03 0001 61, TRUNCATED",
        "30 06 0001 61 02 0102, PROPERTY_VALUE",
        "30 08 0001 61 04 0101 0101, PROPERTY_DOUBLED",
        "30 06 0001 61 02 7f00, PROPERTY_UNKNOWN",
        "30 07 0001 61 03 810101, PROPERTY_UNKNOWN",
        "30 07 0001 61 03 810001, LENGTH_NOT_MINIMAL",
        "30 06 0001 61 02 2101, PROPERTY_MISPLACED",
        "30 06 0001 61 02 0b01, PROPERTY_MISPLACED",
        "30 07 0001 61 03 230000, TOPIC_ALIAS_ZERO",
        "30 06 0000 03 230001, ",
        "30 05 0001 61 05 01, TRUNCATED",
        "30 05 0001 61 01 02, TRUNCATED",
        "30 08 0001 61 03 03 0001 61, TRUNCATED",
        "30 08 0001 61 04 08 0001 23, TOPIC_NAME_INVALID",
        "40 03 0001 55, REASON_CODE_INVALID",
        "40 03 0001 92, REASON_CODE_INVALID",
        "40 03 0001 10, ",
        "40 04 0001 00 00, ",
        "40 05 0001 00 00 00, TRAILING_BYTES",
        "62 03 0001 80, REASON_CODE_INVALID",
        "62 03 0001 92, ",
        "82 08 0001 00 0001 61 40 00, SUBSCRIPTION_OPTIONS",
        "82 07 0001 00 0001 61 80, SUBSCRIPTION_OPTIONS",
        "82 07 0001 00 0001 61 30, RETAIN_HANDLING",
        "82 09 0001 02 0b00 0001 61 00, PROPERTY_VALUE",
        "82 0d 0001 06 0b8080808001 0001 61 00, LENGTH_TOO_LONG",
        "82 0b 0001 04 0b010b02 0001 61 00, PROPERTY_DOUBLED",
        "82 03 0001 00, NO_FILTER",
        "82 07 0001 00 0001 00 00, NOT_UTF8",
        "82 06 0001 00 0000 00, ",
        "e0 01 00, ",
        "e0 01 8b, REASON_CODE_INVALID",
        "e0 02 00 00, ",
        "e0 04 00 02 1c00, PROPERTY_MISPLACED",
        "f0 00, AUTHENTICATION_METHOD_MISSING",
        "f0 07 18 05 15 0002 6162, ",
    })
    void refusesWhatIsWrongIn5(String bytes, @Nullable Fault fault) {
        assertFault(v5(bytes), fault);
    }

    @ParameterizedTest
    @CsvSource({
        // Protocol name and level.
        "10 0c 0006 4d5149736470 03 02 0000, PROTOCOL_UNSUPPORTED",
        "10 0d 0004 6d717474 04 02 0000 0001 61, PROTOCOL_UNSUPPORTED",
        "10 09 0000 04 02 0000 0001 61, PROTOCOL_UNSUPPORTED",
        "10 0d 0004 4d515454 02 02 0000 0001 61, PROTOCOL_UNSUPPORTED",
        "10 0d 0004 4d515454 03 02 0000 0001 61, PROTOCOL_UNSUPPORTED",
        "10 0d 0004 4d515454 06 02 0000 0001 61, PROTOCOL_UNSUPPORTED",
        "10 0d 0004 4d515454 ff 02 0000 0001 61, PROTOCOL_UNSUPPORTED",
        // Flags.
        "10 0d 0004 4d515454 04 03 0000 0001 61, CONNECT_FLAGS",
        "10 0d 0004 4d515454 04 0a 0000 0001 61, CONNECT_FLAGS",
        "10 0d 0004 4d515454 04 22 0000 0001 61, CONNECT_FLAGS",
        "10 10 0004 4d515454 04 42 0000 0001 61 0001 62, CONNECT_FLAGS",
        "10 13 0004 4d515454 04 1e 0000 0001 61 0001 62 0001 63, QOS_INVALID",
        "11 0d 0004 4d515454 04 02 0000 0001 61, RESERVED_FLAGS",
        // Fields.
        "10 0e 0004 4d515454 04 02 0000 0001 61 00, TRAILING_BYTES",
        "10 0c 0004 4d515454 04 02 0000 0001, TRUNCATED",
        "10 0d 0004 4d515454 04 82 0000 0001 61, TRUNCATED",
        "10 0d 0004 4d515454 04 02 0000 0001 01, CONTROL_CHARACTER_IN_CLIENT_ID",
        "10 0d 0004 4d515454 04 02 0000 0001 00, NOT_UTF8",
        "10 12 0004 4d515454 04 06 0000 0001 61 0001 23 0000, TOPIC_NAME_INVALID",
        "10 11 0004 4d515454 04 06 0000 0001 61 0000 0000, TOPIC_NAME_INVALID",
        "10 10 0004 4d515454 04 82 0000 0001 61 0001 7f, CONTROL_CHARACTER",
        // Properties.
        "10 11 0004 4d515454 05 02 0000 03 210000 0001 61, PROPERTY_VALUE",
        "10 13 0004 4d515454 05 02 0000 05 2700000000 0001 61, PROPERTY_VALUE",
        "10 11 0004 4d515454 05 02 0000 03 22ffff 0001 61, ",
        "10 12 0004 4d515454 05 02 0000 04 16000161 0001 61, AUTHENTICATION_METHOD_MISSING",
        "10 10 0004 4d515454 05 02 0000 02 1902 0001 61, PROPERTY_VALUE",
        "10 13 0004 4d515454 05 02 0000 05 1800000001 0001 61, PROPERTY_MISPLACED",
        "10 19 0004 4d515454 05 06 0000 00 0001 61 05 1100000001 0001 62 0000, PROPERTY_MISPLACED",
        "10 19 0004 4d515454 05 06 0000 00 0001 61 05 1800000001 0001 62 0000, ",
        "10 11 0004 4d515454 05 42 0000 00 0001 61 0001 62, ",
    })
    void refusesWhatIsWrongInConnect(String bytes, @Nullable Fault fault) {
        assertFault(first(bytes), fault);
    }

    @Test
    void eachPropertyOfConnectIsRefusedWhenDoubledOrCutShort() {
        String[] properties = {
            "1100000001", "210001", "2700000100", "220001", "1901", "1701", "15000161",
        };
        for (String property : properties) {
            assertThat(first(connectWith(property))).as(property).isInstanceOf(Connect.class);
            assertThat(first(connectWith(property + property)))
                    .as("%s doubled", property)
                    .isEqualTo(Fault.PROPERTY_DOUBLED);
            for (int cut = 2; cut < property.length(); cut += 2) {
                assertThat(first(connectWith(property.substring(0, cut))))
                        .as("%s cut to %d bytes", property, cut / 2)
                        .isInstanceOf(Fault.class);
            }
        }
    }

    @Test
    void everyUnknownPropertyIsMalformed() {
        int[] known = {
            1, 2, 3, 8, 9, 0x0B, 0x11, 0x12, 0x13, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1C, 0x1F,
            0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A
        };
        for (int id = 0; id < 128; id++) {
            int property = id;
            boolean isKnown = Arrays.stream(known).anyMatch(k -> k == property);
            if (!isKnown) {
                assertThat(first(connectWith(String.format("%02x000000000000", id))))
                        .as("property %x", id)
                        .isEqualTo(Fault.PROPERTY_UNKNOWN);
            }
        }
    }

    @Test
    void aPacketMayBeJustAsLargeAsTheLimitAndNotLarger() {
        for (int size : new int[] {99, 100, 101}) {
            byte[] publish = new byte[size];
            publish[0] = 0x30;
            publish[1] = (byte) (size - 2);
            publish[3] = 1;
            publish[4] = 'a';
            Decoder decoder = Decoder.fromClient(100);
            decoder.decode(Unpooled.wrappedBuffer(hex(CONNECT_V3)));
            Decoded decoded = decoder.decode(Unpooled.wrappedBuffer(publish));

            if (size <= 100) {
                assertThat(decoded).isInstanceOf(Publish.class);
            } else {
                assertThat(decoded).isEqualTo(Fault.PACKET_TOO_LARGE);
            }
        }
    }

    @Test
    void aConnectLargerThan16KiBIsRefusedOnItsFirstBytes() {
        Decoder decoder = Decoder.fromClient(1 << 20);

        assertThat(decoder.decode(Unpooled.wrappedBuffer(hex("10 ff ff ff 7f"))))
                .isNull();
        assertThat(decoder.decode(Unpooled.wrappedBuffer(hex("10 ff ff ff 7f 0004 4d515454 05"))))
                .isEqualTo(Fault.PACKET_TOO_LARGE);
        assertThat(decoder.version()).isEqualTo(ProtocolVersion.V5);
    }

    @Test
    void moreUserPropertiesThanTheLimitAreRefused() {
        String one = "26 0001 61 0001 62 ";
        assertThat(first(connectWith(one.repeat(64)))).isInstanceOf(Connect.class);
        assertThat(first(connectWith(one.repeat(65)))).isEqualTo(Fault.TOO_MANY_PROPERTIES);
        assertThat(first(connectWith(one.repeat(2000)))).isEqualTo(Fault.TOO_MANY_PROPERTIES);
    }

    @Test
    void moreFiltersThanTheLimitAreRefused() {
        byte[] filter = hex("0001 61 00");
        for (int count : new int[] {1024, 1025, 10_000}) {
            byte[] body = new byte[2 + count * 4];
            body[1] = 1;
            for (int i = 0; i < count; i++) {
                System.arraycopy(filter, 0, body, 2 + i * 4, 4);
            }
            Decoded decoded = after(CONNECT_V3, packet(0x82, body));
            if (count == 1024) {
                assertThat(((Subscribe) decoded).subscriptions()).hasSize(1024);
            } else {
                assertThat(decoded).isEqualTo(Fault.TOO_MANY_FILTERS);
            }
        }
    }

    @Test
    void topicsOfMoreThan128LevelsAreRefusedWithoutRecursion() {
        assertThat(publishTo("a" + "/a".repeat(127))).isInstanceOf(Publish.class);
        assertThat(publishTo("a" + "/a".repeat(128))).isEqualTo(Fault.TOPIC_NAME_INVALID);
        assertThat(publishTo("/".repeat(65_535))).isEqualTo(Fault.TOPIC_NAME_INVALID);
    }

    @Test
    void propertiesOfMoreThan127BytesThatEndInAOneByteOneLeaveThePayloadAlone() {
        // netty/netty#17105: the length of such a block was miscounted by one.
        byte[] key = new byte[130];
        Arrays.fill(key, (byte) 'k');
        byte[] properties = Packets.join(hex("26 0082"), key, hex("0001 76 01 01"));
        byte[] body = Packets.join(
                hex("0001 61"),
                new byte[] {(byte) (properties.length % 128 | 0x80), 1},
                properties,
                hex("cafe"));
        Decoded decoded = after(CONNECT_V5, packet(0x30, body));

        assertThat(((Publish) decoded).payload()).isEqualTo(hex("cafe"));
        assertThat(((Publish) decoded).properties().utf8()).isTrue();
    }

    @Test
    void theSameTopicIsTheSameString() {
        Decoder decoder = Decoder.fromClient(1 << 20);
        decoder.decode(Unpooled.wrappedBuffer(hex(CONNECT_V3)));
        byte[] publish = hex("30 05 0003 612f62");
        Publish one = (Publish) next(decoder, publish);
        Publish two = (Publish) next(decoder, publish);

        assertThat(two.topic()).isEqualTo("a/b").isSameAs(one.topic());
    }

    @Test
    void aFaultStays() {
        Decoder decoder = Decoder.fromClient(1 << 20);
        decoder.decode(Unpooled.wrappedBuffer(hex("c0 00")));

        assertThat(decoder.decode(Unpooled.wrappedBuffer(hex(CONNECT_V3))))
                .isEqualTo(Fault.NOT_CONNECT_FIRST);
    }

    @Test
    void aClientRefusesWhatOnlyAClientSends() {
        for (String bytes : new String[] {CONNECT_V5, "82 02 0001", "a2 02 0001", "c0 00"}) {
            assertThat(Decoder.fromServer(ProtocolVersion.V5, 1 << 20)
                            .decode(Unpooled.wrappedBuffer(hex(bytes))))
                    .isEqualTo(Fault.WRONG_DIRECTION);
        }
    }

    private static void assertFault(Decoded decoded, @Nullable Fault fault) {
        if (fault == null) {
            assertThat(decoded).isInstanceOf(Packet.class);
        } else {
            assertThat(decoded).isEqualTo(fault);
        }
    }

    private static Decoded publishTo(String topic) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        byte[] length = {(byte) (name.length >> 8), (byte) name.length};
        return after(CONNECT_V3, packet(0x30, Packets.join(length, name)));
    }

    private static String connectWith(String properties) {
        byte[] block = hex(properties);
        byte[] length = block.length < 128
                ? new byte[] {(byte) block.length}
                : new byte[] {(byte) (block.length % 128 | 0x80), (byte) (block.length / 128)};
        byte[] body = Packets.join(hex("0004 4d515454 05 02 0000"), length, block, hex("0001 61"));
        return HexFormat.of().formatHex(packet(0x10, body));
    }

    private static byte[] packet(int first, byte[] body) {
        ByteBuf out = Unpooled.buffer();
        Encoder.begin(out, first, body.length, Long.MAX_VALUE);
        out.writeBytes(body);
        return ByteBufUtil.getBytes(out);
    }

    private static Decoded first(String bytes) {
        return next(Decoder.fromClient(1 << 20), hex(bytes));
    }

    private static Decoded v3(String bytes) {
        return after(CONNECT_V3, hex(bytes));
    }

    private static Decoded v5(String bytes) {
        return after(CONNECT_V5, hex(bytes));
    }

    private static Decoded after(String connect, byte[] bytes) {
        Decoder decoder = Decoder.fromClient(1 << 20);
        assertThat(decoder.decode(Unpooled.wrappedBuffer(hex(connect))))
                .isInstanceOf(Connect.class);
        return next(decoder, bytes);
    }

    private static Decoded next(Decoder decoder, byte[] bytes) {
        return requireNonNull(decoder.decode(Unpooled.wrappedBuffer(bytes)), "incomplete");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
