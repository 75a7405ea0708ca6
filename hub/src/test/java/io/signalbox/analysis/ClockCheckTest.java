package io.signalbox.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times that clocks show twice or never. */
class ClockCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Europe/Berlin    | 22:00..06:00                | ",
                "Europe/Berlin    | 22:00..02:30                | show 02:30 never or twice",
                "Europe/Berlin    | 02:00..08:00                | show 02:00 twice on",
                "Europe/Berlin    | 03:00..08:00                | ",
                "Europe/Berlin    | 02:30..08:00 on mon..fri    | ",
                "Europe/Berlin    | 22:00..02:30 on fri         | ",
                "Europe/Berlin    | 22:00..02:30 on sat         | show 02:30 never or twice",
                "America/New_York | 01:30..08:00                | show 01:30 twice on",
                "America/New_York | 02:30..08:00                | show 02:30 never on",
                "UTC              | 02:30..08:00                | ",
                "Asia/Tokyo       | 02:30..08:00                | ",
            })
    void toldOfTimesInTheHourOfTheChange(String zone, String time, String expected) {
        var warnings = Analysed.warnings("zone \"" + zone + "\"\n"
                + Analysed.mode("a", "time in " + time + " and r.temp > 24 °C", "", "cool"));
        if (expected == null) {
            assertThat(warnings).isEmpty();
        } else {
            assertThat(warnings)
                    .singleElement()
                    .asString()
                    .startsWith("clock-change: clocks in " + zone + " " + expected);
        }
    }
}
