package io.signalbox.device;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.PublishRecord;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Language;
import io.signalbox.language.Source;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.payload.Refusal;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Messages of foreign layouts become readings. */
class MappedIntakeTest {
    /** 2023-11-14T22:13:20Z. */
    private static final long NOW = 1_700_000_000_000L;

    private static final String PLUGS = """
            type Plug {
              power : W   max 4000 W
              state : on | off
            }
            mapping sensor for Plug
              topic "tele/{device}/SENSOR"
              power = json "/ENERGY/Power" in kW
              state = json "/POWER" { "ON" -> on, "OFF" -> off }
              ts    = json "/Time"
              sample \"\"\"{"ENERGY":{"Power":2}}\"\"\" on "tele/p/SENSOR"  expect power = 2 kW
            mapping raw for Plug
              topic "d/{device}/up/raw"
              power = json "/w"
              sample \"\"\"{"w":2}\"\"\" on "d/p/up/raw"  expect power = 2 W
            """;

    private static final String METERS = """
            type Meter {
              power : kW
              sum   : kWh
            }
            mapping meter for Meter
              topic "tele/{device}/SENSOR"
              power = json "/ENERGY/Power" in W
              sum   = json "/ENERGY/Total"
              sample \"\"\"{"ENERGY":{"Power":2}}\"\"\" on "tele/p/SENSOR"  expect power = 2 W
            """;

    private DeviceRegistry registry = new DeviceRegistry();
    private DeviceFold fold = new DeviceFold(registry, Language::check);
    private long sequence;
    private List<String> heard = List.of();

    private record Stored(
            long sequence, RecordType type, int flags, long timeMillis, ByteWriter bytes)
            implements Entry {
        @Override
        public ByteReader body() {
            return new ByteReader(bytes.toByteArray());
        }
    }

    private Arrival apply(RecordType type, ByteWriter body) {
        return fold.apply(new Stored(++sequence, type, 0, NOW, body));
    }

    private void declare(String text) {
        ByteWriter body = new ByteWriter();
        new Declaration(List.of(new Source("f.rules", text))).write(body);
        assertThat(apply(RecordType.DECLARATION, body)).isInstanceOf(Arrival.Declared.class);
    }

    private void register(String id, String type) {
        ByteWriter body = new ByteWriter();
        new DeviceChange.Registered(id, type, null, new TreeMap<>()).write(body);
        apply(RecordType.DEVICE, body);
    }

    /** What a message gives, as {@code device.point=value quality}. */
    private List<String> publish(String topic, String payload) {
        ByteWriter body = new ByteWriter();
        body.varint(0).string("client").string(topic).bytes(payload.getBytes(UTF_8));
        if (!(apply(RecordType.PUBLISH, body) instanceof Arrival.Readings told)) {
            return List.of();
        }
        heard = told.heard().stream().map(MappedIntakeTest::line).toList();
        return told.readings().stream().map(MappedIntakeTest::line).toList();
    }

    private List<String> publishAs(String contentType, String topic, String payload) {
        ByteWriter body = new ByteWriter();
        Message message = new Message(
                topic,
                payload.getBytes(UTF_8),
                Qos.AT_MOST_ONCE,
                false,
                new MessageProperties(false, -1, contentType, null, new byte[0], List.of()),
                "client",
                NOW);
        int flags = PublishRecord.write(body, null, new int[0], 0, message);
        Arrival told = fold.apply(new Stored(++sequence, RecordType.PUBLISH, flags, NOW, body));
        return told instanceof Arrival.Readings readings
                ? readings.readings().stream().map(MappedIntakeTest::line).toList()
                : List.of();
    }

    private static String line(Reading reading) {
        return reading.device() + "." + reading.point() + "=" + reading.value()
                + (reading.quality() == Quality.GOOD ? "" : " " + reading.quality())
                + (reading.eventMillis() == NOW ? "" : " @" + reading.eventMillis());
    }

    private DeviceView view(String id) {
        return registry.view(id).orElseThrow();
    }

    @Test
    void aForeignMessageGivesReadingsInTheUnitsOfTheType() {
        declare(PLUGS);
        assertThat(publish("tele/p1/SENSOR", """
                        {"Time":"2023-11-14T22:13:19Z","POWER":"ON","ENERGY":{"Power":1.5}}"""))
                .containsExactly("p1.power=1500 @1699999999000", "p1.state=on @1699999999000");
        assertThat(view("p1").registered()).isFalse();
        assertThat(view("p1").skewMillis()).isEqualTo(1000);
    }

    @Test
    void theTypeOfTheMappingJudgesWhatAnUnregisteredDeviceSays() {
        declare(PLUGS);
        assertThat(publish("tele/p1/SENSOR", "{\"ENERGY\":{\"Power\":9}}"))
                .containsExactly("p1.power=9000 BAD");
    }

