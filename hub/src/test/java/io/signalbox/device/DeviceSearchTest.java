package io.signalbox.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

class DeviceSearchTest {
    private static final String TYPES = """
            type Meter { flow : l/min every 1 min   state : run | stop   open : boolean }
            type Tank { level : number }
            """;

    private final Fleet fleet = plant();

    private static Fleet plant() {
        Fleet fleet = new Fleet().declare(TYPES);
        fleet.register("m1", "Meter", "hall3", "fw=2.1", "title=North pump", "pilot")
                .register("m2", "Meter", "hall3/room1", "fw=2.10", "old", "pilot")
                .register("m3", "Meter", "yard", "fw=2.9-rc1")
                .register("t1", "Tank", "hall4");
        fleet.publish("m1", "{\"flow\":3,\"state\":\"run\",\"open\":true}");
        fleet.publish("m2", "{\"flow\":7,\"state\":\"stop\",\"open\":false}");
        fleet.publish("t1", "{\"level\":50}");
        fleet.now += 2 * 3_600_000;
        fleet.publish("m1", "{\"flow\":4}");
        fleet.publish("x1", "{\"flow\":9,\"fw\":\"2.2\"}");
        fleet.publish("x2", "{");
        return fleet;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | m1 m2 m3 t1 x1 x2",
                "type:meter | m1 m2 m3",
                "type:Me* | m1 m2 m3",
                "type!=Meter | t1 x1 x2",
                "place:hall | m1 m2 t1",
                "place:hall3 | m1 m2",
                "place=hall3 | m1",
                "tag:pilot | m1 m2",
                "tag:pilot -tag:old | m1",
                "id:m | m1 m2 m3",
                "online | m1 x1 x2",
                "offline | m2 m3 t1",
                "offline>1h | m2 m3 t1",
                "offline>3h | ''",
                "seen<1m | m1 x1 x2",
                "type:meter offline>1h fw<2.10 | m3",
                "fw<2.10 | m1 m3 x1",
                "fw=2.1.0 | m1",
                "fw:* | m1 m2 m3 x1",
                "-fw:* | t1 x2",
                "fw!=2.1 | m2 m3 x1",
                "unknown | x1 x2",
                "failing | x2",
                "flow>5 | m2 x1",
                "'flow>\"5 l/min\"' | m2",
                "flow>0.1l/s | m2",
                "flow>5bar | ''",
                "flow:4 | m1",
                "state=stop | m2",
                "state:RU | m1",
                "open=yes | m1",
                "open!=true | m2",
                "north | m1",
                "'\"north pump\"' | m1",
                "T1 | t1",
                "type:tank or unknown | t1 x1 x2",
                "type:meter (place:yard or tag:old) | m2 m3",
                "type:meter -(place:yard or tag:old) | m1",
                "-type:meter and -unknown | t1",
                "'\"flow\">5' | m2 x1",
                "--type:tank | t1",
                "level>=50 level<=50 | t1",
            })
    void findsWhatIsMeant(String q, String ids) {
        assertThat(fleet.find(q)).isEqualTo(ids);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: | 6 | expected a value behind 'type:', found the end",
                "fw< 2.1 | 4 | directly behind 'fw<', found a space",
                "a (b | 3 | found '(' without ')'",
                "a b) | 4 | found ')' without a '('",
                "a or | 5 | expected a term",
                "or a | 1 | expected a term",
                "- a | 2 | directly behind '-'",
                "'\"abc' | 1 | without a second one",
                "'\"\"' | 3 | a word in the quotes",
                "type>a | 5 | expected ':', '=' or '!=' behind 'type'",
                "offline>1x | 9 | expected a duration such as 30s",
                "a seen=1h | 7 | expected '<' or '>'",
                "a!b | 2 | expected '=' behind '!'",
                ">5 | 1 | expected a name before '>'",
            })
    void mistakesAreToldWithTheirPlace(String q, int column, String message) {
        assertThatExceptionOfType(BadSearch.class)
                .isThrownBy(() -> DeviceSearch.parse(q, null, null))
                .satisfies(e -> assertThat(e.column()).isEqualTo(column))
                .withMessageContaining(message);
    }

    @Test
    void aMisspelledDurationIsRecognised() {
        assertThatExceptionOfType(BadSearch.class)
                .isThrownBy(() -> DeviceSearch.parse("offline>5mim", null, null))
                .satisfies(e -> assertThat(e.fix()).isEqualTo("did you mean 'min'?"));
    }

    @Test
    void searchesAreBounded() {
        assertThatExceptionOfType(BadSearch.class)
                .isThrownBy(() -> DeviceSearch.parse("a".repeat(1001), null, null))
                .withMessageContaining("at most 1000 characters");
        assertThatExceptionOfType(BadSearch.class)
                .isThrownBy(() -> DeviceSearch.parse("a ".repeat(51), null, null))
                .withMessageContaining("at most 50 terms");
        assertThatExceptionOfType(BadSearch.class)
                .isThrownBy(() -> DeviceSearch.parse("-".repeat(900) + "a", null, null))
                .withMessageContaining("at most 20");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "flwo>5 | no device has 'flwo'; did you mean 'flow'?",
                "tpye:Meter | no device has 'tpye'; did you mean 'type'?",
                "offlin | no device is called 'offlin'; did you mean 'offline'?",
                "colour:red | no device has 'colour'",
            })
    void whatMayHaveBeenMeantIsSaid(String q, String hint) throws BadSearch {
        assertThat(fleet.page(q, null, 10).hints()).containsExactly(hint);
    }

    @Test
    void nothingIsGuessedWhileSomethingIsFoundOrAllNamesAreRight() throws BadSearch {
        assertThat(fleet.page("flwo>5 or type:Tank", null, 10).hints()).isEmpty();
        assertThat(fleet.page("flow>5000", null, 10).hints()).isEmpty();
    }

    @Test
    void pagesLeaveNobodyOutAndNameNobodyTwiceWhileDevicesComeAndGo() throws BadSearch {
        Fleet many = new Fleet();
        Random random = new Random(7);
        TreeSet<String> stay = new TreeSet<>();
        for (int i = 0; i < 3000; i++) {
            stay.add("s" + random.nextInt(1_000_000));
        }
        stay.forEach(id -> many.register(id, "Tank", "yard"));
        List<String> seen = new ArrayList<>();
        String after = null;
        do {
            DevicePage page = many.page("s type:tank", after, 90);
            page.devices().forEach(device -> seen.add(device.id()));
            after = page.next().orElse(null);
            for (int i = 0; i < 50; i++) {
                String id = "s" + random.nextInt(1_000_000);
                if (!stay.contains(id)) {
                    many.register(id, random.nextBoolean() ? "Tank" : "Meter", "yard");
                    many.change(new DeviceChange.Removed("s" + random.nextInt(1000) + "x"));
                }
            }
        } while (after != null);
        assertThat(seen).doesNotHaveDuplicates().isSorted().containsAll(stay);
    }

    @Test
    void aFullPageAtTheEndHasNoNext() throws BadSearch {
        assertThat(fleet.page("type:meter", null, 3).next()).isEmpty();
        assertThat(fleet.page("type:meter", null, 2).next()).contains("m2");
        assertThat(fleet.page("type:meter", "m2", 2).devices()).hasSize(1);
    }
}
