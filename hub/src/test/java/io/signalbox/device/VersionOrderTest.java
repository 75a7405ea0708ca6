package io.signalbox.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionOrderTest {
    @ParameterizedTest
    @CsvSource({
        "2.1, 2.10",
        "2.9, 2.10",
        "2.9, 10",
        "1.9.9, 2",
        "2.1-rc1, 2.1",
        "2.0-rc1, 2.0",
        "2.0-rc1, 2",
        "2.1-rc1, 2.1-rc2",
        "2.1-rc9, 2.1-rc10",
        "2.1, 2.1.1",
        "2.1, 2.1b",
        "2.1a, 2.1B",
        "v2.1, 2.2",
        "a9, a10",
        "99999999999999999998, 99999999999999999999",
        "'', 1"
    })
    void theFirstIsBeforeTheSecond(String less, String more) {
        assertThat(VersionOrder.compare(less, more)).isNegative();
        assertThat(VersionOrder.compare(more, less)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"2.1, 2.1", "2.1, 2.1.0", "v2, 2.0.0", "002, 2", "RC, rc", "'', ''"})
    void theSameSaidOtherwise(String a, String b) {
        assertThat(VersionOrder.compare(a, b)).isZero();
        assertThat(VersionOrder.compare(b, a)).isZero();
    }

    @Test
    void itIsAnOrder() {
        String[] words = {
            "", "0", "1", "1.0", "1.0-a", "1-a", "1a", "a", "v1", "1.0.1", "10", "1.-", "-", "~",
            "1.", "1.0-", "1.00.0", ".", ".0"
        };
        for (String a : words) {
            for (String b : words) {
                int order = Integer.signum(VersionOrder.compare(a, b));
                assertThat(Integer.signum(VersionOrder.compare(b, a)))
                        .as(a + " " + b)
                        .isEqualTo(-order);
                for (String c : words) {
                    if (order <= 0 && VersionOrder.compare(b, c) <= 0) {
                        assertThat(VersionOrder.compare(a, c))
                                .as(a + " " + b + " " + c)
                                .isLessThanOrEqualTo(0);
                    }
                }
            }
        }
    }
}
