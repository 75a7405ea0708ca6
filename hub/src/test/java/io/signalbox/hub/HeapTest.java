package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTest {
    private static final long MIB = 1 << 20;

    @Test
    void isCollectedWhenAsMuchAsLivedHasComeAndAtLeastSixtyFourMebibytes() {
        assertThat(Heap.isDue(64 * MIB, 0)).isFalse();
        assertThat(Heap.isDue(65 * MIB, 0)).isTrue();
        assertThat(Heap.isDue(88 * MIB, 24 * MIB)).isFalse();
        assertThat(Heap.isDue(89 * MIB, 24 * MIB)).isTrue();
        assertThat(Heap.isDue(1_000 * MIB, 500 * MIB)).isFalse();
        assertThat(Heap.isDue(1_001 * MIB, 500 * MIB)).isTrue();
    }
}
