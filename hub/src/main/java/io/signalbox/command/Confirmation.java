package io.signalbox.command;

import io.signalbox.device.Device;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import java.util.Optional;

/**
 * What a device has to report to show that it obeyed.
 *
 * @param declared the point, if it is declared: by it two values are the same or not
 */
record Confirmation(String point, Optional<Point> declared, Value value) {
    /**
     * How much older than the sending a confirming reading may be by the device's clock. What was
     * buffered during an outage must not confirm what was ordered after it.
     */
    static final long OLDER_MILLIS = 60_000;

    static Confirmation of(Device device, Claim claim) {
        DeviceType type = device.type().orElse(null);
        Point written = type == null ? null : type.point(claim.point()).orElse(null);
        if (type == null || written == null) {
            return new Confirmation(claim.point(), Optional.empty(), claim.value());
        }
        Point shown = type.confirmation(written);
        Value value = isWord(written, claim.value())
                ? type.confirmed(written, claim.value())
                : claim.value();
        return new Confirmation(shown.name(), Optional.of(shown), value);
    }

    /** Nobody mapped a word that is not in the list. */
    private static boolean isWord(Point written, Value value) {
        return !(written.kind() instanceof PointKind.Enumeration list)
                || (value instanceof Value.Text word && list.values().contains(word.value()));
    }

    boolean isShownBy(Reading reading, long sentMillis) {
        return reading.point().equals(point)
                && reading.quality() != Quality.BAD
                && isMeant(reading.value())
                && (reading.quality() == Quality.UNCERTAIN
                        || reading.eventMillis() >= sentMillis - OLDER_MILLIS);
    }

    private boolean isMeant(Value told) {
        return declared.map(shown -> shown.isSame(told, value))
                .orElseGet(() -> told.isAlike(value));
    }
}
