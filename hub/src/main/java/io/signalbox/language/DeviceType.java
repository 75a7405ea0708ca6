package io.signalbox.language;

import io.signalbox.message.Value;

import java.util.List;
import java.util.Optional;

/**
 * What devices of a kind measure and accept; or a kind of place, as that over which rules are.
 *
 * @param placeKind what such a device stands in, such as "Hall"; empty if not declared
 * @param effects what setting a point does to others
 * @param events what may happen to such a device; none if that is not declared, and any may
 * @param hash sixteen hexadecimal digits that change when the declaration's words change
 * @param place of which kind of place these are the instances; its points are then those of the
 *     device that stands for the place, if a type of this name is declared. Nothing for devices
 */
public record DeviceType(
        String name,
        String title,
        String placeKind,
        List<Point> points,
        List<Effect> effects,
        List<DeviceEvent> events,
        String text,
        String hash,
        Position at,
        Optional<PlaceKind> place) {
    public DeviceType {
        points = List.copyOf(points);
        effects = List.copyOf(effects);
        events = List.copyOf(events);
    }

    /** A type of devices of which nothing is declared but points. */
    public DeviceType(
            String name,
            String title,
            String placeKind,
            List<Point> points,
            String text,
            String hash,
            Position at) {
        this(
                name,
                title,
                placeKind,
                points,
                List.of(),
                List.of(),
                text,
                hash,
                at,
                Optional.empty());
    }

    /** The kind of place that such a device stands in: one of its own name if none is declared. */
    public String standsIn() {
        return placeKind.isEmpty() ? name : placeKind;
    }

    public Optional<Point> point(String pointName) {
        for (Point point : points) {
            if (point.name().equals(pointName)) {
                return Optional.of(point);
            }
        }
        return Optional.empty();
    }

    /** What is declared of this event. */
    public Optional<DeviceEvent> event(String eventName) {
        return events.stream().filter(event -> event.name().equals(eventName)).findFirst();
    }

    /** Whether this may happen to such a device, as far as it is declared. */
    public boolean mayEmit(String eventName) {
        return events.isEmpty() || event(eventName).isPresent();
    }

    /** The point by which the device shows that it obeyed a command to {@code written}. */
    public Point confirmation(Point written) {
        return point(written.confirmedBy()).orElse(written);
    }

    /**
     * What {@link #confirmation} reads once {@code written} has taken {@code value}: the same word if
     * both lists have it, else the word at the same place; a number in the other point's unit.
     */
    public Value confirmed(Point written, Value value) {
        PointKind seen = confirmation(written).kind();
        return switch (written.kind()) {
            case PointKind.Enumeration from ->
                seen instanceof PointKind.Enumeration to
                                && value instanceof Value.Text word
                                && !to.values().containsAll(from.values())
                        ? new Value.Text(to.values().get(from.values().indexOf(word.value())))
                        : value;
            case PointKind.Quantity from ->
                seen instanceof PointKind.Quantity to && value instanceof Value.Numeric number
                        ? new Value.Numeric(from.unit().convert(number.value(), to.unit()))
                        : value;
            case PointKind.Truth truth -> value;
            case PointKind.Words words -> value;
            case PointKind.Place place -> value;
        };
    }
}
