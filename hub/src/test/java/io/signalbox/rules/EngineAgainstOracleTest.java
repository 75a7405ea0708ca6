package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.List;

/**
 * The engine decides what the {@link Oracle} decides, on random types, rules and journals, stopped
 * and started again at random.
 *
 * <p>More cases: {@code -Dsignalbox.oracle.cases=100000}; one case again: {@code
 * -Dsignalbox.oracle.seed=17}.
 */
class EngineAgainstOracleTest {
    @Test
    void decidesWhatTheDefinitionSays() {
        Long one = Long.getLong("signalbox.oracle.seed");
        if (one != null) {
            assertThat(compare(one)).isNotNegative();
            return;
        }
        int decisions = 0;
        int cases = Integer.getInteger("signalbox.oracle.cases", 100);
        for (long seed = 1; seed <= cases; seed++) {
            decisions += compare(seed);
        }
        assertThat(decisions).as("decisions that were compared").isGreaterThan(cases);
    }

    private static int compare(long seed) {
        RandomCase random = new RandomCase(seed);
        random.run();
        List<String> expected = sorted(random.oracle().decisions());
        assertThat(sorted(Decided.in(random.rehearsal().journal())))
                .as("seed %d, %s", seed, random.declared())
                .isEqualTo(expected);
        return expected.size();
    }

    /** At one instant the order of rules and devices is the engine's own business. */
    private static List<String> sorted(List<String> decisions) {
        return decisions.stream()
                .sorted(Comparator.comparing(line -> {
                    String[] words = line.split(" ", -1);
                    return words[0] + " " + words[1] + " " + words[2];
                }))
                .toList();
    }
}
