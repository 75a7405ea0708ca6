package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.message.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What a point may be, beyond its unit. */
class TypeTest {
    private static Checked check(String points) {
        return Language.check(List.of(new Source("f", "type T {\n" + points + "\n}")));
    }

    private static Point point(String declaration) {
        Checked checked = check(declaration);
        assertThat(checked.findings()).isEmpty();
        return checked.program().orElseThrow().types().getFirst().points().getFirst();
    }

    private static double deadband(String declaration) {
        return ((PointKind.Quantity) point(declaration).kind()).deadband();
    }

    @Test
    void aValueIsBelievedForThreeIntervalsOrAsLongAsIsSaid() {
        assertThat(point("a : W every 10 s").timeToLiveMillis()).isEqualTo(30_000);
        assertThat(point("a : W every 10 s valid for 5 min").timeToLiveMillis()).isEqualTo(300_000);
        assertThat(point("a : W min 0 W valid for 1 h every 10 s").timeToLiveMillis())
                .isEqualTo(3_600_000);
        assertThat(point("a : on | off valid for 1 h").timeToLiveMillis()).isEqualTo(3_600_000);
        assertThat(point("a : W").timeToLiveMillis()).isZero();
    }

    @Test
    void aDeadbandIsADifference() {
        assertThat(deadband("a : W deadband 5 W")).isEqualTo(5);
        assertThat(deadband("a : W deadband 1 kW min 0 W")).isEqualTo(1000);
        assertThat(deadband("a : °C deadband 0.5 K")).isEqualTo(0.5);
        assertThat(deadband("a : °C deadband 0.5 °C")).isEqualTo(0.5);
        assertThat(deadband("a : °C deadband 9 °F")).isEqualTo(5);
        assertThat(deadband("a : number deadband 2")).isEqualTo(2);
        assertThat(deadband("a : W")).isZero();
    }

    @Test
    void anIntegerIsAWholeNumberOf64Bits() {
        PointKind kind = point("a : integer").kind();
        assertThat(kind.allows(Value.whole(Long.MAX_VALUE))).isTrue();
        assertThat(kind.allows(Value.whole(Long.MIN_VALUE))).isTrue();
        assertThat(kind.allows(new Value.Numeric(-3))).isTrue();
        assertThat(kind.allows(new Value.Numeric(0.5))).isFalse();
        assertThat(kind.allows(new Value.Numeric(1e19))).isFalse();
        assertThat(kind.allows(new Value.Text("1"))).isFalse();
        assertThat(point("a : number").kind().allows(Value.whole(Long.MAX_VALUE)))
                .isFalse();
        PointKind small = point("a : integer min 0 max 9007199254740992").kind();
        assertThat(small.allows(new Value.Numeric(9007199254740992.0))).isTrue();
        assertThat(small.allows(Value.whole(9007199254740993L))).isFalse();
        assertThat(small.allows(Value.whole(-9007199254740993L))).isFalse();
        assertThat(small.expectation()).startsWith("a whole number from 0 up to 9");
    }

    @Test
    void onlyNumbersBeyondADoubleAreWholeOnes() {
        assertThat(Value.whole(9007199254740992L)).isEqualTo(new Value.Numeric(0x1p53));
        assertThat(Value.whole(9007199254740993L)).hasToString("9007199254740993");
        assertThatThrownBy(() -> new Value.Whole(5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPositionIsAPlaceOnTheEarth() {
        PointKind kind = point("at : position valid for 1 h").kind();
        assertThat(kind.allows(new Value.Position(52.5, 13.4, Double.NaN))).isTrue();
        assertThat(kind.allows(new Value.Text("geo:52.5,13.4"))).isFalse();
        assertThat(kind.allows(new Value.Numeric(1))).isFalse();
        assertThat(point("at : text").kind().allows(new Value.Position(1, 2, 3)))
                .isFalse();
        for (Value.Position place : List.of(
                new Value.Position(52.5, -13.4, 34.25), new Value.Position(0, 180, Double.NaN))) {
            assertThat(Value.Position.parse(place.toString())).contains(place);
        }
        for (String none :
                List.of("geo:91,0", "geo:0,181", "geo:1", "geo:a,b", "1,2", "geo:1,2,3,4")) {
            assertThat(Value.Position.parse(none)).as(none).isEmpty();
        }
        assertThatThrownBy(() -> new Value.Position(91, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a : W every 10 s valid for 5 s ; 'a' is valid for 5 s and comes every 10 s",
                "a : W valid 5 s ; 'for' after 'valid' was expected",
                "a : W deadband 5 ; '5' has no unit",
                "a : W deadband 5 bar ; 'a' is a power in W, but found the pressure",
                "a : W deadband 0 W ; a deadband is above zero",
                "a : position writable ; 'a' is a position: no command can set it",
                "a : position max 1 ; only numbers have 'min', 'max' and 'deadband'",
                "a : text deadband 1 ; only numbers have 'min', 'max' and 'deadband'",
                "a : W writable deadband 1 W ; 'a' shows that commands to 'a' were obeyed",
                "a : W writable confirm b  b : W deadband 1 W ; 'b' shows that commands to 'a'",
            })
    void whatCannotBeIsExplained(String line) {
        String[] parts = line.split(" ; ", -1);
        assertThat(check(parts[0]).findings())
                .anySatisfy(f -> assertThat(f.message()).startsWith(parts[1]));
    }
}
