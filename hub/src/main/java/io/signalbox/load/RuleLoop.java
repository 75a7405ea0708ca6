package io.signalbox.load;

import io.signalbox.mqtt.codec.Encoder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sensors whose readings make rules act, and actuators that get the commands: how long a reaction
 * takes. The rules are with the broker, or with whoever listens there.
 */
final class RuleLoop implements Script {
    private static final long SECOND = 1_000_000_000;

    /** A command that has not come by then is lost. */
    private static final long PATIENCE_NANOS = 5 * SECOND;

    private final LoadPlan plan;
    private final LoopPlan loopPlan;
    private final Counters counters;
    private final BrokerProcess process;
    private final List<LoopDevice> devices = new ArrayList<>();
    private long lost;

    RuleLoop(LoadPlan plan, LoopPlan loopPlan, Counters counters, BrokerProcess process) {
        this.plan = plan;
        this.loopPlan = loopPlan;
        this.counters = counters;
        this.process = process;
    }

    @Override
    public Outcome play(EventLoop loop) throws IOException {
        Encoder encoder = new Encoder();
        String run = Long.toString(loop.nanos(), 36);
        for (int i = 0; i < plan.publishers(); i++) {
            String id = "bench-" + run + "-d" + i;
            devices.add(new LoopDevice(plan, loopPlan, counters, encoder, id, i));
        }
        loop.connect(devices);
        long connectMillis = loop.elapsedMillis();
        int connected = (int) devices.stream().filter(LoadClient::ready).count();
        Rates rates = connected == 0 ? Rates.NONE : measure(loop);
        loop.enterUntil("waiting for the last", loop.nanos() + PATIENCE_NANOS);
        loop.turnUntil(PATIENCE_NANOS, () -> devices.stream().noneMatch(LoopDevice::waiting));
        lost += devices.stream().filter(LoopDevice::waiting).count();
        var failures = Outcome.failures(devices);
        devices.forEach(LoadClient::end);
        return new Outcome(devices.size(), connected, connectMillis, failures, lost, 0, 0, rates);
    }

    private Rates measure(EventLoop loop) throws IOException {
        loop.enterUntil("settling", loop.nanos() + SECOND);
        devices.stream().filter(LoadClient::ready).forEach(LoopDevice::settle);
        loop.turnUntil(SECOND, () -> false);
        counters.acknowledged = 0;
        counters.foreign = 0;
        long begin = loop.nanos();
        long from = begin + plan.warmUpNanos();
        counters.measure(from, from + plan.durationNanos());
        Pace pace = new Pace(plan, begin);
        loop.enterUntil("warming up", from);
        work(loop, pace, from);
        loop.enterUntil("measuring", from + plan.durationNanos());
        Measured before = Measured.now(loop, counters, process);
        work(loop, pace, from + plan.durationNanos());
        return Measured.now(loop, counters, process).minus(before).rates();
    }

    private void work(EventLoop loop, Pace pace, long untilNanos) throws IOException {
        for (long now = loop.nanos();
                now < untilNanos && !loop.stopped() && devices.stream().anyMatch(LoadClient::ready);
                now = loop.nanos()) {
            long next = Math.min(untilNanos, now + SECOND / 10);
            for (int i = 0; i < devices.size(); i++) {
                LoopDevice device = devices.get(i);
                if (device.waiting()) {
                    giveUpLate(device, now);
                } else if (device.ready()) {
                    long due = pace.due(i, device.readings(), now);
                    if (due <= now) {
                        device.publish(due);
                    } else {
                        next = Math.min(next, due);
                    }
                }
            }
            loop.sleepUntil(next);
        }
    }

    private void giveUpLate(LoopDevice device, long now) {
        if (now - device.dueNanos() > PATIENCE_NANOS) {
            lost++;
            device.giveUp();
        }
    }
}
