package io.signalbox.mqtt.codec;

import static io.signalbox.mqtt.codec.Property.*;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One step of an enhanced authentication, MQTT 5 only [MQTT5 3.15]. */
public record Auth(
        ReasonCode reason,
        String method,
        byte @Nullable [] data,
        @Nullable String reasonString,
        List<String> userProperties)
        implements Packet {

    private static final Set<ReasonCode> ALLOWED = EnumSet.of(
            ReasonCode.SUCCESS, ReasonCode.CONTINUE_AUTHENTICATION, ReasonCode.REAUTHENTICATE);

    @Override
    public PacketType type() {
        return PacketType.AUTH;
    }

    /** The method is always needed [MQTT5 3.15.2.2.2]; the short form has no room for it. */
    static Auth decode(PacketReader in, PropertyReader properties) {
        properties.none();
        ReasonCode reason = ReasonCode.SUCCESS;
        if (in.remaining() > 0) {
            reason = Acknowledgement.reason(in, ALLOWED);
        }
        if (in.remaining() > 0) {
            properties.read(in, REASON | set(AUTHENTICATION_METHOD, AUTHENTICATION_DATA), false);
        }
        String method = properties.text(AUTHENTICATION_METHOD);
        if (method == null) {
            in.fail(Fault.AUTHENTICATION_METHOD_MISSING);
            method = "";
        }
        return new Auth(
                reason,
                method,
                properties.authenticationData(),
                properties.text(REASON_STRING),
                properties.userProperties());
    }

    void encode(PacketWriter out) {
        out.u8(reason.number())
                .beginProperties()
                .text(AUTHENTICATION_METHOD, method)
                .block(AUTHENTICATION_DATA, data)
                .reason(reasonString, userProperties)
                .endProperties();
    }
}
