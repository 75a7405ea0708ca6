package io.signalbox.language;

/** A place from which a distance is measured. */
public sealed interface Spot {
    /** A fixed one, in degrees. */
    record Fixed(double latitude, double longitude) implements Spot {}

    /** Where a point of the kind {@link PointKind.Place} says that something is. */
    record Told(Point point) implements Spot {}
}
