package io.signalbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.mqtt.codec.ProtocolVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class ScenarioReaderTest {
    private static Scenario read(String... lines) {
        return ScenarioReader.read("01-test.txt", List.of(lines));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            a > PUBLSH t "x"            | 2:5  | expected one of AUTH, CONNACK
            a > PUBLISH t "x" qos=two   | 2:19 | expected a number, found 'qos=two'
            a > PUBLISH t "x" quality=1 | 2:19 | expected a field of PUBLISH, one of [topic,
            a > PUBLISH t "x            | 2:15 | expected a closing quote
            a > PUBLISH t "x" qos=1 qos=2 | 2:25 | expected qos once, found it again
            a > PUBLISH t "\\q"          | 2:16 | expected \\n, \\t
            a > SUBSCRIBE id=1 t qos=3  | 2:22 | expected a comma or one of [qos=0
            a > hex 10 0g               | 2:9  | expected bytes such as 10 0c
            a > hex 61*many             | 2:9  | expected bytes and how often
            a < SUBACK id=1 granted     | 2:17 | expected a number
            a closed 0x81 now           | 2:15 | expected the end of the line, found 'now'
            a refused                   | 2:1  | expected a reason such as 0x85
            a sends                     | 2:3  | expected >, <, <~, silent
            a                           | 2:1  | expected one of 'client > PACKET'
            after a while               | 2:7  | expected a time such as 250 ms
            hub explodes                | 2:5  | expected 'hub restarts', 'hub dies'
            not anywhere: reason        | 2:5  | expected 'mosquitto: ' or 'socket: '
            """)
    void saysWhereALineIsWrongAndWhatWasExpected(String line, String place, String message) {
        assertThatThrownBy(() -> read("# a test", line))
                .isInstanceOf(BadScenario.class)
                .hasMessageStartingWith("01-test.txt:" + place + ": " + message);
    }

    @Test
    void wantsATitleAndAtLeastOneLine() {
        assertThatThrownBy(() -> read("a drops")).hasMessageContaining("expected a comment");
        assertThatThrownBy(() -> read("# a test")).hasMessageContaining("the end of the file");
    }

    @Test
    void isHeldInBothVersionsUnlessItNamesOne() {
        assertThat(read("# a test", "a > CONNECT clean id=a").versions())
                .containsExactly(ProtocolVersion.V3_1_1, ProtocolVersion.V5);
        assertThat(read("# a test", "a > CONNECT v5 clean id=a").versions())
                .containsExactly(ProtocolVersion.V5);
        assertThat(read("# a test", "a > hex v3.1.1 10 00").versions())
                .containsExactly(ProtocolVersion.V3_1_1);
    }

    @Test
    void knowsWhatItShowsWhereItIsNotHeldAndHowLongItLasts() {
        Scenario scenario = read(
                "# a test [MQTT-4.3.3-10, MQTT3-4.3.3-2]",
                "not mosquitto: it knows better",
                "hub keep-alive=60",
                "a > CONNECT clean id=a",
                "after 5 s",
                "after 250 ms",
                "hub dies");
        assertThat(scenario.title()).isEqualTo("a test");
        assertThat(scenario.statements()).containsExactly("MQTT-4.3.3-10", "MQTT3-4.3.3-2");
        assertThat(scenario.excluded()).containsEntry("mosquitto", "it knows better");
        assertThat(scenario.settings()).containsEntry("keep-alive", "60");
        assertThat(scenario.millis()).isEqualTo(5_250);
        assertThat(scenario.kills()).isTrue();
    }
}
