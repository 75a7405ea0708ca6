package io.signalbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Publish;

import org.junit.jupiter.api.Test;

class ToldTest {
    private static Told told(String payload) {
        return Told.of(new Publish(
                "d/p2/alarm/pump_dry", payload.getBytes(UTF_8), Qos.AT_MOST_ONCE, false, 0));
    }

    @Test
    void wordsAreWholeAlsoWithQuotes() {
        Told alarm = told("{\"text\": \"p2 is \\\"dry\\\"\", \"value\": 4.5}");
        assertThat(alarm.device()).isEqualTo("p2");
        assertThat(alarm.name()).isEqualTo("pump_dry");
        assertThat(alarm.member("text")).isEqualTo("p2 is \"dry\"");
        assertThat(alarm.member("value")).isEqualTo("4.5");
    }

    @Test
    void whatIsNotOfTheHubSaysNothing() {
        assertThat(told("stop").member("value")).isEmpty();
        assertThat(told("{}").member("value")).isEmpty();
    }
}
