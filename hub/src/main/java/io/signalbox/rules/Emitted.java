package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import java.util.List;
import java.util.Optional;

/** Whether it is said in this instant that something happened to the device. */
final class Emitted extends RowMemory implements Node {
    private final String event;

    /** The instant at which it was last said. */
    private final Longs last = longs(NEVER);

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
            last.at[row] = now;
        }
    }

    /** When it last happened, for people. */
    List<Observation.Sample> samples(int row) {
        return last.at[row] == NEVER
                ? List.of()
                : List.of(new Observation.Sample(event, Optional.empty(), "emitted", last.at[row]));
    }

    @Override
    public int truth(int row, Moment moment) {
        boolean now = last.at[row] == moment.now;
        if (now) {
            moment.wake(moment.now + 1);
        }
        return Kleene.of(now);
    }
}
