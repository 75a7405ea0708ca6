package io.signalbox.mqtt.codec;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

/** Topics of lengths around the eight bytes that are looked at at once. */
class TopicCacheTest {
    private final TopicCache cache = new TopicCache();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 15, 16, 17, 23, 64, 127, 128})
    void aTopicIsFoundByItsBytesAloneWhateverStandsBehindThem(int length) {
        String topic = "abcdefgh".repeat(16).substring(0, length);
        cache.keep(topic.getBytes(US_ASCII), length, topic);

        byte[] scratch = Arrays.copyOf(topic.getBytes(US_ASCII), 200);
        Arrays.fill(scratch, length, 200, (byte) 'z');
        assertThat(cache.find(scratch, length)).isSameAs(topic);
        for (int i = 0; i < length; i++) {
            byte[] other = scratch.clone();
            other[i]++;
            assertThat(cache.find(other, length)).as("another byte at " + i).isNull();
        }
        assertThat(cache.find(scratch, length - 1)).isNull();
        assertThat(cache.find(scratch, length + 1)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/%d", "plant/line-%02d/flow", "d/%d/up/temperature", "x%d/12345678"})
    void topicsThatDifferInANumberSeldomTakeEachOthersPlace(String form) {
        int topics = 20;
        for (int i = 0; i < topics; i++) {
            String topic = String.format(form, i);
            cache.keep(topic.getBytes(US_ASCII), topic.length(), topic);
        }
        int found = 0;
        for (int i = 0; i < topics; i++) {
            String topic = String.format(form, i);
            found += cache.find(topic.getBytes(US_ASCII), topic.length()) == null ? 0 : 1;
        }
        assertThat(found).isGreaterThan(topics * 2 / 3);
    }
}
