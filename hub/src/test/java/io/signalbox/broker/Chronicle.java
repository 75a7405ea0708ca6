package io.signalbox.broker;

import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All that was published in a run of a model, on a clock of its own: that counts what was said and
 * heard, so of two events one is always the first.
 */
final class Chronicle {
    private final Map<String, Published> byId = new HashMap<>();
    final List<Published> all = new ArrayList<>();

    /** By topic, with those that clear. */
    private final Map<String, List<Published>> retained = new LinkedHashMap<>();

    /** Those that may still get their place. */
    private final List<Published> open = new ArrayList<>();

    private long now;

    /** What happened up to there outlives a power failure. */
    private long durable;

    private long durableMillis = Hub.START;

    long next() {
        return ++now;
    }

    long now() {
        return now;
    }

    boolean isDurable(long event) {
        return event <= durable;
    }

    long durableMillis() {
        return durableMillis;
    }

    /** What a device is to publish; an empty payload if it clears. */
    Published publish(
            String publisher,
            int line,
            String topic,
            Qos qos,
            boolean retain,
            boolean clears,
            long expirySeconds,
            long millis) {
        String id = "m" + (all.size() + 1);
        Message message = message(id, publisher, topic, qos, retain, clears, expirySeconds, millis);
        return add(new Published(id, publisher, all.size(), line, message, null, next()));
    }

    Published will(ExpectedWill will, String publisher, String topic, Qos qos, boolean retain) {
        String id = "w" + (all.size() + 1);
        Message message =
                message(id, publisher, topic, qos, retain, false, MessageProperties.NEVER, 0);
        return add(new Published(id, id, all.size(), 0, message, will, next()));
    }

    private static Message message(
            String id,
            String publisher,
            String topic,
            Qos qos,
            boolean retain,
            boolean clears,
            long expirySeconds,
            long millis) {
        MessageProperties properties = new MessageProperties(
                false, expirySeconds, null, null, new byte[0], List.of("id", id));
        byte[] payload = (clears ? "" : id).getBytes(StandardCharsets.UTF_8);
        return new Message(topic, payload, qos, retain, properties, publisher, millis);
    }

    private Published add(Published published) {
        all.add(published);
        byId.put(published.id, published);
        if (published.message.retain()) {
            retained.computeIfAbsent(published.message.topic(), t -> new ArrayList<>())
                    .add(published);
        }
        if (published.will == null) {
            open.add(published);
        }
        return published;
    }

    /** It is said once more, and may get its place by that. */
    void again(Published published) {
        if (published.certain == Published.NEVER) {
            published.placed = Published.NEVER;
            open.add(published);
        }
    }

    Published of(Message message) {
        Published found = byId.get(Published.idOf(message));
        if (found == null) {
            throw new AssertionError("nobody published " + message);
        }
        return found;
    }

    /** All that was handed to the journal is durable. */
    void committed(long millis) {
        durable = next();
        durableMillis = millis;
        open.removeIf(each -> place(each, each.message.qos() != Qos.AT_MOST_ONCE));
    }

    /** And loops have given what goes past it. */
    void settled(long millis) {
        committed(millis);
        open.removeIf(each -> place(each, true));
    }

    private boolean place(Published published, boolean now) {
        if (now) {
            published.placed = Math.min(published.placed, durable);
        }
        return now;
    }

    /** Who asks from then on does not get it as a retained message. */
    boolean isReplaced(Published published, long event) {
        for (Published each : onTopicOf(published)) {
            if (each.certain < event && each.isBehind(published)) {
                return true;
            }
        }
        return false;
    }

    /** The message that everybody who asks from then on gets for a topic; null if none is certain. */
    @Nullable
    Published certainlyRetained(String topic, long event) {
        List<Published> may = new ArrayList<>();
        for (Published each : retained.getOrDefault(topic, List.of())) {
            if (each.said < event && !isReplaced(each, event)) {
                may.add(each);
            }
        }
        boolean one = may.size() == 1 && may.getFirst().certain < event;
        return one && !may.getFirst().clears() ? may.getFirst() : null;
    }

    /** Those on which something was retained. */
    Stream<String> topics() {
        return retained.keySet().stream();
    }

    /** Nothing was said to take its place. */
    boolean isLastSaid(Published published) {
        return onTopicOf(published).getLast() == published;
    }

    private List<Published> onTopicOf(Published published) {
        return retained.getOrDefault(published.message.topic(), List.of());
    }
}
