package io.signalbox.mqtt.codec;

import static io.signalbox.mqtt.codec.Property.*;

import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;

/**
 * A client asks for a connection [MQTT-3.1].
 *
 * @param keepAliveSeconds 0 for none
 */
public record Connect(
        ProtocolVersion version,
        String clientId,
        boolean cleanStart,
        int keepAliveSeconds,
        @Nullable Will will,
        @Nullable String userName,
        byte @Nullable [] password,
        ConnectProperties properties)
        implements Packet {

    private static final long ALLOWED = set(
            SESSION_EXPIRY,
            RECEIVE_MAXIMUM,
            MAXIMUM_PACKET_SIZE,
            TOPIC_ALIAS_MAXIMUM,
            REQUEST_RESPONSE_INFORMATION,
            REQUEST_PROBLEM_INFORMATION,
            USER_PROPERTY,
            AUTHENTICATION_METHOD,
            AUTHENTICATION_DATA);
    private static final long ALLOWED_IN_WILL = MESSAGE | set(WILL_DELAY);

    private static final int CLEAN = 0x02;
    private static final int WILL = 0x04;
    private static final int WILL_QOS_SHIFT = 3;
    private static final int WILL_RETAIN = 0x20;
    private static final int PASSWORD = 0x40;
    private static final int USER_NAME = 0x80;

    @Override
    public PacketType type() {
        return PacketType.CONNECT;
    }

    /** The fields after the protocol name and level, which {@link Decoder} has read. */
    static Connect decode(PacketReader in, PropertyReader properties, ProtocolVersion version) {
        int flags = in.u8();
        int willQos = flags >> WILL_QOS_SHIFT & 3;
        checkFlags(in, flags, version);
        int keepAlive = in.u16();
        ConnectProperties asked = ConnectProperties.NONE;
        if (version == ProtocolVersion.V5) {
            properties.read(in, ALLOWED, true);
            asked = asked(in, properties);
        }
        String clientId = in.string(Fault.CONTROL_CHARACTER_IN_CLIENT_ID);
        Will will = null;
        if ((flags & WILL) != 0 && in.fault() == null) {
            will = will(in, properties, version, Qos.of(willQos), (flags & WILL_RETAIN) != 0);
        }
        String userName = (flags & USER_NAME) != 0 ? in.string() : null;
        byte[] password = (flags & PASSWORD) != 0 ? in.binary() : null;
        boolean clean = (flags & CLEAN) != 0;
        return new Connect(version, clientId, clean, keepAlive, will, userName, password, asked);
    }

    /** Reserved bit, will bits without a will, QoS 3 [MQTT-3.1.2-3, -11, -12, -13, -22]. */
    private static void checkFlags(PacketReader in, int flags, ProtocolVersion version) {
        boolean willBits = (flags & (WILL_RETAIN | 3 << WILL_QOS_SHIFT)) != 0;
        boolean loneWillBits = willBits && (flags & WILL) == 0;
        boolean lonePassword =
                version == ProtocolVersion.V3_1_1 && (flags & (PASSWORD | USER_NAME)) == PASSWORD;
        if ((flags & 1) != 0 || loneWillBits || lonePassword) {
            in.fail(Fault.CONNECT_FLAGS);
        } else if ((flags >> WILL_QOS_SHIFT & 3) == 3) {
            in.fail(Fault.QOS_INVALID);
        }
    }

    private static ConnectProperties asked(PacketReader in, PropertyReader properties) {
        if (properties.has(AUTHENTICATION_DATA) && !properties.has(AUTHENTICATION_METHOD)) {
            in.fail(Fault.AUTHENTICATION_METHOD_MISSING);
        }
        if (in.fault() != null) {
            return ConnectProperties.NONE;
        }
        return new ConnectProperties(
                properties.sessionExpiry(0),
                properties.receiveMaximum(),
                properties.maximumPacketSize(),
                properties.topicAliasMaximum(),
                properties.yes(REQUEST_RESPONSE_INFORMATION, false),
                properties.yes(REQUEST_PROBLEM_INFORMATION, true),
                properties.text(AUTHENTICATION_METHOD),
                properties.authenticationData(),
                properties.userProperties());
    }

    private static Will will(
            PacketReader in,
            PropertyReader properties,
            ProtocolVersion version,
            Qos qos,
            boolean retain) {
        properties.none();
        if (version == ProtocolVersion.V5) {
            properties.read(in, ALLOWED_IN_WILL, true);
        }
        String topic = in.topic();
        if (topic.isEmpty()) {
            in.fail(Fault.TOPIC_NAME_INVALID);
        }
        byte[] payload = in.binary();
        long delay = properties.willDelay();
        return new Will(topic, payload, qos, retain, delay, properties.message());
    }

    void encode(PacketWriter out) {
        out.string("MQTT").u8(version.level());
        int flags = (cleanStart ? CLEAN : 0)
                | (userName == null ? 0 : USER_NAME)
                | (password == null ? 0 : PASSWORD);
        if (will != null) {
            int qos = will.qos().ordinal() << WILL_QOS_SHIFT;
            flags |= WILL | qos | (will.retain() ? WILL_RETAIN : 0);
        }
        out.u8(flags).u16(keepAliveSeconds);
        if (version == ProtocolVersion.V5) {
            encodeProperties(out);
        }
        out.string(clientId);
        if (will != null) {
            if (version == ProtocolVersion.V5) {
                out.beginProperties().u32(WILL_DELAY, will.delaySeconds(), 0);
                out.message(will.properties()).endProperties();
            }
            out.string(will.topic()).binary(will.payload());
        }
        if (userName != null) {
            out.string(userName);
        }
        if (password != null) {
            out.binary(password);
        }
    }

    private void encodeProperties(PacketWriter out) {
        ConnectProperties p = properties;
        out.beginProperties()
                .u32(SESSION_EXPIRY, p.sessionExpirySeconds(), 0)
                .u16(RECEIVE_MAXIMUM, p.receiveMaximum(), ConnectProperties.RECEIVE_MAXIMUM)
                .u32(MAXIMUM_PACKET_SIZE, p.maximumPacketBytes(), ConnectProperties.NO_MAXIMUM)
                .u16(TOPIC_ALIAS_MAXIMUM, p.topicAliasMaximum(), 0)
                .bool(REQUEST_RESPONSE_INFORMATION, p.requestResponseInformation(), false)
                .bool(REQUEST_PROBLEM_INFORMATION, p.requestProblemInformation(), true)
                .text(AUTHENTICATION_METHOD, p.authenticationMethod())
                .block(AUTHENTICATION_DATA, p.authenticationData())
                .userProperties(p.userProperties())
                .endProperties();
    }
}
