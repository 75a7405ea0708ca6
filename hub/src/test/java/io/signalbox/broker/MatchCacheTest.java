package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicBoolean;

class MatchCacheTest {
    private final TopicTree tree = new TopicTree(topic -> false);
    private final MatchCache cache = new MatchCache(tree, 100);

    @Test
    void remembersATopicUntilTheFiltersChange() {
        tree.acquire("a");
        Matches first = cache.match("a");
        assertThat(cache.match("a")).isSameAs(first);
        Filter any = tree.acquire("+");
        assertThat(cache.match("a").filters()).hasSize(2).contains(any);
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void asksAnewOnceTheFoldsWantOtherTopics() {
        AtomicBoolean wanted = new AtomicBoolean();
        TopicTree asking = new TopicTree(topic -> wanted.get());
        MatchCache remembering = new MatchCache(asking, 100);
        assertThat(remembering.match("tele/x").wanted()).isFalse();
        wanted.set(true);
        asking.wantedChanged();
        assertThat(remembering.match("tele/x").wanted()).isTrue();
    }

    @Test
    void startsAnewWhenItIsFullHoweverManyTopicsCome() {
        for (int i = 0; i < 10_000; i++) {
            cache.match("row38/" + i);
            assertThat(cache.size()).isBetween(1, 100);
        }
    }

    @Test
    void longTopicsAndThoseOfManyFiltersWeighMore() {
        for (int i = 0; i < 1_000; i++) {
            cache.match("x".repeat(500) + i);
            assertThat(cache.size()).isLessThanOrEqualTo(25);
        }
        int before = cache.size();
        cache.match("y".repeat(5_000));
        assertThat(cache.size()).isEqualTo(before);
    }
}
