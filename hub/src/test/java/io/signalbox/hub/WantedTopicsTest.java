package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.device.Stray;
import io.signalbox.language.Language;
import io.signalbox.language.Mapping;
import io.signalbox.language.Source;
import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.Test;

import java.util.List;

class WantedTopicsTest {
    private final Strays strays = new Strays(new ManualClock(0));
    private final WantedTopics wanted = new WantedTopics(strays);

    private static List<Mapping> mappings(String text) {
        return Language.check(List.of(new Source("f", text)))
                .program()
                .orElseThrow()
                .mappings();
    }

    @Test
    void everythingIsWantedUntilItIsKnownWhatIsDeclared() {
        assertThat(wanted.test("tele/p/SENSOR")).isTrue();
        wanted.read(List.of());
        assertThat(wanted.test("tele/p/SENSOR")).isFalse();
    }

    @Test
    void aDeviceThatPublishesWhereNobodyLooksIsNoted() {
        assertThat(wanted.test("d/p/temp")).isTrue();
        assertThat(strays.all()).isEmpty();
        wanted.read(List.of());
        for (String topic : List.of("tele/p/temp", "d/q/up/temp", "d/q/down/x")) {
            wanted.test(topic);
        }
        assertThat(strays.all()).isEmpty();
        assertThat(wanted.test("d/p/temp")).isFalse();
        assertThat(wanted.test("d/q/up/a/b")).isTrue();
        assertThat(strays.all()).extracting(Stray::device).containsExactly("p", "q");
    }

    @Test
    void readingsAnswersAndWhatMappingsReadAreWanted() {
        wanted.read(mappings("""
                type Plug { power : W }
                mapping m for Plug
                  topic "tele/{device}/SENSOR"
                  power = json "/p"
                """));
        assertThat(wanted.test("d/p/up/x")).isTrue();
        assertThat(wanted.test("d/p/ack/x")).isTrue();
        assertThat(wanted.test("tele/p/SENSOR")).isTrue();
        assertThat(wanted.test("d/p/down/x")).isFalse();
        assertThat(wanted.test("tele/p/STATE")).isFalse();
        assertThat(wanted.test("d/")).isFalse();
        wanted.read(List.of());
        assertThat(wanted.test("tele/p/SENSOR")).isFalse();
    }
}
