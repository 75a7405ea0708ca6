package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

class SubscribersTest {
    @Test
    void manyComeAndGoInAnyOrderAndEachIsThereOnce() {
        Random random = new Random(2);
        Subscribers subscribers = new Subscribers(new Filter(1, "t", false));
        List<Subscription> present = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Subscription subscription = new Subscription(1, "t", 0, 0);
            subscribers.add(subscription);
            present.add(subscription);
        }
        Collections.shuffle(present, random);
        while (!present.isEmpty()) {
            Subscription gone = present.removeLast();
            subscribers.remove(gone);
            subscribers.remove(gone);
            assertThat(subscribers.count).isEqualTo(present.size());
            if (present.size() % 1_000 == 500) {
                Set<Subscription> found = new HashSet<>();
                for (int i = 0; i < subscribers.count; i++) {
                    found.add(subscribers.all[i]);
                }
                assertThat(found).isEqualTo(new HashSet<>(present));
            }
        }
        assertThat(subscribers.all).hasSizeLessThan(100).containsOnlyNulls();
    }

    @Test
    void theSubscriptionsOfOneSessionAreWhatAMapWouldHold() {
        Random random = new Random(9);
        for (int most = 1; most < 5; most++) {
            Subscriptions subscriptions = new Subscriptions();
            Map<Integer, Subscription> expected = new HashMap<>();
            for (int round = 0; round < 500; round++) {
                int id = 1 + random.nextInt(most);
                if (random.nextBoolean()) {
                    Subscription added = new Subscription(id, "f" + id, 0, 0);
                    added.older = random.nextInt(4) == 0 ? expected.get(id) : null;
                    subscriptions.put(added);
                    expected.put(id, added);
                } else {
                    subscriptions.remove(id);
                    expected.remove(id);
                }
                List<Subscription> all = new ArrayList<>();
                subscriptions.forEach(all::add);
                assertThat(all).containsExactlyInAnyOrderElementsOf(expected.values());
                assertThat(subscriptions.size()).isEqualTo(expected.size());
                assertThat(subscriptions.get(id)).isSameAs(expected.get(id));
                assertThat(subscriptions.hasOlder())
                        .isEqualTo(expected.values().stream().anyMatch(s -> s.older != null));
            }
        }
    }
}
