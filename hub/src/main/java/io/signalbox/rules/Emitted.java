package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether it is said in this instant that something happened to the device. */
final class Emitted implements Node, Memory {
    private final String event;

    /** The instant at which it was last said. */
    private long[] last = new long[0];

    Emitted(String event) {
        this.event = event;
    }

    String event() {
        return event;
    }

    static boolean isAmong(List<Emitted> events, String event) {
        return events.stream().anyMatch(one -> one.event.equals(event));
    }

    /** It happened to the device of this row, if it is this event. */
    void happened(String what, int row, long now) {
        if (event.equals(what)) {
            last[row] = now;
        }
    }

    /** When it last happened, for people. */
    List<Observation.Sample> samples(int row) {
        return last[row] == NEVER
                ? List.of()
                : List.of(new Observation.Sample(event, Optional.empty(), "emitted", last[row]));
    }

    @Override
    public int truth(int row, Moment moment) {
        boolean now = last[row] == moment.now;
        if (now) {
            moment.wake(moment.now + 1);
        }
        return Kleene.of(now);
    }

    @Override
    public void resize(int rows) {
        int old = last.length;
        last = Arrays.copyOf(last, rows);
        Arrays.fill(last, old, rows, NEVER);
    }

    @Override
    public void reset(int row) {
        last[row] = NEVER;
    }

    @Override
    public void copy(int row, Memory older) {
        last[row] = ((Emitted) older).last[row];
    }

    @Override
    public long reachMillis() {
        return 0;
    }

    @Override
    public int rowBytes() {
        return Long.BYTES;
    }

    @Override
    public void snapshot(ByteWriter out, int row) {
        out.u64(last[row]);
    }

    @Override
    public void restore(ByteReader in, int row) {
        last[row] = in.u64();
    }
}
