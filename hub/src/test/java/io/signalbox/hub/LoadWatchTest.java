package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.broker.Admission.Load;

import org.junit.jupiter.api.Test;

import java.util.logging.Level;
import java.util.logging.Logger;

class LoadWatchTest {
    /** Kept here because loggers are held weakly. */
    private static final Logger QUIET = Logger.getLogger("io.signalbox.hub");

    static {
        QUIET.setLevel(Level.OFF);
    }

    private static final LoadWatch.Signs CALM = new LoadWatch.Signs(false, 84, 999_999_999);
    private static final LoadWatch.Signs SATURATED = new LoadWatch.Signs(true, 0, 0);
    private static final LoadWatch.Signs LATE = new LoadWatch.Signs(false, 0, 1_000_000_000);

    private final LoadWatch watch = new LoadWatch(0);
    private long millis;

    private Load after(long more, LoadWatch.Signs signs) {
        millis += more;
        return watch.judge(signs, millis * 1_000_000);
    }

    private Load heap(int percent) {
        return after(250, new LoadWatch.Signs(false, percent, 0));
    }

    @Test
    void shedsQosZeroFirstThenConnectionsWhenStrainLasts() {
        assertThat(after(100_000, SATURATED)).isEqualTo(Load.NORMAL);
        assertThat(after(4_999, LATE)).isEqualTo(Load.NORMAL);
        assertThat(after(1, SATURATED)).isEqualTo(Load.SHED_QOS_0);
        assertThat(after(9_999, SATURATED)).isEqualTo(Load.SHED_QOS_0);
        assertThat(after(1, LATE)).isEqualTo(Load.SHED_CONNECTIONS);
    }

    @Test
    void aMomentOfCalmBeginsTheStrainAnew() {
        after(0, SATURATED);
        after(4_000, CALM);
        assertThat(after(0, SATURATED)).isEqualTo(Load.NORMAL);
        assertThat(after(4_999, SATURATED)).isEqualTo(Load.NORMAL);
        assertThat(after(1, SATURATED)).isEqualTo(Load.SHED_QOS_0);
    }

    @Test
    void stepsBackOneByOneWhenItIsCalm() {
        after(0, LATE);
        assertThat(after(20_000, LATE)).isEqualTo(Load.SHED_CONNECTIONS);
        assertThat(after(250, CALM)).isEqualTo(Load.SHED_CONNECTIONS);
        assertThat(after(1_999, CALM)).isEqualTo(Load.SHED_CONNECTIONS);
        assertThat(after(1, CALM)).isEqualTo(Load.SHED_QOS_0);
        assertThat(after(1_999, CALM)).isEqualTo(Load.SHED_QOS_0);
        assertThat(after(1, CALM)).isEqualTo(Load.NORMAL);
        assertThat(after(9_000, CALM)).isEqualTo(Load.NORMAL);
    }

    @Test
    void doesNotWaitWhenTheHeapIsNearlyFull() {
        assertThat(heap(84)).isEqualTo(Load.NORMAL);
        assertThat(heap(85)).isEqualTo(Load.SHED_QOS_0);
        assertThat(heap(92)).isEqualTo(Load.SHED_CONNECTIONS);
        assertThat(heap(86)).isEqualTo(Load.SHED_CONNECTIONS);
        assertThat(heap(50)).isEqualTo(Load.SHED_CONNECTIONS);
        assertThat(after(2_000, CALM)).isEqualTo(Load.SHED_QOS_0);
    }
}
