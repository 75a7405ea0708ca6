package io.signalbox.mqtt.codec;

import static io.signalbox.mqtt.codec.Property.*;

import io.signalbox.message.Qos;

import java.util.ArrayList;
import java.util.List;

/**
 * A client asks for messages [MQTT-3.8].
 *
 * @param subscriptionId 0 for none
 */
public record Subscribe(
        int packetId,
        int subscriptionId,
        List<Subscription> subscriptions,
        List<String> userProperties)
        implements Packet {

    /** Most filters of one SUBSCRIBE or UNSUBSCRIBE; more are refused with 0x97. */
    static final int MAX_FILTERS = 1024;

    private static final long ALLOWED = set(SUBSCRIPTION_ID, USER_PROPERTY);

    private static final int NO_LOCAL = 0x04;
    private static final int RETAIN_AS_PUBLISHED = 0x08;

    public Subscribe {
        subscriptions = List.copyOf(subscriptions);
    }

    @Override
    public PacketType type() {
        return PacketType.SUBSCRIBE;
    }

    static Subscribe decode(PacketReader in, PropertyReader properties, ProtocolVersion version) {
        int packetId = in.packetId();
        properties.none();
        if (version == ProtocolVersion.V5) {
            properties.read(in, ALLOWED, true);
        }
        int[] ids = properties.subscriptionIds();
        List<Subscription> subscriptions = new ArrayList<>();
        do {
            if (in.fault() == null && in.remaining() == 0) {
                in.fail(Fault.NO_FILTER);
            } else if (subscriptions.size() == MAX_FILTERS) {
                in.fail(Fault.TOO_MANY_FILTERS);
            } else {
                subscriptions.add(one(in, version));
            }
        } while (in.remaining() > 0);
        int id = ids.length == 0 ? 0 : ids[0];
        return new Subscribe(packetId, id, subscriptions, properties.userProperties());
    }

    private static Subscription one(PacketReader in, ProtocolVersion version) {
        String filter = in.looseString();
        int options = in.u8();
        int qos = options & 3;
        int reserved = version == ProtocolVersion.V5 ? 0xC0 : 0xFC;
        int handling = options >> 4 & 3;
        if ((options & reserved) != 0) {
            in.fail(Fault.SUBSCRIPTION_OPTIONS);
        } else if (qos == 3) {
            in.fail(Fault.QOS_INVALID);
        } else if (handling == 3) {
            in.fail(Fault.RETAIN_HANDLING);
        }
        if (in.fault() != null) {
            return new Subscription(filter, Qos.AT_MOST_ONCE);
        }
        return new Subscription(
                filter,
                Qos.of(qos),
                (options & NO_LOCAL) != 0,
                (options & RETAIN_AS_PUBLISHED) != 0,
                RetainHandling.of(handling));
    }

    void encode(PacketWriter out, ProtocolVersion version) {
        out.u16(packetId);
        boolean v5 = version == ProtocolVersion.V5;
        if (v5) {
            out.beginProperties();
            if (subscriptionId != 0) {
                out.variableByteInteger(SUBSCRIPTION_ID, subscriptionId);
            }
            out.userProperties(userProperties).endProperties();
        }
        for (Subscription s : subscriptions) {
            int options = s.qos().ordinal();
            if (v5) {
                options |= (s.noLocal() ? NO_LOCAL : 0)
                        | (s.retainAsPublished() ? RETAIN_AS_PUBLISHED : 0)
                        | s.retainHandling().ordinal() << 4;
            }
            out.string(s.filter()).u8(options);
        }
    }
}
