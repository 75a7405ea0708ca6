package io.signalbox.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrayTest {
    @ParameterizedTest
    @CsvSource({
        "d/x/temp, d/x/up/temp",
        "d/x/Up/temp, d/x/up/temp",
        "d/x/up/a/b, d/x/up/b",
        "d/x/a/b/c/d, d/x/up/d",
        "d/x/up, d/x/up/data",
        "d/x/up/, d/x/up/data",
        "d/x/, d/x/up/data",
        "d/x, d/x/up/data"
    })
    void saysWhereReadingsCome(String topic, String expected) {
        assertThat(Stray.of(topic, 5))
                .hasValueSatisfying(stray -> assertThat(stray.words())
                        .isEqualTo("published on " + topic + "; readings come on " + expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d/x/up/temp",
                "d/x/down/a",
                "d/x/ack/a",
                "d/x/event/a",
                "d/x/alarm/a",
                "tele/x",
                "d/",
                "d",
                "d/a b/temp"
            })
    void isNothingOfATopicThatSomebodyLooksAtAndOfOneWithoutADevice(String topic) {
        assertThat(Stray.of(topic, 5)).isEmpty();
    }

    @Test
    void keepsNoLongTopics() {
        Stray stray = Stray.of("d/x/" + "a".repeat(60_000), 5).orElseThrow();
        assertThat(stray.topic()).hasSize(201);
        assertThat(stray.expected()).isEqualTo("d/x/up/data");
    }
}
