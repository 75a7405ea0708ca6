package io.signalbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.time.Clock;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What an onlooker of the demo reads of a command, whoever hears of it first. */
class NarratorTest {
    private static final Clock CLOCK = new Clock() {
        @Override
        public long millis() {
            return 0;
        }

        @Override
        public long nanos() {
            return 0;
        }
    };

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Narrator narrator = new Narrator(CLOCK, new PrintStream(out, true, UTF_8), false);

    /** The lines without the time. */
    private List<String> told() {
        return out.toString(UTF_8).lines().map(line -> line.substring(12)).toList();
    }

    private static Publish stop(String id) {
        byte[] payload = ("{\"value\": \"stop\"" + id + "}").getBytes(UTF_8);
        return new Publish("d/p2/down/command", payload, Qos.AT_LEAST_ONCE, false, 1);
    }

    private static final Publish STOP = stop(", \"id\": \"c1\"");

    @Test
    void tellsTheCommandBeforeThatTheMachineObeys() {
        narrator.obeyed(STOP);
        narrator.command(STOP);
        assertThat(told())
                .containsExactly("command  p2.command = stop", "machine  p2 obeys: command = stop");
    }

    @Test
    void aCommandThatIsSentAgainIsToldOnce() {
        narrator.command(STOP);
        narrator.command(STOP);
        narrator.obeyed(STOP);
        narrator.obeyed(STOP);
        assertThat(told()).hasSize(2);
        narrator.command(stop(", \"id\": \"c2\""));
        assertThat(told()).hasSize(3);
    }

    @Test
    void whatSomebodyElseSentHasNoIdAndIsAlwaysTold() {
        narrator.command(stop(""));
        narrator.command(stop(""));
        assertThat(told()).hasSize(2);
    }

    @Test
    void tellsThatTheHubHasItConfirmed() {
        Answers hub = new Answers();
        Confirmations confirmations = new Confirmations(hub);
        narrator.command(STOP);
        confirmations.look(narrator);
        assertThat(hub.asked).isEmpty();
        narrator.obeyed(STOP);
        confirmations.look(narrator);
        hub.answer = "{\"commands\":[{\"id\":\"c1\",\"state\":\"sent\"}]}";
        confirmations.look(narrator);
        assertThat(told()).hasSize(2);
        hub.answer = "{\"commands\":[{\"id\":\"c0\",\"state\":\"confirmed\"},"
                + "{\"id\":\"c1\",\"state\":\"confirmed\"}]}";
        confirmations.look(narrator);
        confirmations.look(narrator);
        assertThat(told())
                .containsExactly(
                        "command  p2.command = stop",
                        "machine  p2 obeys: command = stop",
                        "hub      confirmed: p2.command = stop, as p2 reports");
        assertThat(hub.asked).hasSize(3).containsOnly("command list --device p2 --json");
    }

    @Test
    void ofACommandThatEndsOtherwiseNothingMoreIsAsked() {
        Answers hub = new Answers();
        narrator.obeyed(STOP);
        hub.answer = "{\"commands\":[{\"id\":\"c1\",\"state\":\"superseded\"}]}";
        new Confirmations(hub).look(narrator);
        assertThat(told()).hasSize(2);
        assertThat(narrator.awaited()).isEmpty();
    }

    /** A hub that says what it is told to; nothing while it is away. */
    private static final class Answers implements Demo.Commands {
        private final List<String> asked = new ArrayList<>();
        private String answer = "";

        @Override
        public int run(String... arguments) {
            return 1;
        }

        @Override
        public String answer(String... arguments) {
            asked.add(String.join(" ", arguments));
            return answer;
        }
    }
}
