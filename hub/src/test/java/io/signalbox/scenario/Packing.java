package io.signalbox.scenario;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Auth;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.PingReq;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.PubComp;
import io.signalbox.mqtt.codec.PubRec;
import io.signalbox.mqtt.codec.PubRel;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.RetainHandling;
import io.signalbox.mqtt.codec.Subscribe;
import io.signalbox.mqtt.codec.Subscription;
import io.signalbox.mqtt.codec.Unsubscribe;
import io.signalbox.mqtt.codec.Will;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Makes the bytes of what a scenario says that a client sends. */
final class Packing {
    private Packing() {}

    static byte[] bytes(Said said, ProtocolVersion version) {
        ByteBuf out = Unpooled.buffer();
        new Encoder().encode(packet(said, version), version, Long.MAX_VALUE, true, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private static Packet packet(Said s, ProtocolVersion version) {
        // CONNECT's id is that of the client.
        int id = s.form().type().equals("CONNECT") ? 0 : (int) s.number("id", 0);
        String words = text(s, "reason-string");
        List<String> users = users(s, "user-property");
        return switch (s.form().type()) {
            case "CONNECT" -> connect(s, version);
            case "PUBLISH" -> publish(s, id);
            case "PUBACK" -> new PubAck(id, reason(s), words, users);
            case "PUBREC" -> new PubRec(id, reason(s), words, users);
            case "PUBREL" -> new PubRel(id, reason(s), words, users);
            case "PUBCOMP" -> new PubComp(id, reason(s), words, users);
            case "SUBSCRIBE" ->
                new Subscribe(id, (int) s.number("subscription-id", 0), subscriptions(s), users);
            case "UNSUBSCRIBE" -> new Unsubscribe(id, filters(s), users);
            case "PINGREQ" -> PingReq.INSTANCE;
            case "DISCONNECT" ->
                new Disconnect(reason(s), s.number("session-expiry", -1), words, null, users);
            case "AUTH" ->
                new Auth(reason(s), s.text("method", ""), binary(s, "data"), words, users);
            default ->
                throw new IllegalArgumentException("expected a packet that a client sends, found "
                        + s.form().type() + "; bytes of any kind are written as hex");
        };
    }

    private static @Nullable String text(Said said, String field) {
        return said.has(field) ? said.one(field) : null;
    }

    private static byte @Nullable [] binary(Said said, String field) {
        return said.has(field) ? said.bytes(field) : null;
    }

    private static List<String> users(Said said, String field) {
        List<String> all = new ArrayList<>();
        for (String pair : said.all(field)) {
            int colon = pair.indexOf(':');
            all.add(pair.substring(0, colon));
            all.add(pair.substring(colon + 1));
        }
        return all;
    }

    private static ReasonCode reason(Said said) {
        int number = Integer.decode(said.text("reason", "0"));
        for (ReasonCode code : ReasonCode.values()) {
            if (code.number() == number) {
                return code;
            }
        }
        throw new IllegalArgumentException(
                "expected a reason code of MQTT 5, found " + number + "; write others as hex");
    }

    // NullAway does not see @Nullable on an array in a class file.
    @SuppressWarnings("NullAway")
    private static Connect connect(Said s, ProtocolVersion version) {
        ConnectProperties asked = new ConnectProperties(
                s.number("session-expiry", 0),
                (int) s.number("receive-maximum", ConnectProperties.RECEIVE_MAXIMUM),
                s.number("maximum-packet", ConnectProperties.NO_MAXIMUM),
                (int) s.number("alias-maximum", 0),
                s.number("request-response", 0) == 1,
                s.number("request-problem", 1) == 1,
                text(s, "auth-method"),
                binary(s, "auth-data"),
                users(s, "user-property"));
        return new Connect(
                version,
                s.text("id", ""),
                s.has("clean"),
                (int) s.number("keep-alive", 0),
                s.has("will-topic") ? will(s) : null,
                text(s, "user"),
                binary(s, "password"),
                asked);
    }

    private static Will will(Said s) {
        return new Will(
                s.one("will-topic"),
                s.bytes("will"),
                Qos.of((int) s.number("will-qos", 0)),
                s.has("will-retain"),
                s.number("will-delay", 0),
                properties(s, "will-"));
    }

    private static MessageProperties properties(Said s, String prefix) {
        return new MessageProperties(
                s.has(prefix + "utf8"),
                s.number(prefix + "expiry", MessageProperties.NEVER),
                text(s, prefix + "content-type"),
                text(s, prefix + "response-topic"),
                binary(s, prefix + "correlation"),
                users(s, prefix + "user-property"));
    }

    private static Publish publish(Said s, int id) {
        int[] ids =
                s.all("subscription-id").stream().mapToInt(Integer::parseInt).toArray();
        return new Publish(
                s.text("topic", ""),
                s.bytes("payload"),
                Qos.of((int) s.number("qos", 0)),
                s.has("dup"),
                s.has("retain"),
                id,
                (int) s.number("alias", 0),
                ids,
                properties(s, ""));
    }

    private static List<String> filters(Said said) {
        return said.all("filters").stream()
                .map(f -> f.substring(0, f.indexOf('\n')))
                .toList();
    }

    private static List<Subscription> subscriptions(Said said) {
        List<Subscription> all = new ArrayList<>();
        for (String filter : said.all("filters")) {
            int end = filter.indexOf('\n');
            List<String> options = List.of(filter.substring(end + 1).split(" "));
            all.add(new Subscription(
                    filter.substring(0, end),
                    Qos.of(level(options, "qos=")),
                    options.contains("no-local"),
                    options.contains("rap"),
                    RetainHandling.values()[level(options, "rh=")]));
        }
        return all;
    }

    private static int level(List<String> options, String name) {
        for (String option : options) {
            if (option.startsWith(name)) {
                return Integer.parseInt(option.substring(name.length()));
            }
        }
        return 0;
    }
}
