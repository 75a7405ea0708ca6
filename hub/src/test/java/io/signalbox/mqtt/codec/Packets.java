package io.signalbox.mqtt.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes valid packets of every kind out of a seed. */
// NullAway does not see @Nullable on an array in a class file.
@SuppressWarnings("NullAway")
final class Packets {
    private static final String[] TEXTS = {
        "a", "d/pump-1/up/pressure", "Grüße/Überdruck", "温度/℃", "😀/x", "/", "a//b", "x".repeat(200)
    };
    private static final String[] FILTERS = {"#", "+/a", "d/+/up/#", "a/b", "$SYS/#", "/+", "日本/#"};

    private final Random random;
    private final ProtocolVersion version;

    Packets(long seed, ProtocolVersion version) {
        this.random = new Random(seed);
        this.version = version;
    }

    static byte[] encode(Packet packet, ProtocolVersion version) {
        ByteBuf out = Unpooled.buffer();
        if (!new Encoder().encode(packet, version, Long.MAX_VALUE, true, out)) {
            throw new AssertionError("too large: " + packet);
        }
        return ByteBufUtil.getBytes(out);
    }

    static byte[] join(byte[]... parts) {
        return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(parts));
    }

    Packet fromClient() {
        return switch (random.nextInt(v5() ? 10 : 9)) {
            case 0, 1, 2 -> publish(true);
            case 3 -> new PubAck(id(), ofPublish(), reason(), users());
            case 4 -> new PubRec(id(), ofPublish(), reason(), users());
            case 5 -> new PubRel(id(), ofRelease(), reason(), users());
            case 6 -> subscribe();
            case 7 -> new Unsubscribe(id(), List.of(filter(), filter()), users());
            case 8 ->
                v5()
                        ? new Disconnect(
                                ReasonCode.DISCONNECT_WITH_WILL,
                                maybe() ? 77 : Disconnect.UNCHANGED,
                                reason(),
                                null,
                                users())
                        : random.nextBoolean()
                                ? PingReq.INSTANCE
                                : new Disconnect(ReasonCode.SUCCESS);
            default -> auth();
        };
    }

    Packet fromServer() {
        return switch (random.nextInt(v5() ? 10 : 8)) {
            case 0, 1, 2 -> publish(false);
            case 3 -> new PubComp(id(), ofRelease(), reason(), users());
            case 4 ->
                new SubAck(
                        id(),
                        List.of(
                                ReasonCode.GRANTED_QOS_1,
                                ReasonCode.SUCCESS,
                                v5()
                                        ? ReasonCode.TOPIC_FILTER_INVALID
                                        : ReasonCode.UNSPECIFIED_ERROR),
                        reason(),
                        users());
            case 5 ->
                new UnsubAck(
                        id(),
                        v5()
                                ? List.of(ReasonCode.SUCCESS, ReasonCode.NO_SUBSCRIPTION_EXISTED)
                                : List.of(),
                        reason(),
                        users());
            case 6 -> PingResp.INSTANCE;
            case 7 -> connAck();
            case 8 ->
                new Disconnect(
                        ReasonCode.SERVER_MOVED, Disconnect.UNCHANGED, reason(), text(), users());
            default -> auth();
        };
    }

    Connect connect() {
        Will will = maybe()
                ? new Will(topic(), bytes(), qos(), maybe(), v5() && maybe() ? 9 : 0, properties())
                : null;
        String user = maybe() ? text() : null;
        byte[] password = user != null && maybe() ? bytes() : null;
        ConnectProperties asked = ConnectProperties.NONE;
        if (v5()) {
            String method = maybe() ? "SCRAM-SHA-256" : null;
            asked = new ConnectProperties(
                    random.nextLong(1L << 32),
                    1 + random.nextInt(65_535),
                    1 + random.nextInt(1 << 28),
                    random.nextInt(65_536),
                    maybe(),
                    maybe(),
                    method,
                    method == null ? null : bytes(),
                    users());
        }
        int keepAlive = random.nextInt(65_536);
        return new Connect(
                version, "client-" + id(), maybe(), keepAlive, will, user, password, asked);
    }

    private ConnAck connAck() {
        if (!v5()) {
            return new ConnAck(maybe(), ReasonCode.SUCCESS, ConnAckProperties.NONE);
        }
        String method = maybeText();
        ConnAckProperties granted = new ConnAckProperties(
                maybe() ? 5 : -1,
                id(),
                random.nextInt(3),
                maybe(),
                maybe() ? id() : ConnectProperties.NO_MAXIMUM,
                maybeText(),
                random.nextInt(9),
                maybe(),
                maybe(),
                maybe(),
                maybe() ? 30 : -1,
                maybeText(),
                maybeText(),
                method,
                method != null && maybe() ? bytes() : null,
                maybeText(),
                users());
        return new ConnAck(maybe(), ReasonCode.SUCCESS, granted);
    }

    private Publish publish(boolean fromClient) {
        Qos qos = qos();
        int alias = v5() && maybe() ? id() : 0;
        String topic = alias != 0 && maybe() ? "" : topic();
        int[] ids = v5() && !fromClient && maybe() ? new int[] {1, 268_435_455} : Publish.NO_IDS;
        int packetId = qos == Qos.AT_MOST_ONCE ? 0 : id();
        boolean dup = packetId != 0 && maybe();
        return new Publish(topic, payload(), qos, dup, maybe(), packetId, alias, ids, properties());
    }

    private Subscribe subscribe() {
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            subscriptions.add(
                    v5()
                            ? new Subscription(
                                    filter(),
                                    qos(),
                                    maybe(),
                                    maybe(),
                                    RetainHandling.of(random.nextInt(3)))
                            : new Subscription(filter(), qos()));
        }
        return new Subscribe(id(), v5() && maybe() ? id() : 0, subscriptions, users());
    }

    private Auth auth() {
        return new Auth(
                ReasonCode.CONTINUE_AUTHENTICATION,
                text(),
                maybe() ? bytes() : null,
                reason(),
                users());
    }

    private MessageProperties properties() {
        if (!v5() || maybe()) {
            return MessageProperties.NONE;
        }
        return new MessageProperties(
                maybe(),
                maybe() ? random.nextLong(1L << 32) : MessageProperties.NEVER,
                maybeText(),
                maybe() ? topic() : null,
                maybe() ? bytes() : null,
                users());
    }

    private boolean v5() {
        return version == ProtocolVersion.V5;
    }

    private boolean maybe() {
        return random.nextBoolean();
    }

    private int id() {
        return 1 + random.nextInt(65_535);
    }

    private Qos qos() {
        return Qos.of(random.nextInt(3));
    }

    private ReasonCode ofPublish() {
        return v5() && maybe() ? ReasonCode.QUOTA_EXCEEDED : ReasonCode.SUCCESS;
    }

    private ReasonCode ofRelease() {
        return v5() && maybe() ? ReasonCode.PACKET_IDENTIFIER_NOT_FOUND : ReasonCode.SUCCESS;
    }

    private @Nullable String reason() {
        return v5() ? maybeText() : null;
    }

    private List<String> users() {
        return v5() && maybe() ? List.of(text(), text(), text(), "") : List.of();
    }

    private @Nullable String maybeText() {
        return maybe() ? text() : null;
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private String topic() {
        return text();
    }

    private String filter() {
        return FILTERS[random.nextInt(FILTERS.length)];
    }

    private byte[] payload() {
        return random.nextInt(10) == 0 ? new byte[20_000] : bytes();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }
}
