package io.signalbox.rules;

import io.signalbox.language.Area;
import io.signalbox.message.Value;

/** Places on the earth by other formulas than those of the engine. */
final class OracleEarth {
    private static final double RADIUS = 6_371_008.8;

    private OracleEarth() {}

    /** By the angle between two vectors from the middle of the earth. */
    static double metres(Value.Position a, Value.Position b) {
        double[] u = vector(a);
        double[] v = vector(b);
        double x = u[1] * v[2] - u[2] * v[1];
        double y = u[2] * v[0] - u[0] * v[2];
        double z = u[0] * v[1] - u[1] * v[0];
        double along = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
        return RADIUS * Math.atan2(Math.sqrt(x * x + y * y + z * z), along);
    }

    private static double[] vector(Value.Position place) {
        double latitude = Math.toRadians(place.latitude());
        double longitude = Math.toRadians(place.longitude());
        return new double[] {
            Math.cos(latitude) * Math.cos(longitude),
            Math.cos(latitude) * Math.sin(longitude),
            Math.sin(latitude)
        };
    }

    static boolean contains(Area area, Value.Position place) {
        return switch (area) {
            case Area.Circle c ->
                metres(new Value.Position(c.latitude(), c.longitude(), Double.NaN), place)
                        <= c.radiusMetres();
            case Area.Polygon p -> turns(p, place);
        };
    }

    /** Whoever stands inside and looks along all edges turns once around. */
    private static boolean turns(Area.Polygon polygon, Value.Position place) {
        double turned = 0;
        int count = polygon.corners().size();
        for (int i = 0; i < count; i++) {
            double from = direction(polygon.corners().get(i), place);
            double to = direction(polygon.corners().get((i + 1) % count), place);
            turned += Math.IEEEremainder(to - from, 2 * Math.PI);
        }
        return Math.abs(turned) > Math.PI;
    }

    private static double direction(Area.Corner corner, Value.Position place) {
        double east = corner.longitude() - place.longitude();
        return Math.atan2(corner.latitude() - place.latitude(), east);
    }
}
