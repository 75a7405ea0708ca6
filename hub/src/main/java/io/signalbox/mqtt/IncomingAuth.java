package io.signalbox.mqtt;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.mqtt.EnhancedAuthentication.Step;
import io.signalbox.mqtt.codec.Auth;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ReasonCode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** AUTH: a step of the enhanced authentication that CONNECT began, or a new one [MQTT5 4.12]. */
final class IncomingAuth {
    private IncomingAuth() {}

    /** CONNECT names a method: its client is asked before it is answered. */
    static void begin(MqttConnection connection, Connect connect, String method) {
        EnhancedAuthentication mechanism =
                connection.loop.reception.authentications().get(method);
        if (mechanism == null) {
            connection.end(
                    DisconnectReason.BAD_AUTHENTICATION_METHOD,
                    "this method of authentication is not offered");
            return;
        }
        Authentication authentication = new Authentication(connect, mechanism);
        connection.authenticate(authentication);
        boolean _ = authentication.begin(connection.loop.clock.nanos());
        next(connection, authentication, connect.properties().authenticationData());
    }

    static void handle(MqttConnection connection, Auth auth) {
        Authentication authentication = connection.authentication();
        if (authentication == null) {
            // [MQTT-4.12.0-6]
            connection.end(DisconnectReason.PROTOCOL_ERROR, "AUTH without a method in CONNECT");
        } else if (!auth.method().equals(authentication.method())) {
            // [MQTT-4.12.0-5, MQTT-4.12.1-1]
            connection.end(
                    DisconnectReason.BAD_AUTHENTICATION_METHOD,
                    "AUTH with another method than in CONNECT");
        } else if (auth.reason() == ReasonCode.CONTINUE_AUTHENTICATION
                && authentication.isRunning()) {
            next(connection, authentication, auth.data());
        } else if (auth.reason() == ReasonCode.REAUTHENTICATE && !authentication.isRunning()) {
            if (authentication.begin(connection.loop.clock.nanos())) {
                next(connection, authentication, auth.data());
            } else {
                connection.end(
                        DisconnectReason.QUOTA_EXCEEDED, "authentication more than once a second");
            }
        } else {
            connection.end(
                    DisconnectReason.PROTOCOL_ERROR,
                    "AUTH " + auth.reason() + " while authentication is "
                            + (authentication.isRunning() ? "going on" : "done"));
        }
    }

    private static void next(
            MqttConnection connection, Authentication authentication, byte @Nullable [] data) {
        switch (authentication.next(data)) {
            case Step.Ask ask ->
                connection.send(
                        answer(authentication, ReasonCode.CONTINUE_AUTHENTICATION, ask.data()));
            case Step.Refused refused ->
                connection.end(DisconnectReason.NOT_AUTHORIZED, refused.why());
            case Step.Accepted accepted -> accept(connection, authentication, accepted);
        }
    }

    private static void accept(
            MqttConnection connection, Authentication authentication, Step.Accepted accepted) {
        if (!connection.isNow(accepted.principal())) {
            connection.end(
                    DisconnectReason.NOT_AUTHORIZED, "authenticated as somebody else than before");
        } else if (connection.isWaiting()) {
            IncomingConnect.accept(connection, authentication.connect, accepted.data());
        } else {
            connection.send(answer(authentication, ReasonCode.SUCCESS, accepted.data()));
        }
    }

    private static Auth answer(Authentication authentication, ReasonCode reason, byte[] data) {
        byte @Nullable [] said = data.length == 0 ? null : data;
        return new Auth(reason, authentication.method(), said, null, List.of());
    }
}
