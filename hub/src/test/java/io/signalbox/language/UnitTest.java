package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversion is exact to the last bit of a double. */
class UnitTest {
    private static Unit unit(String symbol) {
        return Units.of(symbol).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, bar, kPa, 10",
        "0, °C, K, 273.15",
        "100, °C, °F, 212",
        "-40, °F, °C, -40",
        "36, km/h, m/s, 10",
        "60, l/min, m3/h, 3.6",
        "1, kWh, MJ, 3.6",
        "3000, rpm, Hz, 50",
        "20, %, 1, 0.2",
        "400, ppm, %, 0.04",
        "1, d, min, 1440",
        "0.3, mg/m3, µg/m3, 300",
        "14.5, psi, psi, 14.5",
        "1, Ah, mAh, 1000",
        "180, °, deg, 180",
        "5, us, µs, 5",
    })
    void converts(double value, String from, String to, double expected) {
        assertThat(unit(from).convert(value, unit(to))).isEqualTo(expected);
    }

    @Test
    void differencesLeaveTheOffsetAlone() {
        assertThat(unit("°F").convertDifference(9, unit("K"))).isEqualTo(5);
    }

    @Test
    void dimensionsAreTheProductsOfTheirParts() {
        assertThat(unit("V").dimension().times(unit("A").dimension()))
                .isEqualTo(unit("W").dimension());
        assertThat(unit("kWh").dimension().over(unit("h").dimension()))
                .isEqualTo(unit("kW").dimension());
        assertThat(unit("Ω").dimension().times(unit("A").dimension()))
                .isEqualTo(unit("V").dimension());
        assertThat(unit("m3").dimension().over(unit("h").dimension()))
                .isEqualTo(unit("l/min").dimension());
        assertThat(unit("W/m2").dimension().times(unit("m2").dimension()))
                .isEqualTo(unit("W").dimension());
        assertThat(unit("N").dimension().over(unit("m2").dimension()))
                .isEqualTo(unit("bar").dimension());
        assertThat(unit("kg/h").dimension().over(unit("m3/h").dimension()))
                .isEqualTo(unit("g/l").dimension());
    }

    @Test
    void everyUnitKeepsItsValueThereAndBack() {
        for (String symbol : Units.symbols()) {
            Unit coherent = Unit.coherent(unit(symbol).dimension());
            double there = unit(symbol).convert(12.5, coherent);
            assertThat(coherent.convert(there, unit(symbol)))
                    .as(symbol)
                    .isCloseTo(12.5, org.assertj.core.data.Offset.offset(1e-9));
        }
    }
}
