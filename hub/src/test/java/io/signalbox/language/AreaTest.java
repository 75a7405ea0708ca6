package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Areas on the earth, and what is said of them. */
class AreaTest {
    private static final String TYPE = "type Van { where : position  home : position  v : km/h }\n";

    private static List<String> find(String text) {
        return Language.check(List.of(new Source("f", TYPE + text))).findings().stream()
                .map(f -> f.toString().substring(2))
                .toList();
    }

    private static Area area(String shape) {
        Checked checked = Language.check(List.of(new Source(
                "f",
                TYPE + "area a \"Somewhere\" " + shape
                        + " rule r for each Van v when v.where inside a then alarm info \"x\"")));
        assertThat(checked.findings()).isEmpty();
        Rule rule = checked.program().orElseThrow().rules().getFirst();
        return ((Condition.Inside) rule.when()).area();
    }

    @ParameterizedTest
    @CsvSource({
        // a degree along a meridian, and along the equator
        "0, 0, 1, 0, 111195.08",
        "0, 0, 0, 1, 111195.08",
        // Berlin to Paris, the poles, and the short way across the antimeridian
        "52.52, 13.405, 48.8566, 2.3522, 877464.54",
        "90, 0, -90, 77, 20015114.44",
        "10, 179.5, 10, -179.5, 109505.74",
    })
    void distancesAreAlongTheGreatCircle(double a, double b, double c, double d, double metres) {
        assertThat(Earth.metres(a, b, c, d)).isCloseTo(metres, Offset.offset(0.01));
        assertThat(Earth.metres(c, d, a, b)).isEqualTo(Earth.metres(a, b, c, d));
    }

    @Test
    void aCircleHasItsRadiusInAnyUnitOfLength() {
        Area area = area("circle 52.5, 13.4 radius 0.2 km");
        assertThat(area).isEqualTo(new Area.Circle("a", 52.5, 13.4, 200));
        assertThat(area.contains(52.5017, 13.4)).isTrue();
        assertThat(area.contains(52.5019, 13.4)).isFalse();
        assertThat(area("circle 10, 179.999 radius 1 km").contains(10, -179.999))
                .isTrue();
    }

    @Test
    void aPolygonHasAnInsideWhereverItsCornersTurn() {
        Area angle = area("polygon (0, 0) (0, 4) (1, 4) (1, 1) (4, 1) (4, 0)");
        assertThat(angle.contains(0.5, 3.5)).isTrue();
        assertThat(angle.contains(3.5, 0.5)).isTrue();
        assertThat(angle.contains(3.5, 3.5)).isFalse();
        assertThat(angle.contains(-0.1, 0.5)).isFalse();
        assertThat(angle.contains(0.5, -179)).isFalse();
    }

    @Test
    void anEdgeGoesTheShortWayAcrossTheAntimeridian() {
        for (String shape : List.of(
                "polygon (-20, 177) (-15, 177) (-15, -178) (-20, -178)",
                "polygon (-20, -178) (-20, 177) (-15, 177) (-15, -178)")) {
            Area fiji = area(shape);
            assertThat(fiji.contains(-17, 178)).isTrue();
            assertThat(fiji.contains(-17, 180)).isTrue();
            assertThat(fiji.contains(-17, -180)).isTrue();
            assertThat(fiji.contains(-17, -179)).isTrue();
            assertThat(fiji.contains(-17, 0)).isFalse();
            assertThat(fiji.contains(-17, 176.9)).isFalse();
            assertThat(fiji.contains(-17, -177.9)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "area a circle 95, 13 radius 5 m | 2:15 | a place has a latitude up to 90 and a"
                        + " longitude up to 180 degrees, but found 95, 13 (write the latitude"
                        + " first)",
                "area a circle 5, 13 radius 5 | 2:28 | the radius is a length such as 200 m, but"
                        + " found '5'",
                "area a circle 5, 13 radius 5 kg | 2:28 | the radius is a length such as 200 m, but"
                        + " found '5 kg'",
                "area a circle 5, 13 radius 0 m | 2:28 | the radius of a circle is above 0 m and up"
                        + " to 10000 km",
                "area a circle 5 radius 5 m | 2:17 | ',' and the longitude was expected, but found"
                        + " 'radius'",
                "area a square 5, 13 | 2:8 | 'circle 52.5, 13.4 radius 200 m' or 'polygon (52.5,"
                        + " 13.4) (52.6, 13.4) …' was expected, but found 'square'",
                "area a polygon (0, 0) (0, 1) | 2:16 | a polygon has from 3 to 100 corners, but"
                        + " found 2 (such as polygon (52.5, 13.4) (52.6, 13.4) (52.6, 13.6))",
                "area a polygon (0, 0) (1, 1) (0, 1) (1, 0) | 2:31 | the edge from here crosses"
                        + " another edge, so that nobody knows what is inside (name the corners in"
                        + " the order in which one walks along them)",
                "area a polygon (60, 0) (60, 120) (60, -120) | 2:16 | a polygon spans less than 180"
                        + " degrees of longitude and has no pole in it (make two of it, or a"
                        + " circle)",
            })
    void areasThatAreNoneAreExplained(String declared, String place, String message) {
        assertThat(find(declared)).contains(place + ": error: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "v.where inside depo | 16 | there is no area 'depo' (did you mean 'depot'?)",
                "v.v inside depot | 1 | 'inside' is said of positions; 'v' is none (a position is"
                        + " declared so: where : position)",
                "v.where enters depot for 5 s | 1 | 'v.where enters depot' is true for an instant"
                        + " only, it cannot last (use a comparison such as > or <)",
                "distance(v.where, yard) > 5 km | 19 | a distance is measured to the middle of a"
                        + " circle; 'yard' is a polygon (use 'inside', or write a position: \"52.5,"
                        + " 13.4\")",
                "distance(depot, \"52.5, 13.4\") > 5 km | 1 | 'distance(depot, \"52.5, 13.4\")' says"
                        + " nothing about the device (name a position of it such as t.where)",
                "distance(v.where, v.v) > 5 km | 19 | 'distance' is said of positions; 'v' is none"
                        + " (a position is declared so: where : position)",
                "distance(v.where, 5 m) > 5 km | 19 | a distance lies between positions, but found"
                        + " '5 m' (such as distance(t.where, depot), or \"52.5, 13.4\")",
                "distance(v.where, depot) > 5 km/h | 28 | cannot compare length with speed",
                "distance(v.where, depot) > 30000 km | 1 | 'when' can never be true: no values of"
                        + " the points fulfil it",
                "v.where inside depot and v.where outside depot | 1 | 'when' can never be true: no"
                        + " values of the points fulfil it",
            })
    void slipsInConditionsAreExplained(String condition, int column, String message) {
        assertThat(find("""
                        area depot circle 52.5, 13.4 radius 200 m
                        area yard polygon (52, 13) (53, 13) (53, 14)
                        rule r for each Van v when
                        """ + condition + "\nthen alarm info \"x\""))
                .containsExactly("5:" + column + ": error: " + message);
    }

    @Test
    void whenAndClearThatMeanOneAreaWouldFlap() {
        assertThat(find("""
                        area depot circle 52.5, 13.4 radius 200 m
                        rule r for each Van v when v.where inside depot
                        clear when v.where inside depot and v.v > 5 km/h then alarm info "x"
                        """)).singleElement().asString().contains("the rule would flap");
        assertThat(find("area a circle 1, 1 radius 1 m area a circle 1, 1 radius 2 m"))
                .isNotEmpty();
    }
}
