package io.signalbox.command;

import io.signalbox.device.Device;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

/** What a device has to report to show that it obeyed. */
record Confirmation(String point, Value value) {
    /**
     * How much older than the sending a confirming reading may be by the device's clock. What was
     * buffered during an outage must not confirm what was ordered after it.
     */
    static final long OLDER_MILLIS = 60_000;

    static Confirmation of(Device device, Claim claim) {
        DeviceType type = device.type().orElse(null);
        Point written = type == null ? null : type.point(claim.point()).orElse(null);
        if (type == null || written == null || !isWord(written, claim.value())) {
            return new Confirmation(
                    written == null ? claim.point() : written.confirmedBy(), claim.value());
        }
        return new Confirmation(
                type.confirmation(written).name(), type.confirmed(written, claim.value()));
    }

    /** Nobody mapped a word that is not in the list. */
    private static boolean isWord(Point written, Value value) {
        return !(written.kind() instanceof PointKind.Enumeration list)
                || (value instanceof Value.Text word && list.values().contains(word.value()));
    }

    boolean isShownBy(Reading reading, long sentMillis) {
        return reading.point().equals(point)
                && reading.quality() != Quality.BAD
                && reading.value().isAlike(value)
                && (reading.quality() == Quality.UNCERTAIN
                        || reading.eventMillis() >= sentMillis - OLDER_MILLIS);
    }
}