    @Test
    void whatDoesNotDecodeIsCountedAndShownOnTheDevice() {
        declare(PLUGS);
        assertThat(publish("tele/p1/SENSOR", "{\"POWER\":\"Blink\"}")).isEmpty();
        assertThat(publish("tele/p1/SENSOR", "{\"POWER\":")).isEmpty();
        DeviceView view = view("p1");
        assertThat(view.intake().received()).isEqualTo(2);
        assertThat(view.intake().decoded()).isEqualTo(1);
        assertThat(view.intake().refused()).isEqualTo(Map.of(Refusal.UNLISTED, 1L));
        assertThat(view.intake().dropped()).isEqualTo(Map.of(Refusal.SYNTAX, 1L));
        assertThat(view.lastFailure().orElseThrow().toString()).startsWith("syntax at byte 9");
    }

    @Test
    void aMessageInWhichNothingIsOfInterestMakesNoDevice() {
        declare(PLUGS);
        assertThat(publish("tele/p1/SENSOR", "{\"Uptime\":5}")).isEmpty();
        assertThat(registry.size()).isZero();
    }

    @Test
    void onlyMappingsForItsTypeReadADeviceWithAType() {
        declare(PLUGS + METERS);
        register("m1", "Meter");
        assertThat(publish("tele/m1/SENSOR", "{\"ENERGY\":{\"Power\":1500,\"Total\":3}}"))
                .containsExactly("m1.power=1.5", "m1.sum=3");
    }

    @Test
    void ofADeviceWithoutATypeTheFirstMappingThatGivesAPointCounts() {
        declare(PLUGS + METERS);
        assertThat(publish("tele/u/SENSOR", "{\"ENERGY\":{\"Power\":1.5,\"Total\":3}}"))
                .containsExactly("u.power=1500", "u.sum=3");
    }

    @Test
    void aDeviceOfAnotherTypeIsToldSo() {
        declare(PLUGS + "type Lamp { lit : boolean }");
        register("l1", "Lamp");
        assertThat(publish("tele/l1/SENSOR", "{\"ENERGY\":{\"Power\":1.5}}")).isEmpty();
        assertThat(view("l1").intake().dropped()).isEqualTo(Map.of(Refusal.OTHER_TYPE, 1L));
        assertThat(view("l1").lastFailure().orElseThrow().detail())
                .isEqualTo("expected a device of the type of a mapping ('sensor' for Plug), found"
                        + " one of type Lamp");
        assertThat(publish("d/l1/up/raw", "{\"lit\":true}"))
                .as("on its own topic it is read without the mapping")
                .containsExactly("l1.lit=true");
    }

    @Test
    void aMappingOfAnOwnTopicStandsInForTheUsualReading() {
        declare(PLUGS);
        assertThat(publish("d/p1/up/raw", "{\"w\":5,\"other\":1}")).containsExactly("p1.power=5");
        assertThat(publish("d/p1/up/data", "{\"w\":5}")).containsExactly("p1.w=5");
    }

    @Test
    void senmlOfATypedDeviceComesInTheUnitsOfItsType() {
        declare(PLUGS);
        register("p1", "Plug");
        String pack = "[{\"n\":\"power\",\"u\":\"kW\",\"v\":2},{\"n\":\"x\",\"u\":\"V\",\"v\":1}]";
        assertThat(publishAs("application/senml+json", "d/p1/up/data", pack))
                .containsExactly("p1.power=2000", "p1.x=1");
        assertThat(publishAs("application/senml+json", "d/p1/up/data", pack.replace("kW", "V")))
                .containsExactly("p1.x=1");
        assertThat(view("p1").intake().refused()).isEqualTo(Map.of(Refusal.BAD_UNIT, 1L));
    }

    @Test
    void aChangeWithinTheDeadbandIsCountedHeardAndNotKept() {
        declare("type Room { heat : °C deadband 0.5 K }");
        register("r1", "Room");
        assertThat(publish("d/r1/up/heat", "20")).containsExactly("r1.heat=20");
        assertThat(publish("d/r1/up/heat", "20.4")).isEmpty();
        assertThat(heard).containsExactly("r1.heat=20");
        assertThat(publish("d/r1/up/heat", "19.6")).isEmpty();
        assertThat(publish("d/r1/up/heat", "20.5")).containsExactly("r1.heat=20.5");
        assertThat(publish("d/r1/up/heat", "20.2")).as("from the new one").isEmpty();
        assertThat(view("r1").readings())
                .singleElement()
                .extracting(MappedIntakeTest::line)
                .isEqualTo("r1.heat=20.5");
        assertThat(view("r1").intake().readings()).isEqualTo(2);
        assertThat(view("r1").intake().refused()).isEqualTo(Map.of(Refusal.WITHIN_DEADBAND, 3L));
        assertThat(view("r1").lastFailure()).isEmpty();
        long hour = NOW + 3_600_000;
        assertThat(publish("d/r1/up/x", "{\"heat\":20.5,\"ts\":" + hour + "}"))
                .as("one an hour is kept, here of another quality too")
                .containsExactly("r1.heat=20.5 UNCERTAIN @" + hour);
    }

