package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.message.Topic;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

class RetainedTreeTest {
    private static final String[] LEVELS = {"a", "b", "", "$s", "long-one", "+", "#"};

    private final RetainedTree tree = new RetainedTree();

    private void put(String topic, String payload, long sequence, MessageProperties properties) {
        RetainedMessages.put(
                tree,
                new Retained(
                        sequence,
                        Hub.message("p", topic, payload, Qos.AT_LEAST_ONCE, true, properties, 1000),
                        new int[] {3, 700}));
    }

    @Test
    void isWhatAMapOfTopicsWouldHold() {
        Random random = new Random(4);
        Map<String, String> expected = new TreeMap<>();
        for (int round = 0; round < 4_000; round++) {
            String topic = text(random, 5);
            if (Topic.isName(topic)) {
                String payload = random.nextInt(3) == 0 ? "" : "v" + round;
                put(topic, payload, round, MessageProperties.NONE);
                expected.put(topic, payload);
                expected.values().removeIf(String::isEmpty);
                assertThat(tree.has(topic)).isEqualTo(!payload.isEmpty());
            }
            String filter = text(random, LEVELS.length);
            if (Topic.isFilter(filter)) {
                Map<String, String> matching = new TreeMap<>(expected);
                matching.keySet().removeIf(t -> !Topic.matches(filter, t));
                assertThat(found(tree.match(filter))).as(filter).isEqualTo(matching);
            }
            assertThat(tree.size()).isEqualTo(expected.size());
        }
        assertThat(found(tree.everything())).isEqualTo(expected).isNotEmpty();
    }

    private static String text(Random random, int kinds) {
        StringBuilder text = new StringBuilder();
        for (int levels = 1 + random.nextInt(3); levels > 0; levels--) {
            text.append(LEVELS[random.nextInt(kinds)]).append(levels > 1 ? "/" : "");
        }
        return text.toString();
    }

    private static Map<String, String> found(RetainedMatches matches) {
        Map<String, String> found = new TreeMap<>();
        Retained next;
        while ((next = matches.next()) != null) {
            assertThat(next.message().publisher()).isEqualTo("p");
            assertThat(next.names(700)).isTrue();
            found.put(next.message().topic(), new String(next.message().payload(), UTF_8));
        }
        return found;
    }

    @Test
    void keepsAllThatBelongsToAMessage() {
        MessageProperties all = new MessageProperties(
                true, 60, "text", "answer/here", new byte[] {1, 2}, List.of("k", "v"));
        put("a/b", "x", 77, all);
        Retained found = Objects.requireNonNull(tree.match("a/+").next());
        assertThat(found.sequence()).isEqualTo(77);
        assertThat(found.message().receivedMillis()).isEqualTo(1000);
        assertThat(found.message().retain()).isTrue();
        assertThat(found.message().qos()).isEqualTo(Qos.AT_LEAST_ONCE);
        assertThat(Objects.requireNonNull(found.message().properties().correlationData()))
                .containsExactly(1, 2);
        assertThat(found.message().properties()).usingRecursiveComparison().isEqualTo(all);
    }

    @Test
    void takesOutWhatExpiredAFewAtATime() {
        for (int i = 0; i < 100; i++) {
            put("t/" + i, "x", i, i % 4 == 0 ? Hub.expiring(10) : MessageProperties.NONE);
        }
        tree.purge(10_999, 1_000);
        assertThat(tree.size()).isEqualTo(100);
        List<Integer> sizes = new ArrayList<>();
        for (int call = 0; call < 12; call++) {
            tree.purge(11_000, 10);
            sizes.add(tree.size());
        }
        assertThat(sizes.getFirst()).isBetween(90, 99);
        assertThat(sizes.getLast()).isEqualTo(75);
    }
}
