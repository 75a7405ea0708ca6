package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight inFlight = new InFlight();

    @Test
    void idsCountUpAndBeginAnewAfterTheLast() {
        inFlight.restart(InFlight.ID_SPAN);
        assertThat(inFlight.add(5, false)).isEqualTo(InFlight.ID_SPAN);
        assertThat(inFlight.add(6, false)).isEqualTo(1);
        assertThat(inFlight.acknowledge(InFlight.ID_SPAN)).isTrue();
        assertThat(inFlight.firstId()).isEqualTo(1);
        assertThat(inFlight.oldest()).isEqualTo(6);
    }

    @Test
    void acknowledgementsOutOfOrderStayUntilTheOldestIsDone() {
        for (int i = 1; i <= 40; i++) {
            assertThat(inFlight.add(i * 10L, false)).isEqualTo(i);
        }
        for (int i = 40; i > 1; i--) {
            assertThat(inFlight.acknowledge(i)).isTrue();
            assertThat(inFlight.acknowledge(i)).isFalse();
        }
        assertThat(inFlight.span()).isEqualTo(40);
        assertThat(inFlight.open()).isEqualTo(1);
        assertThat(inFlight.oldest()).isEqualTo(10);
        assertThat(inFlight.acknowledged().cardinality()).isEqualTo(39);
        assertThat(inFlight.acknowledge(1)).isTrue();
        assertThat(inFlight.span()).isZero();
        assertThat(inFlight.firstId()).isEqualTo(41);
    }

    @Test
    void whatIsDoneAlreadyTakesItsIdAndIsNotOpen() {
        assertThat(inFlight.add(1, true)).isEqualTo(1);
        assertThat(inFlight.add(2, false)).isEqualTo(2);
        assertThat(inFlight.open()).isEqualTo(1);
        assertThat(inFlight.acknowledge(1)).isFalse();
        assertThat(inFlight.acknowledge(70)).isFalse();
    }
}
