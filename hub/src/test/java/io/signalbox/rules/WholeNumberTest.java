package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Language;
import io.signalbox.language.Program;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Rules compare whole numbers of 64 bits exactly: 2^53 and 2^53 + 1 are one double. */
class WholeNumberTest {
    private static final String TYPE = """
            type Meter { a : integer  b : integer }
            """;

    private static Checked check(String text) {
        return Language.check(List.of(new Source("f", TYPE + text)));
    }

    @Test
    void neighboursBeyondADoubleAreDifferent() {
        Program program = check("""
                rule above for each Meter m  when m.a > m.b  then alarm info "{m.a}"
                rule same for each Meter m   when m.a = m.b  then alarm minor "same"
                rule over for each Meter m   when m.a > 9007199254740991  then alarm major "over"
                rule other for each Meter m  when m.b changes  then alarm warning "changes"
                test "one more"
                  m1 : Meter
                  at 0 s  m1.a = 9007199254740992, m1.b = 9007199254740993
                  at 1 s  m1.a = 9007199254740993
                  at 2 s  restart
                  at 3 s  m1.a = 9007199254740994
                  expect no alarm minor on m1 before 1 s
                  expect alarm major on m1 at 0 s
                  expect alarm minor on m1 at 1 s
                  expect no alarm info on m1 before 3 s
                  expect alarm info on m1 at 3 s
                  expect no alarm warning on m1
                test "a change of the last digit"
                  m2 : Meter
                  at 0 s  m2.a = 1, m2.b = 9223372036854775806
                  at 1 s  m2.b = 9223372036854775807
                  expect alarm warning on m2 at 1 s
                """).program().orElseThrow();
        assertThat(RuleTest.runAll(program))
                .hasSize(2)
                .allSatisfy(report -> assertThat(report.failures()).isEmpty());
    }

    @Test
    void whatCannotBeExactIsRefused() {
        assertThat(check("rule r for each Meter m when m.a > 9007199254740993"
                                + " then alarm info \"x\"")
                        .findings())
                .extracting(Finding::message)
                .contains("a rule compares whole numbers with numbers below 9007199254740992");
        assertThat(check("test \"t\" m : Meter at 0 s m.a = 1.5 expect nothing").findings())
                .extracting(Finding::message)
                .containsExactly("'a' is a whole number, but found 1.5");
    }

    /** 5,000,000 and 5,000,001 would be alike for a device that keeps 32-bit floats. */
    @Test
    void anIntegerIsConfirmedByItselfAlone() {
        Program program = check("""
                type Counter { ready : boolean  start : integer writable confirm shown  shown : integer }
                rule begin for each Counter c
                  when c.ready is true
                  then set c.start = 5000000  expires in 1 h  confirm within 5 s
                         otherwise alarm major "{c} does not begin there"
                test "the neighbour is another number"
                  c1 : Counter
                  c2 : Counter
                  at 1 s  c1.ready = true, c2.ready = true
                  at 2 s  c1.shown = 5000001, c2.shown = 5000000
                  expect alarm major on c1 at 6 s
                  expect no alarm major on c2
                """).program().orElseThrow();
        assertThat(RuleTest.runAll(program))
                .singleElement()
                .satisfies(report -> assertThat(report.failures()).isEmpty());
    }
}
