package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class IntMapTest {
    @Test
    void holdsWhatAnOrdinaryMapHolds() {
        Random random = new Random(3);
        IntMap<String> map = new IntMap<>();
        Map<Integer, String> expected = new HashMap<>();
        for (int round = 0; round < 20_000; round++) {
            int key = 1 + random.nextInt(200);
            if (random.nextInt(3) == 0) {
                map.remove(key);
                expected.remove(key);
            } else {
                map.put(key, "v" + round);
                expected.put(key, "v" + round);
            }
            int asked = 1 + random.nextInt(200);
            assertThat(map.get(asked)).isEqualTo(expected.get(asked));
        }
        List<String> values = new ArrayList<>();
        map.forEach(values::add);
        assertThat(values).containsExactlyInAnyOrderElementsOf(expected.values());
        assertThat(map.size()).isEqualTo(expected.size());
    }
}
