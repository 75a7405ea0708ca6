package io.signalbox.language;

import io.signalbox.language.Area.Corner;
import io.signalbox.language.Syntax.Coordinates;
import io.signalbox.language.Syntax.Expression;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.List;

/** Checks that areas are on the earth and have an inside. */
final class AreaChecker {
    /** Most corners of a polygon: each is looked at for each position. */
    static final int MAX_CORNERS = 100;

    /** A circle is smaller than the half of the earth, in metres. */
    private static final double MAX_RADIUS = 10_000_000;

    /** Degrees of longitude that a polygon has to be narrower than, so that no pole is in it. */
    private static final double MAX_WIDTH = 180;

    private static final Unit METRE = Units.of("m").orElseThrow();

    private final Findings findings;

    AreaChecker(Findings findings) {
        this.findings = findings;
    }

    Area check(Syntax.AreaDeclaration declared) {
        String name = declared.head().name().text();
        return switch (declared.shape()) {
            case Syntax.Shape.Circle circle -> {
                Corner middle = corner(circle.middle());
                double radius = radius(circle.radius());
                yield new Area.Circle(name, middle.latitude(), middle.longitude(), radius);
            }
            case Syntax.Shape.Polygon polygon -> new Area.Polygon(name, corners(polygon));
        };
    }

    private Corner corner(Coordinates at) {
        if (!Value.Position.isPlace(at.latitude(), at.longitude())) {
            throw fail(
                    at.at(),
                    "a place has a latitude up to 90 and a longitude up to 180 degrees, but found "
                            + new Value.Numeric(at.latitude()) + ", "
                            + new Value.Numeric(at.longitude()),
                    "write the latitude first");
        }
        return new Corner(at.latitude(), at.longitude());
    }

    private double radius(Expression written) {
        Position at = written.written().at();
        if (!(written instanceof Expression.Amount amount)) {
            throw fail(at, "the radius is a length such as 200 m", "");
        }
        Unit unit = amount.unit().isEmpty()
                ? Unit.ONE
                : Scope.unit(findings, amount.unit(), amount.unitAt());
        if (!unit.dimension().equals(METRE.dimension())) {
            throw fail(
                    at,
                    "the radius is a length such as 200 m, but found '"
                            + written.written().text() + "'",
                    "");
        }
        double radius = unit.convert(amount.number(), METRE);
        if (radius <= 0 || radius > MAX_RADIUS) {
            throw fail(at, "the radius of a circle is above 0 m and up to 10000 km", "");
        }
        return radius;
    }

    private List<Corner> corners(Syntax.Shape.Polygon polygon) {
        int count = polygon.corners().size();
        if (count < 3 || count > MAX_CORNERS) {
            throw fail(
                    polygon.at(),
                    "a polygon has from 3 to " + MAX_CORNERS + " corners, but found " + count,
                    "such as polygon (52.5, 13.4) (52.6, 13.4) (52.6, 13.6)");
        }
        List<Corner> corners = new ArrayList<>();
        for (Coordinates written : polygon.corners()) {
            Corner corner = corner(written);
            corners.add(corners.isEmpty() ? corner : beside(corners.getLast(), corner));
        }
        double west = corners.stream().mapToDouble(Corner::longitude).min().orElseThrow();
        double east = corners.stream().mapToDouble(Corner::longitude).max().orElseThrow();
        if (east - west >= MAX_WIDTH) {
            throw fail(
                    polygon.at(),
                    "a polygon spans less than 180 degrees of longitude and has no pole in it",
                    "make two of it, or a circle");
        }
        refuseCrossings(polygon, corners);
        return corners;
    }

    /** The edge to the next corner goes the short way, across the antimeridian if need be. */
    private static Corner beside(Corner last, Corner next) {
        double turns = Math.rint((last.longitude() - next.longitude()) / 360);
        return new Corner(next.latitude(), next.longitude() + 360 * turns);
    }

    private void refuseCrossings(Syntax.Shape.Polygon polygon, List<Corner> corners) {
        int count = corners.size();
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                Corner a = corners.get(i);
                Corner b = corners.get((i + 1) % count);
                Corner c = corners.get(j);
                Corner d = corners.get((j + 1) % count);
                if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) {
                    throw fail(
                            polygon.corners().get(i).at(),
                            "the edge from here crosses another edge, so that nobody knows what is"
                                    + " inside",
                            "name the corners in the order in which one walks along them");
                }
            }
        }
    }

    /** On which side of the line from a to b a third corner lies. */
    private static double side(Corner a, Corner b, Corner c) {
        return Math.signum((b.longitude() - a.longitude()) * (c.latitude() - a.latitude())
                - (b.latitude() - a.latitude()) * (c.longitude() - a.longitude()));
    }

    private SyntaxError fail(Position at, String message, String hint) {
        findings.error(at, message, hint);
        return new SyntaxError();
    }
}
