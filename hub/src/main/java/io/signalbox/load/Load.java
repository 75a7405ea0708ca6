package io.signalbox.load;

import io.signalbox.time.Clock;

import java.io.IOException;

/**
 * One run against a broker: connects, does what its shape says, and tells what it found.
 *
 * <p>One thread does everything, so that the generator takes one core and no more. With a rate,
 * messages are due at fixed instants and their latency counts from there: a broker that stalls is
 * charged for all that it kept waiting, and the generator for its own delays.
 */
public final class Load {
    private final LoadPlan plan;
    private final Counters counters = new Counters();
    private final BrokerProcess process;
    private final EventLoop loop;

    /** An IOException only if this machine gives no selector. */
    public Load(LoadPlan plan, Clock clock, ProgressListener listener) throws IOException {
        this.plan = plan;
        this.process = new BrokerProcess(plan.broker().processId());
        this.loop = new EventLoop(plan, clock, counters, listener);
    }

    /** Ends the run early, from any thread; its result so far is still given. */
    public void stop() {
        loop.stop();
    }

    /** Runs to the end, once; an IOException only if the selector fails. */
    public LoadResult run() throws IOException {
        long memoryBefore = process.residentBytes();
        try (loop) {
            Script script = switch (plan.shape()) {
                case PUB, SUB, FAN_IN, FAN_OUT, PAIRS, IDLE -> new Traffic(plan, counters, process);
                case SESSIONS -> new OfflineSessions(plan, counters, process);
                case RETAINED -> new RetainedRead(plan, counters, process);
                case RULE_LOOP -> new RuleLoop(plan, plan.loopPlan(), counters, process);
            };
            Outcome outcome = script.play(loop);
            long memory = process.residentBytes();
            return LoadResult.of(outcome, counters, memory, memoryBefore, loop.stopped());
        }
    }
}
