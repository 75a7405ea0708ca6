package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.broker.InFlight.Mark;

import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight inFlight = new InFlight();

    @Test
    void idsCountUpAndBeginAnewAfterTheLast() {
        inFlight.restart(InFlight.ID_SPAN);
        assertThat(inFlight.add(5, Mark.AT_LEAST_ONCE)).isEqualTo(InFlight.ID_SPAN);
        assertThat(inFlight.add(6, Mark.AT_LEAST_ONCE)).isEqualTo(1);
        assertThat(acknowledge(inFlight, InFlight.ID_SPAN)).isTrue();
        assertThat(inFlight.firstId()).isEqualTo(1);
        assertThat(inFlight.oldest()).isEqualTo(6);
    }

    @Test
    void acknowledgementsOutOfOrderStayUntilTheOldestIsDone() {
        for (int i = 1; i <= 40; i++) {
            assertThat(inFlight.add(i * 10L, Mark.AT_LEAST_ONCE)).isEqualTo(i);
        }
        for (int i = 40; i > 1; i--) {
            assertThat(acknowledge(inFlight, i)).isTrue();
            assertThat(acknowledge(inFlight, i)).isFalse();
        }
        assertThat(inFlight.span()).isEqualTo(40);
        assertThat(inFlight.open()).isEqualTo(1);
        assertThat(inFlight.oldest()).isEqualTo(10);
        assertThat(inFlight.done().cardinality()).isEqualTo(39);
        assertThat(acknowledge(inFlight, 1)).isTrue();
        assertThat(inFlight.span()).isZero();
        assertThat(inFlight.firstId()).isEqualTo(41);
    }

    @Test
    void whatIsDoneAlreadyTakesItsIdAndIsNotOpen() {
        assertThat(inFlight.add(1, Mark.DONE)).isEqualTo(1);
        assertThat(inFlight.add(2, Mark.AT_LEAST_ONCE)).isEqualTo(2);
        assertThat(inFlight.open()).isEqualTo(1);
        assertThat(acknowledge(inFlight, 1)).isFalse();
        assertThat(acknowledge(inFlight, 70)).isFalse();
    }

    private static boolean acknowledge(InFlight inFlight, int packetId) {
        boolean open = inFlight.mark(packetId) != Mark.DONE;
        if (open) {
            inFlight.done(packetId);
        }
        return open;
    }
}
