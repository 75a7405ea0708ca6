package io.signalbox.device;

import io.signalbox.language.DeviceType;
import io.signalbox.language.Point;
import io.signalbox.message.Quality;
import io.signalbox.message.Value;

import java.util.Optional;

/** Holds a value and its time against what is believed. */
final class PointCheck {
    /** A device's clock may be this far ahead of the hub's before its times are not believed. */
    static final long AHEAD_MILLIS = 60_000;

    /** Older readings count as late. */
    static final long BEHIND_MILLIS = 24 * 3_600_000L;

    private PointCheck() {}

    static Quality quality(
            Optional<DeviceType> type, String point, Value value, boolean timeBelieved) {
        Optional<Point> declared = type.flatMap(t -> t.point(point));
        if (declared.isPresent() && !declared.get().kind().allows(value)) {
            return Quality.BAD;
        }
        return timeBelieved ? Quality.GOOD : Quality.UNCERTAIN;
    }

    static boolean isBelieved(long eventMillis, long receivedMillis) {
        return eventMillis <= receivedMillis + AHEAD_MILLIS
                && eventMillis >= receivedMillis - BEHIND_MILLIS;
    }
}
