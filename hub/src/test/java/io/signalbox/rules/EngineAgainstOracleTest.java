package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The engine decides what the {@link Oracle} decides, and devices are told what it says, on random
 * types, rules and journals, stopped and started again at random; a first look, of which {@link
 * EngineAgainstOracleIT} is the long one. One case again: {@code -Dsignalbox.oracle.seed=17}.
 */
class EngineAgainstOracleTest {
    private static final int CASES = 100;
    private static final int SHARDED = 10;
    private static final int SETTLED = 6;

    @Test
    void decidesWhatTheDefinitionSays() {
        Long one = Long.getLong("signalbox.oracle.seed");
        if (one != null) {
            assertThat(AgainstOracle.compare(one)).isNotNegative();
            return;
        }
        for (long seed : AgainstOracle.kept()) {
            AgainstOracle.compare(seed);
            AgainstOracle.compare(seed, 4);
            AgainstOracle.compareSettled(seed, 1);
        }
        int decisions = 0;
        for (long seed = 1; seed <= CASES; seed++) {
            decisions += AgainstOracle.compare(seed);
        }
        assertThat(decisions).as("decisions that were compared").isGreaterThan(CASES);
    }

    @Test
    void decidesTheSameInWhateverOrderSamplesCome() {
        int decisions = 0;
        for (long seed = 1; seed <= SETTLED; seed++) {
            decisions += AgainstOracle.compareSettled(seed, 1);
            decisions += AgainstOracle.compareSettled(seed, 4);
        }
        decisions += AgainstOracle.compareSettled(SETTLED, 16);
        assertThat(decisions).as("decisions that were compared").isGreaterThan(SETTLED);
    }

    @Test
    void decidesTheSameInShards() {
        for (long seed = 1; seed <= SHARDED; seed++) {
            AgainstOracle.compare(seed, 4);
        }
        assertThat(AgainstOracle.compare(SHARDED, 16)).isNotNegative();
    }
}
