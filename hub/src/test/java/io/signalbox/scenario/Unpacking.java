package io.signalbox.scenario;

import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Auth;
import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.ConnAckProperties;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.PubComp;
import io.signalbox.mqtt.codec.PubRec;
import io.signalbox.mqtt.codec.PubRel;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.SubAck;
import io.signalbox.mqtt.codec.UnsubAck;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Says in the words of a scenario what a client has got. */
final class Unpacking {
    private final Said said;

    private Unpacking(String type) {
        Form form = Form.of(type);
        if (form == null) {
            throw new IllegalStateException(type);
        }
        said = Said.of(form);
    }

    static Said said(Packet packet) {
        Unpacking to = new Unpacking(packet.type().name());
        switch (packet) {
            case ConnAck p -> to.connAck(p);
            case Publish p -> to.publish(p);
            case PubAck p -> to.answer(p.packetId(), List.of(p.reason()), p.reasonString());
            case PubRec p -> to.answer(p.packetId(), List.of(p.reason()), p.reasonString());
            case PubRel p -> to.answer(p.packetId(), List.of(p.reason()), p.reasonString());
            case PubComp p -> to.answer(p.packetId(), List.of(p.reason()), p.reasonString());
            case SubAck p -> to.answer(p.packetId(), p.reasons(), p.reasonString());
            case UnsubAck p -> to.answer(p.packetId(), p.reasons(), p.reasonString());
            case Disconnect p -> to.disconnect(p);
            case Auth p -> {
                to.reason(p.reason());
                to.text("method", p.method());
                to.binary("data", p.data());
            }
            case Packet _ -> {}
        }
        return to.said;
    }

    private void reason(ReasonCode reason) {
        said.with("reason", Said.reason(reason.number()));
    }

    private void text(String field, @Nullable String text) {
        if (text != null) {
            said.with(field, text);
        }
    }

    private void binary(String field, byte @Nullable [] bytes) {
        if (bytes != null) {
            said.with(field, Said.hex(bytes));
        }
    }

    /** A number that is not there if it has the value that stands for that. */
    private void number(String field, long number, long absent) {
        if (number != absent) {
            said.with(field, number);
        }
    }

    private void users(List<String> properties) {
        for (int i = 0; i < properties.size(); i += 2) {
            said.with("user-property", properties.get(i) + ":" + properties.get(i + 1));
        }
    }

    private void answer(int packetId, List<ReasonCode> reasons, @Nullable String words) {
        reasons.forEach(this::reason);
        said.with("id", packetId);
        text("reason-string", words);
    }

    private void disconnect(Disconnect p) {
        reason(p.reason());
        number("session-expiry", p.sessionExpirySeconds(), Disconnect.UNCHANGED);
        text("server-reference", p.serverReference());
        text("reason-string", p.reasonString());
        users(p.userProperties());
    }

    private void connAck(ConnAck p) {
        ConnAckProperties granted = p.properties();
        reason(p.reason());
        said.with("session", p.sessionPresent() ? 1 : 0);
        number("session-expiry", granted.sessionExpirySeconds(), -1);
        said.with("receive-maximum", granted.receiveMaximum());
        said.with("maximum-qos", granted.maximumQos());
        said.with("retain-available", granted.retainAvailable() ? 1 : 0);
        number("maximum-packet", granted.maximumPacketBytes(), Long.MAX_VALUE);
        text("assigned", granted.assignedClientId());
        said.with("alias-maximum", granted.topicAliasMaximum());
        said.with("wildcards", granted.wildcardSubscriptions() ? 1 : 0);
        said.with("subscription-ids", granted.subscriptionIds() ? 1 : 0);
        said.with("shared", granted.sharedSubscriptions() ? 1 : 0);
        number("keep-alive", granted.serverKeepAliveSeconds(), -1);
        text("response-information", granted.responseInformation());
        text("server-reference", granted.serverReference());
        text("auth-method", granted.authenticationMethod());
        binary("auth-data", granted.authenticationData());
        text("reason-string", granted.reasonString());
        users(granted.userProperties());
    }

    private void publish(Publish p) {
        said.with("topic", p.topic()).with("payload", Said.hex(p.payload()));
        number("qos", p.qos().ordinal(), Qos.AT_MOST_ONCE.ordinal());
        number("id", p.packetId(), 0);
        flag("dup", p.dup());
        flag("retain", p.retain());
        MessageProperties properties = p.properties();
        flag("utf8", properties.utf8());
        number("expiry", properties.expirySeconds(), MessageProperties.NEVER);
        number("alias", p.topicAlias(), 0);
        text("content-type", properties.contentType());
        text("response-topic", properties.responseTopic());
        binary("correlation", properties.correlationData());
        for (int id : p.subscriptionIds()) {
            said.with("subscription-id", id);
        }
        users(properties.userProperties());
    }

    private void flag(String field, boolean set) {
        if (set) {
            said.with(field, "1");
        }
    }
}
