package io.signalbox.rules;

import java.util.concurrent.atomic.LongAdder;

/** What the engine counts since the hub's start; read by any thread. */
public final class DecisionCounters {
    private final LongAdder activations = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder ahead = new LongAdder();
    private final LongAdder cut = new LongAdder();
    private final LongAdder paused = new LongAdder();
    private final LongAdder unsettled = new LongAdder();
    private final LongAdder beyondReach = new LongAdder();

    /** Times that an instance of a rule became active. */
    public long activations() {
        return activations.sum();
    }

    /** Samples older than the one at hand: they changed no decision. */
    public long late() {
        return late.sum();
    }

    /** Samples of clocks too far ahead: their time counted as the present. */
    public long ahead() {
        return ahead.sum();
    }

    /** Decisions of which nothing followed, because too many effects stood in a row. */
    public long cut() {
        return cut.sum();
    }

    /** Samples that rules did not see which wait for late ones: they came later still, or too many. */
    public long unsettled() {
        return unsettled.sum();
    }

    /** Times that an instance of a rule was paused, because it became active too often. */
    public long paused() {
        return paused.sum();
    }

    /** Devices that a rule over places did not set, because there were too many in the place. */
    public long beyondReach() {
        return beyondReach.sum();
    }

    void beyondReach(int devices) {
        beyondReach.add(devices);
    }

    void activated() {
        activations.increment();
    }

    void lateOne() {
        late.increment();
    }

    void aheadOne() {
        ahead.increment();
    }

    void unsettledOne() {
        unsettled.increment();
    }

    void pausedOne() {
        paused.increment();
    }

    void cutOne() {
        cut.increment();
    }
}
