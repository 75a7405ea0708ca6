package io.signalbox.mqtt.codec;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a client asks for in CONNECT beyond 3.1.1 [MQTT5 3.1.2.11].
 *
 * @param sessionExpirySeconds 0 to end with the connection, {@link #NEVER_EXPIRES} to stay
 * @param receiveMaximum most unacknowledged QoS 1 and 2 messages the client takes, 1 to 65535
 * @param maximumPacketBytes largest packet the client takes, or {@link #NO_MAXIMUM}
 * @param userProperties names and values by turns
 */
public record ConnectProperties(
        long sessionExpirySeconds,
        int receiveMaximum,
        long maximumPacketBytes,
        int topicAliasMaximum,
        boolean requestResponseInformation,
        boolean requestProblemInformation,
        @Nullable String authenticationMethod,
        byte @Nullable [] authenticationData,
        List<String> userProperties) {

    public static final long NEVER_EXPIRES = 0xFFFF_FFFFL;
    public static final long NO_MAXIMUM = Long.MAX_VALUE;

    /** What counts if neither side names a receive maximum. */
    public static final int RECEIVE_MAXIMUM = 65_535;

    public static final ConnectProperties NONE = new ConnectProperties(
            0, RECEIVE_MAXIMUM, NO_MAXIMUM, 0, false, true, null, null, List.of());

    public ConnectProperties {
        userProperties = List.copyOf(userProperties);
    }
}
