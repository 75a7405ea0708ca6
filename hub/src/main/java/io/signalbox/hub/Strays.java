package io.signalbox.hub;

import io.signalbox.device.Stray;
import io.signalbox.time.Clock;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Devices that publish where nobody looks for readings, since the start: the first such topic of
 * each. A newcomer's {@code d/x/temp} would else be heard by nobody, without a word.
 */
final class Strays {
    static final int LOOK_MILLIS = 1_000;

    /** Devices that are named; of more it is only said that there are some. */
    static final int MOST = 100;

    private static final Logger LOG = System.getLogger(Strays.class.getName());

    private final Clock clock;
    private final Map<String, Stray> byDevice = new LinkedHashMap<>();
    private int said;
    private boolean more;
    private boolean saidMore;

    Strays(Clock clock) {
        this.clock = clock;
    }

    /** Somebody publishes on this topic, for the first time or again; any thread may say so. */
    void heard(String topic) {
        Stray.of(topic, clock.millis()).ifPresent(this::add);
    }

    private synchronized void add(Stray stray) {
        if (byDevice.size() < MOST) {
            byDevice.putIfAbsent(stray.device(), stray);
        } else {
            more |= !byDevice.containsKey(stray.device());
        }
    }

    /** The first one first. */
    synchronized List<Stray> all() {
        return new ArrayList<>(byDevice.values());
    }

    /** Says in the log what is new, each device once. */
    void look() {
        fresh().forEach(line -> LOG.log(Level.WARNING, line));
    }

    private synchronized List<String> fresh() {
        List<String> lines = new ArrayList<>();
        byDevice.values().stream()
                .skip(said)
                .forEach(stray -> lines.add("device " + stray.device() + " " + stray.words()));
        said = byDevice.size();
        if (more && !saidMore) {
            saidMore = true;
            lines.add("more than " + MOST + " devices publish below d/ where nobody looks for"
                    + " readings; the others are not named");
        }
        return lines;
    }
}
