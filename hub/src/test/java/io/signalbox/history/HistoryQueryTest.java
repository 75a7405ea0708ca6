package io.signalbox.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class HistoryQueryTest {
    private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    @Test
    void asksForAllPointsFromATimeOnUnlessToldOtherwise() throws BadQuery {
        HistoryQuery query = parsed("p1", "from", "-1h");

        assertThat(query)
                .isEqualTo(new HistoryQuery(
                        "p1", "*", NOW - 3_600_000, HistoryQuery.END_MILLIS, 1000, 0, List.of()));
    }

    @Test
    void readsRelativeAndAbsoluteTimes() throws BadQuery {
        assertThat(from("now")).isEqualTo(NOW);
        assertThat(from("-90s")).isEqualTo(NOW - 90_000);
        assertThat(from("-15m")).isEqualTo(NOW - 900_000);
        assertThat(from("-7d")).isEqualTo(NOW - 7 * 86_400_000L);
        assertThat(from("-999999999w")).isZero();
        assertThat(from("2026-03-01")).isEqualTo(NOW - 12 * 3_600_000);
        assertThat(from("2026-03-01T11:59:59.5Z")).isEqualTo(NOW - 500);
        assertThat(from("2026-03-01T13:00:00+01:00")).isEqualTo(NOW);
    }

    @Test
    void readsPartsAndFunctions() throws BadQuery {
        HistoryQuery query = parsed(
                "p1",
                "point",
                "flow",
                "from",
                "-24h",
                "to",
                "now",
                "limit",
                "7",
                "every",
                "5m",
                "fn",
                "max, avg,count,max");

        assertThat(query.toMillis()).isEqualTo(NOW);
        assertThat(query.limit()).isEqualTo(7);
        assertThat(query.everyMillis()).isEqualTo(300_000);
        assertThat(query.functions())
                .containsExactly(BucketFunction.AVG, BucketFunction.MAX, BucketFunction.COUNT);
    }

    @Test
    void aChartHasTheLeastAndGreatestOfEachOfItsColumns() throws BadQuery {
        HistoryQuery query = parsed("p1", "from", "-1h", "points", "1000");

        assertThat(query.everyMillis()).isEqualTo(3600);
        assertThat(query.limit()).isEqualTo(HistoryQuery.MAX_LIMIT);
        assertThat(query.functions()).containsExactly(BucketFunction.MIN, BucketFunction.MAX);
        assertThat(parsed("p1", "from", "now", "points", "9").everyMillis()).isEqualTo(1);
        for (String points : List.of("0", "20001", "x")) {
            assertThat(catchThrowableOfType(
                            BadQuery.class, () -> parsed("p1", "from", "-1h", "points", points)))
                    .hasMessageStartingWith("points: expected a whole number");
        }
        assertThat(catchThrowableOfType(
                        BadQuery.class,
                        () -> parsed("p1", "from", "-1h", "points", "9", "every", "5m")))
                .hasMessageStartingWith("points: expected neither every nor fn");
        assertThat(parsed("p1", "from", "-1h", "versions", "all").allVersions()).isTrue();
        assertThat(catchThrowableOfType(
                        BadQuery.class, () -> parsed("p1", "from", "-1h", "versions", "some")))
                .hasMessageStartingWith("versions: expected all or newest");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(refusal(null, "-1h", null, null, null, null)).startsWith("device: expected");
        assertThat(refusal("p1", null, null, null, null, null)).startsWith("from: expected a time");
        for (String time : List.of("", "yesterday", "-h", "-1", "-0s", "2026-13-01", "12:00")) {
            assertThat(refusal("p1", time, null, null, null, null)).startsWith("from: expected");
        }
        assertThat(refusal("p1", "-1h", "-2h", null, null, null)).startsWith("to: expected a time");
        for (String limit : List.of("0", "100001", "-1", "many", "99999999999")) {
            assertThat(refusal("p1", "-1h", null, limit, null, null))
                    .isEqualTo("limit: expected a whole number from 1 to 100000, found \"" + limit
                            + "\"");
        }
        assertThat(refusal("p1", "-1h", null, null, "0s", null)).startsWith("every: expected");
        assertThat(refusal("p1", "-1h", null, null, "5m", "avg,median"))
                .isEqualTo("fn: expected some of avg,min,max,sum,count,first,last,"
                        + " found \"median\"");
        assertThat(refusal("p1", "-1h", null, null, null, "avg")).startsWith("fn: expected every");
    }

    private static long from(String time) throws BadQuery {
        return parsed("p1", "from", time).fromMillis();
    }

    private static HistoryQuery parsed(@Nullable String device, @Nullable String... namesAndWords)
            throws BadQuery {
        Map<String, String> words = new HashMap<>();
        if (device != null) {
            words.put("device", device);
        }
        for (int i = 0; i < namesAndWords.length; i += 2) {
            String word = namesAndWords[i + 1];
            if (word != null) {
                words.put(String.valueOf(namesAndWords[i]), word);
            }
        }
        return HistoryQuery.parse(words, NOW);
    }

    private static String refusal(
            @Nullable String device,
            @Nullable String from,
            @Nullable String to,
            @Nullable String limit,
            @Nullable String every,
            @Nullable String functions) {
        BadQuery refusal = catchThrowableOfType(
                BadQuery.class,
                () -> parsed(
                        device, "from", from, "to", to, "limit", limit, "every", every, "fn",
                        functions));
        assertThat(refusal).isNotNull();
        return String.valueOf(refusal.getMessage());
    }
}
