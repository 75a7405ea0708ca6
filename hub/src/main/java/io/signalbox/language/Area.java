package io.signalbox.language;

import java.util.List;

/** A part of the earth's surface that conditions can name. */
public sealed interface Area {
    /** Whether the place, in degrees, lies in it. */
    boolean contains(double latitude, double longitude);

    /** All that is not further away from a place. */
    record Circle(String name, double latitude, double longitude, double radiusMetres)
            implements Area {
        @Override
        public boolean contains(double placeLatitude, double placeLongitude) {
            double apart = Earth.metres(latitude, longitude, placeLatitude, placeLongitude);
            return apart <= radiusMetres;
        }
    }

    /**
     * What lies between corners, whose edges are straight on a map of degrees.
     *
     * @param corners at least three; longitudes go on beyond 180 where an edge crosses the
     *     antimeridian, and span less than 180 degrees
     */
    record Polygon(String name, List<Corner> corners) implements Area {
        public Polygon {
            corners = List.copyOf(corners);
        }

        @Override
        public boolean contains(double latitude, double longitude) {
            double west = corners.stream().mapToDouble(Corner::longitude).min().orElse(0);
            double east = longitude - 360 * Math.floor((longitude - west) / 360);
            boolean inside = false;
            Corner last = corners.getLast();
            for (Corner corner : corners) {
                boolean between = (corner.latitude > latitude) != (last.latitude > latitude);
                if (between && east < longitude(last, corner, latitude)) {
                    inside = !inside;
                }
                last = corner;
            }
            return inside;
        }

        /** Where an edge has this latitude. */
        private static double longitude(Corner from, Corner to, double latitude) {
            double share = (latitude - from.latitude) / (to.latitude - from.latitude);
            return from.longitude + share * (to.longitude - from.longitude);
        }
    }

    /** In degrees. */
    record Corner(double latitude, double longitude) {}
}
