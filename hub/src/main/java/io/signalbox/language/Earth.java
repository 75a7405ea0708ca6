package io.signalbox.language;

/** Distances on the earth, taken as a ball; exact to half a percent, the same on every machine. */
public final class Earth {
    /** Mean radius in metres. */
    public static final double RADIUS = 6_371_008.8;

    private Earth() {}

    /** Metres along the great circle between two places in degrees, by the haversine formula. */
    public static double metres(
            double latitude, double longitude, double otherLatitude, double otherLongitude) {
        double north = half(latitude, otherLatitude);
        double east = half(longitude, otherLongitude);
        double chord = north * north
                + StrictMath.cos(StrictMath.toRadians(latitude))
                        * StrictMath.cos(StrictMath.toRadians(otherLatitude))
                        * east
                        * east;
        return 2 * RADIUS * StrictMath.asin(Math.sqrt(Math.min(1, chord)));
    }

    private static double half(double one, double other) {
        return StrictMath.sin(StrictMath.toRadians(other - one) / 2);
    }
}
