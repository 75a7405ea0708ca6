package io.signalbox.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChanceTest {
    @Test
    void givesTheNumbersOfSplitMix64() {
        Chance chance = new Chance(1_234_567);
        assertThat(chance.next()).isEqualTo(6_457_827_717_110_365_317L);
        assertThat(chance.next()).isEqualTo(3_203_168_211_198_807_973L);
    }

    @Test
    void spreadsOverItsRange() {
        Chance chance = new Chance(7);
        int[] counts = new int[10];
        int hits = 0;
        for (int i = 0; i < 10_000; i++) {
            counts[(int) chance.below(10)]++;
            hits += chance.percent(5) ? 1 : 0;
        }
        for (int count : counts) {
            assertThat(count).isBetween(900, 1_100);
        }
        assertThat(hits).isBetween(400, 600);
    }
}
