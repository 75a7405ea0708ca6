package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.List;

/** A number means what is written, and one of hopeless size is a finding and nothing more. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NumbersTest {
    private static final String TYPE = """
            type Pump {
              n    : integer  writable
              flow : l/min    writable
              v    : number
            }
            """;

    private static final String TOO_LONG = "error: a number has at most 400 characters and an"
            + " exponent of at most 3 digits (write it shorter)";

    private static Checked check(String text) {
        return Language.check(List.of(new Source("f", TYPE + text)));
    }

    private static List<String> errors(Checked checked) {
        return checked.findings().stream()
                .filter(finding -> finding.kind() == Finding.Kind.ERROR)
                .map(Finding::toString)
                .toList();
    }

    private static Checked set(String value) {
        return check("rule r for each Pump p when p.v > 1 then set p." + value);
    }

    private static Value value(String written) {
        Rule rule = set("n = " + written).program().orElseThrow().rule("r").orElseThrow();
        return ((Action.Claim) rule.then().getFirst()).value().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "- 5", "-(5)", "--(-5)", "(-5)", "-(((5)))", "-50e-1", "-5.0"})
    void aWholeNumberMayHaveSignsAndParentheses(String written) {
        assertThat(value(written)).isEqualTo(Value.whole(-5));
    }

    @Test
    void aWholeNumberIsExactWhateverStandsAroundIt() {
        assertThat(value("-(9007199254740993)")).isEqualTo(Value.whole(-9_007_199_254_740_993L));
        assertThat(errors(set("n = (0.99999999999999999999)")))
                .singleElement()
                .asString()
                .contains("'n' is ", "but found 0.99999999999999999999");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rule r for each Pump p when p.v > 1 for ^1e99999999999 s then alarm minor \"x\"",
                "rule r for each Pump p when p.v > 1 for ^1e-99999999999 s then alarm minor \"x\"",
                "rule r for each Pump p when p.v > 1 then set p.n = ^1e-99999999999",
                "rule r for each Pump p when p.v > 1 then set p.n = ^0e99999999999",
                "rule r for each Pump p when p.v > ^1e1000 then alarm minor \"x\"",
                "mapping m for Pump topic \"t/{device}\" v = json \"/a\" * ^0e99999999999",
                "mapping m for Pump topic \"t/{device}\" v = json \"/a\" + ^1e-600000000",
                "mapping m for Pump topic \"t/{device}\" v = json \"/a\" - ^1e-600000000",
                "mapping m for Pump topic \"t/{device}\" v = json \"/a\" / ^1e+00000001",
            })
    void anExponentOfHopelessSizeIsAFinding(String text) {
        int column = text.indexOf('^') + 1;
        assertThat(errors(check(text.replace("^", ""))))
                .containsExactly("f:6:" + column + ": " + TOO_LONG);
    }

    @Test
    void aNumberHasALongestForm() {
        String most = "0." + "0".repeat(397) + "1";
        assertThat(set("flow = " + most + " l/min").accepted()).isTrue();
        assertThat(errors(set("flow = " + most + "1 l/min")))
                .singleElement()
                .asString()
                .endsWith(TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.7976931348623157e308", "4.9e-324"})
    void everyDoubleCanBeWritten(String written) {
        String plain = new BigDecimal(written).toPlainString();
        assertThat(errors(check(
                        "rule r for each Pump p when p.v > " + plain + " then alarm minor \"x\"")))
                .isEmpty();
    }

    @Test
    void parenthesesThatNeverCloseAreReadOnce() {
        String clause = "when (\n";
        assertThat(check("rule r for each Pump p\n" + clause.repeat(300_000)).accepted())
                .isFalse();
    }
}
