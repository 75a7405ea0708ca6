package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What comes after what, told by tests of rules. */
class SequenceTest {
    private static final String TYPE = """
            type Door {
              open   : boolean
              motion : boolean
              fault  : boolean   every 5 s
            }
            """;

    /** Each row: the condition, what the door reports, and what is expected. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "d.open becomes true followed by d.motion is true within 5 s"
                        + " | at 1 s d.open = false, d.motion = false"
                        + " at 2 s d.open = true at 7 s d.motion = true"
                        + " | expect alarm minor on d at 7 s",
                "d.open becomes true followed by d.motion is true within 5 s"
                        + " | at 1 s d.open = false, d.motion = false"
                        + " at 2 s d.open = true at 7100 ms d.motion = true"
                        + " | expect no alarm on d",
                "d.open is true followed by d.motion is true within 5 s"
                        + " | at 1 s d.open = true at 2 s d.motion = true"
                        + " | expect no alarm on d",
                "d.open becomes true followed by d.open becomes true within 5 s"
                        + " | at 1 s d.open = false at 2 s d.open = true at 3 s d.open = false"
                        + " at 9 s d.open = true at 10 s d.open = false at 14 s d.open = true"
                        + " | expect no alarm on d before 14 s expect alarm minor on d at 14 s",
                "d.open is true not followed by d.motion is true within 5 s"
                        + " | at 1 s d.open = false, d.motion = false at 2 s d.open = true"
                        + " at 6900 ms d.motion = true"
                        + " | expect no alarm on d",
                "d.open is true not followed by d.motion is true within 5 s"
                        + " | at 1 s d.open = false, d.motion = false at 2 s d.open = true"
                        + " at 4 s restart"
                        + " | expect alarm minor on d at 7 s",
                "d.open is true not followed by d.motion is true within 5 s"
                        + " | at 1 s d.open = false at 2 s d.open = true"
                        + " at 20 s d.motion = false"
                        + " | expect no alarm on d before 25 s expect alarm minor on d at 25 s",
                "d.open is true not followed by d.fault is true within 5 s"
                        + " | at 1 s d.open = false, d.fault = false at 12 s d.open = true"
                        + " every 5 s from 20 s to 60 s d.fault = false"
                        + " | expect no alarm on d before 25 s expect alarm minor on d at 25 s",
            })
    void sequences(String condition, String reports, String expected) {
        String text = TYPE + "rule r for each Door d when " + condition
                + " then alarm minor \"x\"\ntest \"t\"\nd : Door\n" + reports
                + "\nat 70 s d.open = false\n" + expected + "\n";
        Checked checked = Language.check(List.of(new Source("door.rules", text)));
        assertThat(checked.findings().stream().filter(f -> f.isError())).isEmpty();
        assertThat(RuleTest.runAll(checked.program().orElseThrow()).getFirst().failures())
                .isEmpty();
    }
}
