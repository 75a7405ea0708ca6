package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Topic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

class TopicTreeTest {
    private static final String[] LEVELS = {"a", "b", "", "$s", "+", "#"};

    @Test
    @Timeout(10)
    void row44FindsAHundredThousandFiltersThatOverlap() {
        TopicTree tree = new TopicTree(topic -> false);
        String[] levels = "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q".split("/");
        for (int filter = 0; filter < 100_000; filter++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < levels.length; i++) {
                text.append(i == 0 ? "" : "/").append((filter & 1 << i) != 0 ? "+" : levels[i]);
            }
            tree.acquire(text.toString());
        }
        assertThat(tree.match("a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q").ids()).hasSize(100_000);
        assertThat(tree.match("a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/x").ids()).hasSize(34_464);
    }

    @Test
    void matchesWhatTheRulesOfTopicsSayAfterAnyChanges() {
        Random random = new Random(7);
        TopicTree tree = new TopicTree(topic -> false);
        Map<String, Filter> present = new HashMap<>();
        for (int round = 0; round < 3_000; round++) {
            String filter = text(random, LEVELS.length);
            if (Topic.isFilter(filter)) {
                if (present.containsKey(filter)) {
                    tree.release(present.remove(filter));
                } else {
                    present.put(filter, tree.acquire(filter));
                }
            }
            String topic = text(random, 4);
            if (Topic.isName(topic)) {
                TreeSet<String> expected = new TreeSet<>();
                present.keySet().stream()
                        .filter(f -> Topic.matches(f, topic))
                        .forEach(expected::add);
                List<String> found = new ArrayList<>();
                for (Filter match : tree.match(topic).filters()) {
                    found.add(match.text);
                }
                assertThat(found).as(topic).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
        assertThat(tree.size()).isEqualTo(present.size());
    }

    private static String text(Random random, int kinds) {
        StringBuilder text = new StringBuilder();
        for (int levels = 1 + random.nextInt(3); levels > 0; levels--) {
            text.append(LEVELS[random.nextInt(kinds)]).append(levels > 1 ? "/" : "");
        }
        return text.toString();
    }

    @Test
    void givesAFilterOneNumberWhileAnybodyUsesItAndAnotherLater() {
        TopicTree tree = new TopicTree(topic -> false);
        Filter first = tree.acquire("a/+");
        assertThat(tree.acquire("a/+")).isSameAs(first);
        tree.release(first);
        assertThat(tree.match("a/b").ids()).containsExactly(first.id);
        tree.release(first);
        assertThat(tree.match("a/b").ids()).isEmpty();
        assertThat(tree.acquire("a/+").id).isGreaterThan(first.id);
    }

    @Test
    void cacheForgetsMatchesWhenAFilterComesOrGoes() {
        TopicTree tree = new TopicTree(topic -> false);
        MatchCache cache = new MatchCache(tree, 2);
        assertThat(cache.match("a").ids()).isEmpty();
        Filter all = tree.acquire("#");
        assertThat(cache.match("a").ids()).containsExactly(all.id);
        assertThat(cache.match("a")).isSameAs(cache.match("a"));
        tree.release(all);
        assertThat(cache.match("a").ids()).isEmpty();
        cache.match("b");
        cache.match("c");
        assertThat(cache.match("c")).isSameAs(cache.match("c"));
    }
}
