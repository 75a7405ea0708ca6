package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
    private final TerminalDouble terminal = new TerminalDouble();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bench pear                        | fan-in
            bench pairs --size 23             | --size is from 24
            bench pairs --qos 3               | --qos is from 0 to 2
            bench pairs --window 0            | --window is from 1
            bench pairs --rate -5             | --rate is more than 0
            bench pairs --duration 3          | 500ms, 10s or 5m
            bench pairs --mqtt 4              | 3.1.1 or 5
            bench pairs --subscribers 3       | as many subscribers as --publishers
            bench pub --subscribers 3         | no subscribers
            bench sub --publishers 3          | no publishers
            bench pub --connections 3         | for idle and sessions
            bench pub --publishers 0          | at least one client
            bench pub --topic a/#             | without wildcards
            bench pub --password x            | --username
            bench pub --url http://localhost  | mqtt://HOST:PORT
            bench pub --url mqtt://h:99999    | 65535
            bench pub --publishers many       | many
            bench pub --burst 0               | --burst is from 1
            bench pub --ca x.pem              | mqtts:// alone
            bench pub --url mqtts://127.0.0.1 --cert c | need each other
            bench pub --pid 4999999           | no process 4999999
            bench pub --rules x.rules         | rule-loop alone
            bench rule-loop --subscribers 2   | no subscribers
            bench pairs --messages 5          | for retained alone
            bench pub --share g               | for sub and sessions
            bench sub --share a+b             | without /, + and #
            bench idle --expiry 5m            | for sessions alone
            bench sessions --subscribers 5    | no subscribers
            bench sessions --expiry soon      | 500ms, 10s or 5m
            bench retained --connections 5    | for idle and sessions
            bench retained --messages 0       | --messages is from 1
            """)
    void refusesWhatCannotBeMeantInASentence(String line, String part) {
        assertThat(terminal.run(line.split(" "))).isEqualTo(2);
        assertThat(terminal.err()).contains(part).contains("bench -h").doesNotContain("\tat ");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void helpShowsExamples() {
        assertThat(terminal.run("bench", "-h")).isZero();
        assertThat(terminal.out()).contains("Examples:", "--rate", "fan-out");
    }

    @Test
    void saysWhatIsWrongWithAFileOfCertificates() {
        int code = terminal.run(
                "bench", "pub", "--url", "mqtts://127.0.0.1:1", "--ca", "missing-authority.pem");
        assertThat(code).isEqualTo(74);
        assertThat(terminal.err()).contains("missing-authority.pem", "found none");
    }
}
