package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.util.List;

class RuleMemoryTest {
    private static final List<Source> TWO_WINDOWS = List.of(new Source("f", """
            type T { x : bar every 1 s }
            rule one for each T t
              when avg(t.x, 5 min) > 1 bar then alarm minor "x"
            rule two for each T t
              when avg(t.x, 1 h) > 1 bar then alarm minor "x"
            """));

    @Test
    void refusesWhatKeepsTooMuchAndNamesIt() {
        Checked refused = RuleMemory.limited(Language::check, 1000).apply(TWO_WINDOWS);
        assertThat(refused.accepted()).isFalse();
        assertThat(refused.findings())
                .first()
                .asString()
                .startsWith("f:4:6: error: the rules of 'T' up to"
                        + " this one keep 1586 bytes for each device; limits.rule_memory allows 1000, and 'two'"
                        + " keeps 793");
    }

    @Test
    void takesWhatKeepsLess() {
        assertThat(RuleMemory.limited(Language::check, 2000).apply(TWO_WINDOWS).accepted())
                .isTrue();
    }
}
