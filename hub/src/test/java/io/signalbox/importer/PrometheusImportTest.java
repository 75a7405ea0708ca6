package io.signalbox.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

class PrometheusImportTest {
    @Test
    void alertsOfOneNameAreAcceptedTogether() {
        Imported imported = read("""
                - {alert: Hot, expr: temp > 30, labels: {severity: warning}}
                - {alert: Hot, expr: temp > 40, labels: {severity: critical}}
                - {alert: hot_2, expr: temp > 50, labels: {severity: critical}}
                """);
        assertThat(imported.losses()).isEmpty();
        assertThat(imported.rules()).isEqualTo(3);
        assertThat(imported.text())
                .contains("rule hot \"Hot\"", "rule hot_2 \"Hot\"")
                .contains("test \"Hot\"", "test \"hot_2\"", "test \"hot_2_2\"");
        accepted(imported);
    }

    @Test
    void aNameOnTwoLinesStaysInItsComment() {
        Imported imported = read("- {alert: \"A\\nrule x\", expr: temp > 30}");
        assertThat(imported.rules()).isEqualTo(1);
        assertThat(imported.text()).contains("# alert A rule x, line 4\n");
        accepted(imported);
    }

    static Stream<String> broken() {
        return Stream.of(
                "a[",
                "a{",
                "a{b=",
                "a{b=}",
                "a{b=c} > 1",
                "f(",
                "a > 1e999999999",
                "a > 1e-999999999",
                "a > 1e99999999999999999999",
                "a > " + "9".repeat(100_000),
                "a[99999999999999999999m] > 1",
                "rate(a[9999999999y]) > 1",
                "-".repeat(100_000) + "a > 1",
                "(".repeat(100_000),
                "a" + " + a".repeat(100_000) + " > 1",
                "a > 1" + " or a > 1".repeat(100_000),
                "a{b=\"" + "x".repeat(100_000) + "\"} > 1",
                "a{b=\"" + "\\\\x".repeat(100_000) + "\"} > 1",
                "a{b='" + "x".repeat(100_000) + "'} > 1",
                "a[" + "1s".repeat(100_000) + "] > 1",
                "# x\n".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void anExpressionThatCannotBeReadIsALoss(String expression) {
        String block =
                "groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: |\n          "
                        + expression.replace("\n", "\n          ")
                        + "\n      - alert: B\n        expr: b > 1\n";
        Imported imported = PrometheusImport.read("a.yml", block);
        assertThat(imported.rules()).isEqualTo(1);
        assertThat(imported.losses()).singleElement().asString().contains("alert A: ");
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void aDurationThatIsNoneIsALoss(String duration) {
        Imported imported = read("- {alert: A, expr: a > 1, for: " + duration + "}");
        assertThat(imported.rules()).isZero();
        assertThat(imported.losses()).singleElement().asString().contains("alert A: ");
        assertThat(read("- {alert: A, expr: a > 1, keep_firing_for: " + duration + "}")
                        .losses())
                .singleElement()
                .asString()
                .contains("alert A: ");
    }

    static Stream<String> tooLong() {
        return Stream.of(
                "99999999999999999999m",
                "9223372036854775807ms",
                "9223372036854775807y",
                "99999999999999y99999999999999y",
                "200y",
                "x");
    }

    @Test
    void differentSeriesAreDifferentPoints() {
        Imported imported = read("""
                - {alert: A, expr: 'x{mountpoint="/"} > 1 and x > 1'}
                - {alert: B, expr: 'x{a="1"} > 1 and x{b="1"} > 1 and x{a="1",job="x"} > 1'}
                - {alert: C, expr: 'x_1 > 2'}
                - {alert: D, expr: 'x{c="1"} > 3', annotations: {summary: '{{ $value }}'}}
                """);
        assertThat(imported.text())
                .contains("d.x_mountpoint > 1 and d.x > 1")
                .contains("d.x_1 > 1 and d.x_b_1 > 1 and d.x_1 > 1")
                .contains("d.x_c_1 > 3", "\"{d.x_c_1}\"", "d1.x_c_1 = 4");
        assertThat(imported.losses())
                .singleElement()
                .asString()
                .contains("a.yml:6: ", "alert C: the point of 'x_1'");
        accepted(imported);
    }

    @Test
    void differentJobsAreDifferentTypes() {
        Imported imported = read("""
                - {alert: A, expr: 'up{job="shop-a"} == 0'}
                - {alert: B, expr: 'up{job="shop_a"} == 0'}
                """);
        assertThat(imported.rules()).isEqualTo(1);
        assertThat(imported.losses())
                .singleElement()
                .asString()
                .contains("alert B: the job 'shop_a' would be the type ShopA");
    }

    private static Imported read(String rules) {
        return PrometheusImport.read("a.yml", "groups:\n- name: g\n  rules:\n" + rules.indent(2));
    }

    private static void accepted(Imported imported) {
        Checked checked = Language.check(List.of(new Source("a.rules", imported.text())));
        assertThat(checked.accepted()).as(checked.findings().toString()).isTrue();
    }
}
