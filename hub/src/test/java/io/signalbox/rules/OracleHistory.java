package io.signalbox.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that a calculation ever was, looked at again and again. */
final class OracleHistory {
    private record Seen(long at, Optional<Double> value, boolean expired) {}

    /** What is done with a stretch in which a value was held. */
    interface Stretch {
        /** Takes it; it {@code expires} if it is unknown by itself from its end on. */
        void held(Optional<Double> value, long from, long to, boolean expires);
    }

    private final List<Seen> changes = new ArrayList<>();
    private long lastLook = Long.MIN_VALUE;

    /** @param aged if it is unknown by now it is so by its own age, not by what came */
    void look(long now, Optional<Double> value, boolean aged) {
        if (changes.isEmpty() || !changes.getLast().value.equals(value)) {
            changes.add(new Seen(now, value, aged && lastLook != now && value.isEmpty()));
        }
        lastLook = now;
    }

    void forEach(Stretch stretch) {
        for (int i = 0; i < changes.size(); i++) {
            Seen seen = changes.get(i);
            boolean last = i + 1 == changes.size();
            long end = last ? Long.MAX_VALUE : changes.get(i + 1).at;
            boolean expires = !last && changes.get(i + 1).expired;
            if (seen.at < end) {
                stretch.held(seen.value, seen.at, end, expires);
            }
        }
    }
}
