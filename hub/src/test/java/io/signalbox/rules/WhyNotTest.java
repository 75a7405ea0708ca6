package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** What stands in the way of a rule, in words. */
class WhyNotTest {
    private static final long START = Instant.parse("2026-01-02T03:00:00Z").toEpochMilli();

    private final Rehearsal rehearsal = new Rehearsal(Language::check, START);
    private long millis = START;

    private void declare(String condition) {
        rehearsal.tick();
        rehearsal.declare(new Declaration(List.of(new Source("f", """
                type Door {
                  open  : boolean
                  badge : boolean
                  level : bar
                }
                rule r for each Door d when %s then alarm minor "x"
                """.formatted(condition)))));
        rehearsal.device(new DeviceChange.Registered("d1", "Door", null, new TreeMap<>()));
    }

    private void say(String point, Object value, int seconds) {
        rehearsal.publish("d/d1/up/" + point, value.toString().getBytes(UTF_8), "d1");
        for (int i = 0; i < seconds; i++) {
            millis += 1_000;
            rehearsal.moveTo(millis);
            rehearsal.tick();
        }
    }

    private List<String> lines() {
        return ((WhyNot.Waits) rehearsal.decisions().whyNot("r", "d1")).lines();
    }

    @Test
    void whatHasToFollowIsWaitedForUntilATime() {
        declare("d.badge = true followed by d.open = true within 1 min");
        String whole = "  'd.badge = true followed by d.open = true within 1 min' is ";
        say("badge", false, 1);
        say("open", false, 1);
        assertThat(lines())
                .contains(whole + "false, has to be true; 'd.badge = true' has not begun yet");
        say("badge", true, 10);
        assertThat(lines())
                .contains(whole + "false, has to be true; 'd.badge = true' began at"
                        + " 2026-01-02T03:00:02.000Z; what follows by 2026-01-02T03:01:02.000Z"
                        + " counts");
        say("open", true, 100);
        assertThat(lines()).contains(whole + "true, has to be false");
    }

    @Test
    void whatMustNotFollowIsFarFromItByTheTimeThatIsLeft() {
        declare("d.badge = true not followed by d.open = true within 1 min");
        say("badge", false, 1);
        say("open", false, 1);
        say("badge", true, 10);
        assertThat(lines())
                .contains("  'd.badge = true not followed by d.open = true within 1 min' is false,"
                        + " has to be true: 50 s away (10 s, limit 60 s)");
    }

    @ParameterizedTest
    @CsvSource({
        "2,            8 bar away (2 bar",
        "0.5,          9.5 bar away (0.5 bar",
        "9.87654321,   0.1235 bar away (9.877 bar",
        "-12345.678,   12355.7 bar away (-12345.7 bar",
        "0.000123456,  10 bar away (0.0001235 bar",
        "9.999999,     1.000e-06 bar away (10 bar",
    })
    void numbersAreShortAndSayWhatTheyCan(String level, String words) {
        declare("d.level > 10 bar");
        say("level", level, 1);
        assertThat(lines()).anyMatch(line -> line.contains(words));
    }
}
