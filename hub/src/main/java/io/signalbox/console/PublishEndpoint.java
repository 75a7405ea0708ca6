package io.signalbox.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.Broker;
import io.signalbox.broker.PublishOutcome;
import io.signalbox.journal.JournalFailure;
import io.signalbox.journal.RecordBatch;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.message.Topic;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonArray;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.MalformedJson;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * {@code /api/v1/publish}: one message or a list of them, in order. Status 200 means that all are
 * durable; 202 that those of QoS 0 went out without.
 */
final class PublishEndpoint {
    /** Whoever speaks to the API is this identity, as long as there is no other. */
    static final String PUBLISHER = "local";

    private static final Set<String> MEMBERS =
            Set.of("topic", "payload", "encoding", "qos", "retain", "expiry");
    private static final long MAX_EXPIRY_SECONDS = 0xFFFF_FFFFL;

    private final Broker broker;
    private final Clock clock;
    private final int maxPayloadBytes;
    private final int maxBodyBytes;

    PublishEndpoint(Broker broker, Clock clock, int maxPayloadBytes) {
        this.broker = broker;
        this.clock = clock;
        this.maxPayloadBytes = maxPayloadBytes;
        this.maxBodyBytes = Math.max(ApiServer.MAX_BODY_BYTES, 2 * maxPayloadBytes);
    }

    /** Nothing is published if one of the messages is not right. */
    Answer publish(ApiRequest request) {
        request.allow();
        JsonValue body = request.body(maxBodyBytes);
        List<Message> messages = new ArrayList<>();
        try {
            if (body instanceof JsonArray list) {
                for (JsonValue item : list.items()) {
                    messages.add(message(item.asObject()));
                }
            } else {
                messages.add(message(body.asObject()));
            }
        } catch (MalformedJson e) {
            throw Problem.badRequest(
                    "message-invalid",
                    (messages.isEmpty() ? "" : "message " + (messages.size() + 1) + ": ")
                            + e.getMessage(),
                    null);
        }
        boolean durable = send(broker, messages);
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("published", messages.size())
                .field("durable", durable)
                .end();
        return new Answer(durable ? 200 : 202, json);
    }

    /** Publishes all, or none if one is refused; true if every one of them is durable. */
    static boolean send(Broker broker, List<Message> messages) {
        boolean durable = true;
        for (Message message : messages) {
            refuse(broker.refusal(message));
        }
        for (Message message : messages) {
            durable &= appended(() -> broker.publish(message)) > 0;
        }
        return durable;
    }

    /** Publishes a message behind a record in one batch; returns the sequence of the former. */
    static long sendBehind(RecordBatch before, Broker broker, Message message) {
        refuse(broker.refusal(message));
        return appended(() -> broker.publish(before, message)) + before.count() - 1;
    }

    private static long appended(LongSupplier publish) {
        try {
            return publish.getAsLong();
        } catch (JournalFailure e) {
            throw new Problem(503, "journal-failed", String.valueOf(e.getMessage()), null);
        } catch (IllegalStateException e) {
            throw Changes.stopping();
        }
    }

    private static void refuse(@Nullable PublishOutcome refusal) {
        switch (refusal) {
            case DISK_FULL ->
                throw new Problem(
                        507,
                        "disk-full",
                        "expected room on the hub's disk, found it full",
                        "delete other files on its disk, or enlarge it");
            case QUOTA_EXCEEDED ->
                throw new Problem(
                        507,
                        "retained-full",
                        "expected room for one more retained message, found limits.retained_bytes"
                                + " or the most topics reached",
                        "delete retained messages: publish an empty payload with retain");
            case ACCEPTED, NO_SUBSCRIBERS, TOPIC_INVALID, NOT_AUTHORIZED -> {}
            case null -> {}
        }
    }

    private Message message(JsonObject words) {
        for (String name : words.members().keySet()) {
            if (!MEMBERS.contains(name)) {
                throw new MalformedJson("expected "
                        + String.join(", ", MEMBERS.stream().sorted().toList())
                        + ", found '" + ApiRequest.shortened(name) + "'");
            }
        }
        boolean retain = !words.isAbsent("retain") && words.flag("retain");
        return new Message(
                topic(words.text("topic")),
                payload(words),
                qos(words),
                retain,
                properties(words),
                PUBLISHER,
                clock.millis());
    }

    private static String topic(String topic) {
        if (!Topic.isName(topic)) {
            throw new MalformedJson("expected a topic without wildcards and of at most "
                    + Topic.MAX_LEVELS + " levels, found '" + ApiRequest.shortened(topic) + "'");
        }
        if (topic.startsWith("$")) {
            throw new Problem(
                    403,
                    "topic-reserved",
                    "topics that begin with $ are the hub's own; found '"
                            + ApiRequest.shortened(topic) + "'",
                    null);
        }
        return topic;
    }

    private byte[] payload(JsonObject words) {
        String text = words.isAbsent("payload") ? "" : words.text("payload");
        String encoding = words.optionalText("encoding");
        byte[] bytes;
        if (encoding == null) {
            bytes = text.getBytes(UTF_8);
        } else if (encoding.equals("base64")) {
            try {
                bytes = Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw new MalformedJson("expected base64 in 'payload', found: " + e.getMessage());
            }
        } else {
            throw new MalformedJson("expected no 'encoding' or base64, found '"
                    + ApiRequest.shortened(encoding) + "'");
        }
        if (bytes.length > maxPayloadBytes) {
            throw new MalformedJson("expected a payload of at most " + maxPayloadBytes
                    + " bytes (limits.payload), found " + bytes.length);
        }
        return bytes;
    }

    private static Qos qos(JsonObject words) {
        long qos = words.isAbsent("qos") ? 1 : words.integer("qos");
        if (qos < 0 || qos > 2) {
            throw new MalformedJson("expected 0, 1 or 2 in 'qos', found " + qos);
        }
        return Qos.of((int) qos);
    }

    private static MessageProperties properties(JsonObject words) {
        if (words.isAbsent("expiry")) {
            return MessageProperties.NONE;
        }
        long expiry = words.integer("expiry");
        if (expiry < 1 || expiry > MAX_EXPIRY_SECONDS) {
            throw new MalformedJson("expected 1 to " + MAX_EXPIRY_SECONDS
                    + " seconds in 'expiry', found " + expiry);
        }
        return MessageProperties.expiring(expiry);
    }
}
