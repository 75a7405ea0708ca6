package io.signalbox.device;

import io.signalbox.language.DeviceType;
import io.signalbox.language.Point;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
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

    /** The reading by what is declared now; its time is as it was judged when it came. */
    static Reading again(Optional<DeviceType> type, Reading told) {
        Optional<Point> declared = type.flatMap(t -> t.point(told.point()));
        if (declared.isEmpty()) {
            return told;
        }
        boolean believed = told.quality() == Quality.BAD
                ? isBelieved(told.eventMillis(), told.receivedMillis())
                : told.quality() == Quality.GOOD;
        Quality quality = quality(type, told.point(), told.value(), believed);
        return quality == told.quality()
                ? told
                : new Reading(
                        told.device(),
                        told.point(),
                        told.value(),
                        told.eventMillis(),
                        told.receivedMillis(),
                        quality,
                        told.sequence());
    }

    static boolean isBelieved(long eventMillis, long receivedMillis) {
        return eventMillis <= receivedMillis + AHEAD_MILLIS
                && eventMillis >= receivedMillis - BEHIND_MILLIS;
    }
}
