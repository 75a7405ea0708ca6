package io.signalbox.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.language.Checked;
import io.signalbox.language.Format;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class ImportTest {
    @Test
    void alertsOfPrometheusBecomeRules() throws IOException {
        Imported imported = PrometheusImport.read("alerts.yml", resource("alerts.yml"));
        assertThat(imported.text())
                .contains("type Node {\n  up ")
                .contains("""
                        # alert InstanceDown, line 6
                        rule instance_down "InstanceDown" for each Node d
                          when (d.up = 0) for 5 min
                          then alarm critical "Instance {d} down"
                        """)
                .contains("when (d.node_load5 / 4 > 1.5 and d.node_load1 > 4) for 90 min")
                .contains("(rate(d.http_errors_total_500, 5 min) * 1 s)")
                .contains("alarm critical \"Less than {{10}} % of memory left on {d}\"")
                .contains(
                        "delta(d.process_restarts_total, 15 min) > 2 and not (d.process_maintenance = 1)")
                .contains("when avg(d.room_temperature_celsius, 10 min) > 28 or d.room_temp")
                .contains("when (d.room_temperature_celsius is unknown) for 10 min");
        assertThat(imported.rules()).isEqualTo(7);
        accepted(imported);
        assertThat(imported.losses())
                .containsExactly(
                        "alerts.yml:13: not carried over: annotation description of alert"
                                + " InstanceDown: an alarm has one text",
                        "alerts.yml:14: not carried over: '{{ $value | humanize }}' in the text of"
                                + " alert HighLoad: a text names the device and values of its points",
                        "alerts.yml:17: not carried over: label team of alert HighLoad: alarms have a"
                                + " severity and a text",
                        "alerts.yml:21: not carried over: alert DiskFillsUp: there is no"
                                + " 'predict_linear' here",
                        "alerts.yml:34: not carried over: '{{ $labels.pod }}' in the text of alert"
                                + " Restarted: a text names the device and values of its points",
                        "alerts.yml:38: not carried over: severity 'unknown_word' of alert Warm: it"
                                + " became 'warning'; there are critical, major, minor, warning and"
                                + " info",
                        "alerts.yml:46: not carried over: alert TooBusyTogether: 'sum' of several"
                                + " series: a rule looks at one device",
                        "alerts.yml:48: not carried over: alert LowDisk: 'fstype =~ …' chooses among"
                                + " series: write a rule for each",
                        "alerts.yml:49: not carried over: recording rule job:http_requests:rate5m: a"
                                + " calculation without an alert is no rule");
    }

    @Test
    void automationsOfHomeAssistantBecomeRules() throws IOException {
        Imported imported =
                HomeAssistantImport.read("automations.yaml", resource("automations.yaml"));
        assertThat(imported.text())
                .contains("  light_hall                 : on | off")
                .contains("""
                        rule hall_light_by_motion "Hall light by motion" for each Home h
                          when h.binary_sensor_hall_motion becomes on
                          then set h.light_hall = on  expires in 1 min
                        """)
                .contains("(time in 00:00..06:00 on mon, tue or time in 22:00..24:00 on mon, tue)")
                .contains("when (h.sensor_bath_humidity > 70) for 5 min\n")
                .contains("(h.person_ada is \"home\" or (h.sun_sun is below_horizon and")
                .contains("notify \"mobile app ada\" \"Bath: Humidity is … %\"")
                .contains("when time in 07:00..07:01")
                .contains("set h.climate_living_temperature = 21")
                .contains("(h.person_ada changes and h.person_ada is not \"home\")");
        assertThat(imported.rules()).isEqualTo(5);
        accepted(imported);
        assertThat(imported.losses())
                .hasSize(10)
                .anyMatch(
                        l -> l.startsWith("automations.yaml:13: ") && l.contains("brightness_pct"))
                .anyMatch(l -> l.startsWith("automations.yaml:36: ") && l.contains("template"))
                .anyMatch(l -> l.startsWith("automations.yaml:52: ") && l.contains("delay"))
                .anyMatch(l -> l.startsWith("automations.yaml:59: ") && l.contains("'offset'"))
                .anyMatch(l -> l.startsWith("automations.yaml:63: ") && l.contains("scene.turn_on"))
                .anyMatch(l -> l.startsWith("automations.yaml:79: ") && l.contains("blueprint"))
                .anyMatch(l -> l.startsWith("automations.yaml:83: ") && l.contains("too often"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            up == 0 and on(job) x > 1  | relates series of several devices
            a offset 5m > 1            | looks at another time
            a{x!="y"} > 1              | chooses among series
            a{job="x"} > b{job="y"}    | it speaks of two jobs
            a{instance="x"} > 1        | it is about one instance
            rate(a) > 1                | has no range of time
            a[5m] > 1                  | a range of values without a function
            a + 1                      | it compares nothing
            rate((a + b)[5m:1m]) > 1   | a query within a query
            a > (b > 3)                | within a value
            a >                        | it ends where a value was expected
            ((((                       | it ends where a value was expected
            a > $x                     | cannot be read
            time() - a > 300           | there is no 'time' here
            topk(3, a) > 1             | a rule looks at one device
            """)
    void whatPromQlSaysOfSeveralSeriesIsNamed(String expression, String why) {
        String file = "groups: [{name: g, rules: [{alert: A, expr: '" + expression + "'}]}]";
        Imported imported = PrometheusImport.read("a.yml", file);
        assertThat(imported.text()).isEmpty();
        assertThat(imported.losses()).singleElement().asString().contains("a.yml:1: ", why);
    }

    @Test
    void aFileThatIsNoneOfTheSystemIsRefused() {
        assertThatThrownBy(() -> PrometheusImport.read("a.yml", "x: [1"))
                .hasMessageStartingWith("a.yml:1: error: this is not YAML");
        assertThatThrownBy(() -> PrometheusImport.read("a.yml", "rules: []"))
                .hasMessageContaining("'groups' was expected");
        assertThatThrownBy(() -> PrometheusImport.read("a.yml", ""))
                .hasMessageContaining("'groups' was expected");
        assertThatThrownBy(() -> HomeAssistantImport.read("a.yml", "- alias: x"))
                .hasMessageContaining("a list of automations");
    }

    @Test
    void hostileFilesTakeNoMemory() {
        assertThatThrownBy(() -> PrometheusImport.read("a.yml", "[".repeat(100_000)))
                .isInstanceOf(ImportFailure.class);
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("x]\n");
        }
        assertThatThrownBy(() -> PrometheusImport.read("a.yml", bomb.toString()))
                .isInstanceOf(ImportFailure.class);
        assertThatThrownBy(() -> PrometheusImport.read("a.yml", "&a [*a]"))
                .isInstanceOf(ImportFailure.class);
        assertThatThrownBy(() -> PrometheusImport.read("a.yml", "x: " + "y".repeat(5_000_000)))
                .isInstanceOf(ImportFailure.class);
        assertThat(PrometheusImport.read("a.yml", "groups: !!java.net.URL [x]").rules())
                .isZero();
    }

    private static void accepted(Imported imported) {
        Source source = new Source("imported.rules", imported.text());
        Checked checked = Language.check(List.of(source));
        assertThat(checked.accepted()).as(checked.findings().toString()).isTrue();
        assertThat(Format.of(source).text()).contains(imported.text());
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ImportTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