    @Test
    void wholeNumbersOf64BitsAreKeptExactly() {
        declare("""
                type Meter { total : integer  flow : W }
                mapping bytes for Meter
                  topic "b/{device}"
                  total = int64 at 0
                  sample hex "7FFFFFFFFFFFFFFF" on "b/m"  expect total = 9223372036854775807
                mapping words for Meter
                  topic "w/{device}"
                  total = payload
                  sample "9007199254740993" on "w/m"    expect total = 9007199254740993
                  sample "\\"9007199254740993\\"" on "w/m"  expect total = 9007199254740993
                """);
        register("m1", "Meter");
        assertThat(publish("d/m1/up/total", "9007199254740993"))
                .containsExactly("m1.total=9007199254740993");
        assertThat(publish("w/m1", "\"-9223372036854775808\""))
                .containsExactly("m1.total=-9223372036854775808");
        assertThat(publish("d/m1/up/flow", "9007199254740993"))
                .as("what is declared a number is none that a double cannot hold")
                .containsExactly("m1.flow=9007199254740993 BAD");
        ByteWriter state = new ByteWriter();
        fold.snapshot(state);
        registry = new DeviceRegistry();
        fold = new DeviceFold(registry, Language::check);
        fold.restore(new ByteReader(state.toByteArray()));
        assertThat(view("m1").readings())
                .extracting(MappedIntakeTest::line)
                .contains("m1.total=-9223372036854775808");
    }

    @Test
    void aPositionIsOneValue() {
        declare("type Van { at : position }");
        register("v1", "Van");
        assertThat(publish("d/v1/up/x", "{\"at\":{\"lat\":52.5,\"lon\":13.4,\"alt\":34}}"))
                .containsExactly("v1.at=geo:52.5,13.4,34.0");
        assertThat(publish("d/v1/up/x", "{\"at\":5,\"free\":{\"lon\":-1,\"lat\":-0}}"))
                .containsExactly("v1.at=5 BAD", "v1.free=geo:0.0,-1.0");
        for (String none : List.of(
                "{\"lat\":91,\"lon\":0}",
                "{\"lat\":1}",
                "{\"lat\":1,\"lon\":2,\"x\":[{}]}",
                "{\"lat\":1,\"lon\":\"2\"}",
                "{\"lat\":1,\"lon\":2,\"alt\":1e999}",
                "{}")) {
            assertThat(publish("d/v1/up/x", "{\"at\":" + none + "}")).as(none).isEmpty();
        }
        assertThat(view("v1").intake().refused()).isEqualTo(Map.of(Refusal.NESTED, 6L));
        ByteWriter state = new ByteWriter();
        fold.snapshot(state);
        registry = new DeviceRegistry();
        new DeviceFold(registry, Language::check).restore(new ByteReader(state.toByteArray()));
        assertThat(view("v1").readings())
                .extracting(MappedIntakeTest::line)
                .contains("v1.free=geo:0.0,-1.0");
    }

    @Test
    void aDeviceIdThatIsNoneIsDropped() {
        declare(PLUGS);
        assertThat(publish("tele/living room/SENSOR", "{}")).isEmpty();
        assertThat(registry.intake().dropped()).isEqualTo(Map.of(Refusal.BAD_DEVICE, 1L));
    }

    @Test
    void whichMappingHoldsIsAMatterOfTheJournal() {
        assertThat(publish("tele/p1/SENSOR", "{\"ENERGY\":{\"Power\":1}}")).isEmpty();
        declare(PLUGS);
        assertThat(publish("tele/p1/SENSOR", "{\"ENERGY\":{\"Power\":1}}"))
                .containsExactly("p1.power=1000");
        declare(PLUGS.replace(" in kW", "").replace("power = 2 kW", "power = 2 W"));
        assertThat(publish("tele/p1/SENSOR", "{\"ENERGY\":{\"Power\":1}}"))
                .containsExactly("p1.power=1");
        ByteWriter state = new ByteWriter();
        fold.snapshot(state);
        registry = new DeviceRegistry();
        fold = new DeviceFold(registry, Language::check);
        fold.restore(new ByteReader(state.toByteArray()));
        assertThat(publish("tele/p1/SENSOR", "{\"ENERGY\":{\"Power\":2}}"))
                .as("from a snapshot")
                .containsExactly("p1.power=2");
        declare("type Plug { power : W }");
        assertThat(publish("tele/p1/SENSOR", "{\"ENERGY\":{\"Power\":3}}")).isEmpty();
    }
}
