package io.signalbox.mqtt.codec;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

/**
 * Takes packets off the front of a connection's bytes.
 *
 * <p>Each limit is checked on the fixed header, before anything is stored for the packet. After a
 * {@link Fault} the stream has no meaning any more: the same fault is given for ever. Belongs to
 * one connection and its thread.
 */
public final class Decoder {
    /** Largest packet before CONNECT was taken, in bytes. */
    public static final int MAX_BYTES_BEFORE_CONNECT = 16 * 1024;

    /** Bytes of a CONNECT that tell its protocol name and level. */
    private static final int NAME_AND_LEVEL_BYTES = 7;

    private final PacketReader in;
    private final PropertyReader properties;
    private final boolean fromClient;
    private final int maximumBytes;
    private ProtocolVersion version;
    private boolean connected;
    private @Nullable Fault broken;

    /** Made with the first PUBLISH. */
    private @Nullable TopicCache topics;

    private Decoder(
            FieldReaders readers, boolean fromClient, ProtocolVersion version, int maximumBytes) {
        this.in = readers.in;
        this.properties = readers.properties;
        this.fromClient = fromClient;
        this.version = version;
        this.maximumBytes = maximumBytes;
        this.connected = !fromClient;
    }

    /**
     * For what a client sends: first a CONNECT, which tells the version.
     *
     * @param maximumBytes largest packet after CONNECT, its fixed header included
     */
    public static Decoder fromClient(int maximumBytes) {
        return fromClient(maximumBytes, new FieldReaders());
    }

    /** The same, with the readers of its thread. */
    public static Decoder fromClient(int maximumBytes, FieldReaders readers) {
        return new Decoder(readers, true, ProtocolVersion.V3_1_1, maximumBytes);
    }

    /** For what a server sends to a client of {@code version}. */
    public static Decoder fromServer(ProtocolVersion version, int maximumBytes) {
        return new Decoder(new FieldReaders(), false, version, maximumBytes);
    }

    /** The version of this connection; 3.1.1 until a CONNECT says otherwise. */
    public ProtocolVersion version() {
        return version;
    }

    /** The largest packet that is taken now, its fixed header included. */
    public int mostBytes() {
        return connected ? maximumBytes : MAX_BYTES_BEFORE_CONNECT;
    }

    /**
     * The next packet, or what is wrong with it; null, and nothing is consumed, while its last
     * byte is missing.
     */
    public @Nullable Decoded decode(ByteBuf bytes) {
        if (broken == null && bytes.isReadable()) {
            Decoded decoded = next(bytes);
            if (!(decoded instanceof Fault fault)) {
                return decoded;
            }
            broken = fault;
        }
        return broken;
    }

    private @Nullable Decoded next(ByteBuf bytes) {
        int start = bytes.readerIndex();
        int readable = bytes.readableBytes();
        int first = bytes.getUnsignedByte(start);
        PacketType type = PacketType.of(first);
        Fault early = firstByteFault(type, first & 0x0F);
        if (early != null) {
            return early;
        }
        int length = 0;
        int header = 1;
        int next;
        do {
            if (header > 4) {
                return Fault.LENGTH_TOO_LONG;
            }
            if (header >= readable) {
                return null;
            }
            next = bytes.getUnsignedByte(start + header);
            length |= (next & 0x7F) << (7 * (header - 1));
            header++;
        } while (next >= 0x80);
        if (next == 0 && header > 2) {
            return Fault.LENGTH_NOT_MINIMAL;
        }
        if ((long) header + length > mostBytes()) {
            return tooLarge(bytes, type, start + header, readable - header);
        }
        if (readable - header < length) {
            return null;
        }
        int end = start + header + length;
        in.begin(bytes, start + header, end);
        Packet packet = packet(type, first & 0x0F);
        Fault fault = in.fault();
        if (fault == null && in.remaining() > 0) {
            fault = Fault.TRAILING_BYTES;
        }
        if (fault != null || packet == null) {
            return fault;
        }
        connected = true;
        bytes.readerIndex(end);
        return packet;
    }

    private @Nullable Fault firstByteFault(PacketType type, int flags) {
        if (!connected && type != PacketType.CONNECT) {
            return Fault.NOT_CONNECT_FIRST;
        }
        boolean unknownAuth = type == PacketType.AUTH && version == ProtocolVersion.V3_1_1;
        if (type == PacketType.RESERVED || unknownAuth) {
            return Fault.RESERVED_TYPE;
        }
        if (!(fromClient ? type.fromClient() : type.fromServer())
                || (type == PacketType.DISCONNECT
                        && !fromClient
                        && version == ProtocolVersion.V3_1_1)) {
            return Fault.WRONG_DIRECTION;
        }
        if (type != PacketType.PUBLISH && flags != type.flags()) {
            return Fault.RESERVED_FLAGS;
        }
        return fromClient && connected && type == PacketType.CONNECT ? Fault.SECOND_CONNECT : null;
    }

    /** Waits for the version of a CONNECT, so that a client of MQTT 5 can be told why. */
    private @Nullable Fault tooLarge(ByteBuf bytes, PacketType type, int body, int readable) {
        if (type == PacketType.CONNECT) {
            if (readable < NAME_AND_LEVEL_BYTES) {
                return null;
            }
            in.begin(bytes, body, body + NAME_AND_LEVEL_BYTES);
            nameAndLevel();
        }
        return Fault.PACKET_TOO_LARGE;
    }

    private @Nullable Packet packet(PacketType type, int flags) {
        return switch (type) {
            case RESERVED -> null;
            case CONNECT -> {
                nameAndLevel();
                yield in.fault() == null ? Connect.decode(in, properties, version) : null;
            }
            case CONNACK -> ConnAck.decode(in, properties, version);
            case PUBLISH -> {
                if (topics == null) {
                    topics = new TopicCache();
                }
                in.remember(topics);
                yield Publish.decode(in, properties, version, flags, fromClient);
            }
            case PUBACK -> PubAck.decode(in, properties, version);
            case PUBREC -> PubRec.decode(in, properties, version);
            case PUBREL -> PubRel.decode(in, properties, version);
            case PUBCOMP -> PubComp.decode(in, properties, version);
            case SUBSCRIBE -> Subscribe.decode(in, properties, version);
            case SUBACK -> SubAck.decode(in, properties, version);
            case UNSUBSCRIBE -> Unsubscribe.decode(in, properties, version);
            case UNSUBACK -> UnsubAck.decode(in, properties, version);
            case PINGREQ -> PingReq.INSTANCE;
            case PINGRESP -> PingResp.INSTANCE;
            case DISCONNECT -> Disconnect.decode(in, properties, version, fromClient);
            case AUTH -> Auth.decode(in, properties);
        };
    }

    /**
     * The version that a CONNECT speaks [MQTT-3.1.2-1, -2]. A client of a later version is
     * answered in the latest one known here, others as 3.1.1 does.
     */
    private void nameAndLevel() {
        String name = in.looseString();
        int level = in.u8();
        if (in.fault() != null) {
            return;
        }
        boolean known = name.equals("MQTT");
        if (known && level >= ProtocolVersion.V5.level()) {
            version = ProtocolVersion.V5;
        }
        if (!known || (level != version.level())) {
            in.fail(Fault.PROTOCOL_UNSUPPORTED);
        }
    }
}
