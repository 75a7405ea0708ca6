package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.stream.LongStream;

/**
 * As {@link EngineAgainstOracleTest}, in ten thousand cases on all cores, some of them in 4
 * or 16 shards. More of them: {@code
 * -Dsignalbox.oracle.cases=100000}; others: {@code -Dsignalbox.oracle.from=5000000}.
 */
class EngineAgainstOracleIT {
    private static final int CASES = Integer.getInteger("signalbox.oracle.cases", 10_000);
    private static final long FROM = Long.getLong("signalbox.oracle.from", 1_000);

    @Test
    void decidesWhatTheDefinitionSaysInTenThousandCases() {
        int decisions = LongStream.range(FROM, FROM + CASES)
                .parallel()
                .mapToInt(seed -> AgainstOracle.compare(seed, shards(seed)))
                .sum();
        assertThat(decisions).as("decisions that were compared").isGreaterThan(CASES);
    }

    /** Of samples that come late and in any order a tenth of the cases. */
    @Test
    void decidesTheSameInWhateverOrderSamplesCome() {
        int decisions = LongStream.range(FROM, FROM + CASES / 10)
                .parallel()
                .mapToInt(seed -> AgainstOracle.compareSettled(seed, shards(seed)))
                .sum();
        assertThat(decisions).as("decisions that were compared").isGreaterThan(CASES / 10);
    }

    /** Every tenth case is decided upon in 4 shards, every hundredth in 16. */
    private static int shards(long seed) {
        return seed % 100 == 0 ? 16 : seed % 10 == 0 ? 4 : 1;
    }
}
