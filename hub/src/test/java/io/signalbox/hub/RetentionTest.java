package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetentionTest {
    private final Retention retention = new Retention(1000, 1);

    @Test
    void keepsTheLastBytesAlthoughNobodyNeedsThem() {
        assertThat(retention.keepFrom(10, 400, 11)).isEqualTo(1);
        assertThat(retention.keepFrom(20, 900, 21)).isEqualTo(1);
        assertThat(retention.keepFrom(30, 1400, 31)).isEqualTo(10);
        assertThat(retention.keepFrom(40, 2400, 41)).isEqualTo(30);
    }

    @Test
    void keepsWhatIsNeededHoweverLarge() {
        retention.keepFrom(10, 5000, 3);
        assertThat(retention.keepFrom(20, 50_000, 3)).isEqualTo(3);
    }
}
