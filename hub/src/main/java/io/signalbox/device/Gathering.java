package io.signalbox.device;

import io.signalbox.language.DeviceType;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;
import io.signalbox.payload.DecodeFailure;
import io.signalbox.payload.ReadingDecoder;
import io.signalbox.payload.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The readings of one message, as they are judged, kept and counted.
 *
 * <p>A value that differs from the last one kept by less than its point's deadband is not kept but
 * counted, unless the last one is an hour old: so that it is seen that the device goes on. Rules
 * hear of it all the same, with the value that was kept.
 */
final class Gathering {
    /** At least so often a value within its deadband is kept. */
    static final long LONGEST_HELD_MILLIS = 3_600_000;

    private final DeviceRegistry registry;
    private final Device device;
    private final long received;
    private final long sequence;
    private final List<Reading> kept = new ArrayList<>();
    private final List<Reading> heard = new ArrayList<>();
    private long lastTold = ReadingDecoder.NO_TIME;

    Gathering(DeviceRegistry registry, Device device, long received, long sequence) {
        this.registry = registry;
        this.device = device;
        this.received = received;
        this.sequence = sequence;
    }

    /**
     * Takes a value.
     *
     * @param type judges it
     * @param told when the device says it was so, or {@link ReadingDecoder#NO_TIME}
     * @param badTime true if the device gave a time that is none
     */
    void add(Optional<DeviceType> type, String point, Value value, long told, boolean badTime) {
        lastTold = told;
        long event = told == ReadingDecoder.NO_TIME ? received : told;
        boolean believed = !badTime && PointCheck.isBelieved(event, received);
        Quality quality = PointCheck.quality(type, point, value, believed);
        Reading reading =
                new Reading(device.id(), point, value, event, received, quality, sequence);
        Optional<Reading> last = device.last(point);
        if (last.isPresent() && isHeld(type, reading, last.get())) {
            device.intake().refused(Refusal.WITHIN_DEADBAND);
            registry.counters().refused(Refusal.WITHIN_DEADBAND);
            Value before = last.get().value();
            heard.add(new Reading(device.id(), point, before, event, received, quality, sequence));
        } else if (registry.keep(device, reading)) {
            registry.counters().reading(quality);
            kept.add(reading);
            heard.add(reading);
        } else {
            device.failed(tooMany(point), received);
            registry.counters().refused(Refusal.TOO_MANY_POINTS);
        }
    }

    private static DecodeFailure tooMany(String point) {
        return new DecodeFailure(
                Refusal.TOO_MANY_POINTS,
                0,
                "'" + point + "' would be one more than the " + Device.MAX_POINTS
                        + " points that a device may have");
    }

    private static boolean isHeld(Optional<DeviceType> type, Reading reading, Reading last) {
        Optional<Point> point = type.flatMap(t -> t.point(reading.point()));
        long age = reading.eventMillis() - last.eventMillis();
        return point.isPresent()
                && point.get().kind() instanceof PointKind.Quantity quantity
                && quantity.deadband() > 0
                && reading.quality() == last.quality()
                && age >= 0
                && age < LONGEST_HELD_MILLIS
                && reading.value() instanceof Value.Numeric number
                && last.value() instanceof Value.Numeric before
                && Math.abs(number.value() - before.value()) < quantity.deadband();
    }

    /** What the message told; the clock of the device is judged by its last value. */
    Arrival arrival() {
        if (lastTold != ReadingDecoder.NO_TIME) {
            device.skew(received - lastTold);
        }
        return heard.isEmpty() ? Arrival.Nothing.AT_ALL : new Arrival.Readings(device, kept, heard);
    }
}
