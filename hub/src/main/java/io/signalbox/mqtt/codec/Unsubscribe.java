package io.signalbox.mqtt.codec;

import static io.signalbox.mqtt.codec.Property.*;

import java.util.ArrayList;
import java.util.List;

/** A client wants no more messages of some filters [MQTT-3.10]. */
public record Unsubscribe(int packetId, List<String> filters, List<String> userProperties)
        implements Packet {

    public Unsubscribe {
        filters = List.copyOf(filters);
    }

    @Override
    public PacketType type() {
        return PacketType.UNSUBSCRIBE;
    }

    static Unsubscribe decode(PacketReader in, PropertyReader properties, ProtocolVersion version) {
        int packetId = in.packetId();
        properties.none();
        if (version == ProtocolVersion.V5) {
            properties.read(in, set(USER_PROPERTY), true);
        }
        List<String> filters = new ArrayList<>();
        do {
            if (in.fault() == null && in.remaining() == 0) {
                in.fail(Fault.NO_FILTER);
            } else if (filters.size() == Subscribe.MAX_FILTERS) {
                in.fail(Fault.TOO_MANY_FILTERS);
            } else {
                filters.add(in.looseString());
            }
        } while (in.remaining() > 0);
        return new Unsubscribe(packetId, filters, properties.userProperties());
    }

    void encode(PacketWriter out, ProtocolVersion version) {
        out.u16(packetId);
        if (version == ProtocolVersion.V5) {
            out.beginProperties().userProperties(userProperties).endProperties();
        }
        for (String filter : filters) {
            out.string(filter);
        }
    }
}
