package io.signalbox.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class LastValuesTest {
    private final SharedWords shared = new SharedWords();

    /** A map of the same readings is the model. */
    @Test
    void itIsAMapOfReadings() {
        Random random = new Random(3);
        for (int run = 0; run < 200; run++) {
            LastValues values = new LastValues();
            Map<String, Reading> model = new TreeMap<>();
            int size = 0;
            for (int i = 0; i < 60; i++) {
                Reading reading = reading(random);
                size += values.put(reading, shared);
                model.put(reading.point(), reading);
                assertThat(values.readings("d")).isEqualTo(new ArrayList<>(model.values()));
            }
            assertThat(size)
                    .isEqualTo(model.values().stream().mapToInt(r -> size(r)).sum());
            for (int point = 0; point < 12; point++) {
                Reading expected = model.get("p" + point);
                assertThat(values.reading("d", "p" + point)).isEqualTo(expected);
                assertThat(values.has("p" + point)).isEqualTo(expected != null);
                assertThat(values.value("p" + point))
                        .isEqualTo(expected == null ? null : expected.value());
            }
        }
    }

    private static int size(Reading reading) {
        return reading.value() instanceof Value.Text text ? 1 + text.value().length() / 32 : 1;
    }

    private static Reading reading(Random random) {
        Value value = switch (random.nextInt(4)) {
            case 0 -> new Value.Bool(random.nextBoolean());
            case 1 -> new Value.Text("w".repeat(random.nextInt(200)));
            default -> new Value.Numeric(random.nextGaussian());
        };
        return new Reading(
                "d",
                "p" + random.nextInt(12),
                value,
                random.nextLong(),
                random.nextLong(),
                Quality.values()[random.nextInt(4)],
                random.nextLong());
    }

    @Test
    void devicesOfAKindShareTheNamesOfTheirPoints() {
        PointNames first = shared.names(PointNames.NONE.with("b", 0).with("a", 0));
        assertThat(shared.names(PointNames.NONE.with("a", 0).with("b", 1))).isSameAs(first);
        assertThat(shared.word(new String("pump"))).isSameAs(shared.word(new String("pump")));
        assertThat(shared.value(new Value.Text("on"))).isSameAs(shared.value(new Value.Text("on")));
    }

    @Test
    void wordsThatNobodySharesDoNotPileUp() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            words.add(shared.word("w" + i));
        }
        assertThat(shared.word("w39999")).isSameAs(words.getLast());
        assertThat(shared.word("w0")).isNotSameAs(words.getFirst()).isEqualTo(words.getFirst());
    }
}
