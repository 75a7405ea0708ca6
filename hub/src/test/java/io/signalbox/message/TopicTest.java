package io.signalbox.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    @ParameterizedTest
    @CsvSource({
        "a/b,a/b",
        "a/+,a/b",
        "+/b,a/b",
        "#,a/b",
        "a/#,a/b",
        "a/#,a",
        "a/b/#,a/b",
        "+/+,/x",
        "/+,/x",
        "+,x",
        "a/+/c,a//c",
        "a/+,a/",
        "$SYS/#,$SYS/x",
        "a//b,a//b",
        "+/#,a"
    })
    void matches(String filter, String topic) {
        assertThat(Topic.matches(filter, topic)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b,a/c",
        "a/+,a",
        "a/+,a/b/c",
        "+,/x",
        "#,$SYS/x",
        "+/x,$SYS/x",
        "a/b/#,a/bc",
        "a,a/b",
        "a/b,a",
        "ab,a",
        "a,ab",
        "a/#,ab",
        "a/b/+,a/b"
    })
    void doesNotMatch(String filter, String topic) {
        assertThat(Topic.matches(filter, topic)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#", "#/a", "+a", "a/#/b", "", "a+/b", "a/b#"})
    void refusesFiltersWithMisplacedWildcards(String filter) {
        assertThat(Topic.isFilter(filter)).isFalse();
    }

    @Test
    void limitsTheNumberOfLevels() {
        assertThat(Topic.isName("/".repeat(Topic.MAX_LEVELS - 1))).isTrue();
        assertThat(Topic.isName("/".repeat(Topic.MAX_LEVELS))).isFalse();
        assertThat(Topic.isName("/".repeat(65_535))).isFalse();
        assertThat(Topic.isFilter("+/".repeat(Topic.MAX_LEVELS) + "#")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/+", "#", "a\u0000b"})
    void refusesNamesThatCannotBePublishedTo(String topic) {
        assertThat(Topic.isName(topic)).isFalse();
    }
}
