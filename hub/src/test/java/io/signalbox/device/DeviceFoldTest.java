package io.signalbox.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Checked;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Position;
import io.signalbox.language.Program;
import io.signalbox.language.Source;
import io.signalbox.language.Unit;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;
import io.signalbox.payload.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

class DeviceFoldTest {
    /** 2023-11-14T22:13:20Z. */
    private static final long NOW = 1_700_000_000_000L;

    private static final Source GOOD = new Source("tank.rules", "type Tank");
    private static final DeviceType TANK = new DeviceType(
            "Tank",
            "",
            "",
            List.of(
                    point(0, "level", new PointKind.Quantity(Unit.ONE, 0, 100)),
                    point(1, "valve", new PointKind.Enumeration(List.of("open", "closed"))),
                    point(2, "full", new PointKind.Truth()),
                    point(3, "note", new PointKind.Words())),
            "",
            "0",
            new Position("tank.rules", 1, 1));

    private final DeviceRegistry registry = new DeviceRegistry();
    private final DeviceFold fold = new DeviceFold(registry, DeviceFoldTest::check);
    private long sequence;

    private static Point point(int index, String name, PointKind kind) {
        return new Point(index, name, kind, 0, false, name);
    }

    /** Accepts one text and no other. */
    private static Checked check(List<Source> sources) {
        return sources.equals(List.of(GOOD))
                ? new Checked(
                        Optional.of(new Program(
                                List.of(TANK),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                sources)),
                        List.of())
                : new Checked(Optional.empty(), List.of());
    }

    private record Stored(long sequence, RecordType type, long timeMillis, ByteWriter bytes)
            implements Entry {
        @Override
        public int flags() {
            return 1;
        }

        @Override
        public ByteReader body() {
            return new ByteReader(bytes.toByteArray());
        }
    }

    private Arrival apply(RecordType type, long timeMillis, ByteWriter body) {
        return fold.apply(new Stored(++sequence, type, timeMillis, body));
    }

    private Arrival publish(String topic, String payload) {
        return publish(topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    private Arrival publish(String topic, byte[] payload) {
        ByteWriter body = new ByteWriter();
        return apply(
                RecordType.PUBLISH,
                NOW,
                body.varint(0).string("client").string(topic).bytes(payload));
    }

    private Arrival declare(Source source) {
        ByteWriter body = new ByteWriter();
        new Declaration(List.of(source)).write(body);
        return apply(RecordType.DECLARATION, NOW, body);
    }

    private Arrival change(DeviceChange change) {
        ByteWriter body = new ByteWriter();
        change.write(body);
        return apply(RecordType.DEVICE, NOW + 1, body);
    }

    private Arrival register(String id) {
        TreeMap<String, String> attributes = new TreeMap<>();
        attributes.put("serial", "4711");
        return change(new DeviceChange.Registered(
                id, "Tank", "yard", attributes, List.of("pilot", "new")));
    }

    private DeviceView view(String id) {
        return registry.view(id).orElseThrow();
    }

    private static List<DeviceView> all(DeviceRegistry of) throws BadSearch {
        return of.search(DeviceSearch.parse("", null, null), null, 100, _ -> Links.Link.NONE, NOW)
                .devices();
    }

    private Reading last(String point) {
        return view("t1").readings().stream()
                .filter(reading -> reading.point().equals(point))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDeviceThatOnlyPublishesAppearsWithItsReadings() {
        Arrival arrival = publish("d/t1/up/data", "{\"level\":40.5,\"valve\":\"open\"}");
        assertThat(arrival)
                .isInstanceOfSatisfying(
                        Arrival.Readings.class,
                        told -> assertThat(told.readings())
                                .containsExactly(
                                        new Reading(
                                                "t1",
                                                "level",
                                                new Value.Numeric(40.5),
                                                NOW,
                                                NOW,
                                                Quality.GOOD,
                                                1),
                                        new Reading(
                                                "t1",
                                                "valve",
                                                new Value.Text("open"),
                                                NOW,
                                                NOW,
                                                Quality.GOOD,
                                                1)));
        assertThat(view("t1").registered()).isFalse();
        assertThat(view("t1").type()).isEmpty();
        assertThat(view("t1").lastSeenMillis()).isEqualTo(NOW);
    }

    @Test
    void registeringKeepsTheReadingsAndTheOrdinal() {
        publish("d/t0/up/level", "1");
        publish("d/t1/up/level", "2");
        register("t1");
        assertThat(view("t1").registered()).isTrue();
        assertThat(view("t1").createdMillis()).isEqualTo(NOW + 1);
        assertThat(view("t1").attributes()).containsEntry("serial", "4711");
        assertThat(view("t1").readings()).hasSize(1);
        assertThat(registry.find("t1").orElseThrow().ordinal()).isEqualTo(1);
        assertThat(view("t1").epoch()).isEqualTo(2);
    }

    @Test
    void anEpochIsOfTheFirstRecordAndOutlivesRegistrationAndRestart() throws BadSearch {
        publish("d/t1/up/level", "5");
        publish("d/t1/up/level", "6");
        register("t1");
        assertThat(view("t1").epoch()).isEqualTo(1);
        ByteWriter state = new ByteWriter();
        fold.snapshot(state);
        DeviceRegistry other = new DeviceRegistry();
        new DeviceFold(other, DeviceFoldTest::check).restore(new ByteReader(state.toByteArray()));
        assertThat(all(other).getFirst().epoch()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "level, 40, GOOD",
        "level, 101, BAD",
        "level, -0.1, BAD",
        "level, forty, BAD",
        "valve, open, GOOD",
        "valve, opne, BAD",
        "valve, 1, BAD",
        "full, true, GOOD",
        "full, yes, BAD",
        "note, whatever, GOOD",
        "note, 5, BAD",
        "undeclared, 5, GOOD",
    })
    void aTypeSaysWhichValuesCanBeTrue(String point, String payload, Quality quality) {
        declare(GOOD);
        register("t1");
        publish("d/t1/up/" + point, payload);
        assertThat(last(point).quality()).isEqualTo(quality);
        assertThat(view("t1").intake().bad()).isEqualTo(quality == Quality.BAD ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000, 1700000000000, GOOD",
        "1700000060, 1700000060000, GOOD",
        "1700000061, 1700000061000, UNCERTAIN",
        "1699913600, 1699913600000, GOOD",
        "1699913599, 1699913599000, UNCERTAIN",
        "0, 0, UNCERTAIN",
        "4102444800, 4102444800000, UNCERTAIN",
        "-1, 1700000000000, UNCERTAIN",
    })
    void aTimeFarOffIsKeptAndNotBelieved(String ts, long event, Quality quality) {
        publish("d/t1/up/data", "{\"ts\":" + ts + ",\"level\":5}");
        assertThat(last("level").eventMillis()).isEqualTo(event);
        assertThat(last("level").receivedMillis()).isEqualTo(NOW);
        assertThat(last("level").quality()).isEqualTo(quality);
    }

    @Test
    void theLastValueIsTheOneThatCameLast() {
        publish("d/t1/up/data", "{\"ts\":4102444800,\"level\":5}");
        publish("d/t1/up/data", "{\"ts\":1700000000,\"level\":6}");
        assertThat(last("level").value()).isEqualTo(new Value.Numeric(6));
    }

    @Test
    void theSkewOfTheClockIsEstimated() {
        publish("d/t1/up/data", "{\"ts\":1699999990,\"level\":5}");
        assertThat(view("t1").skewMillis()).isEqualTo(10_000);
        publish("d/t1/up/data", "{\"ts\":1699999998,\"level\":5}");
        assertThat(view("t1").skewMillis()).isEqualTo(9_000);
    }

    @Test
    void theCountsAddUpAndTheLastFailureIsKept() {
        publish("d/t1/up/data", "{\"level\":5,\"x\":null,\"y\":1e999}");
        publish("d/t1/up/data", "{\"level\":5,\"level\":6}");
        publish("d/t1/up/data", new byte[] {(byte) 0xFF});
        publish("d/t 1/up/data", "{\"level\":5}");
        IntakeCounts all = registry.intake();
        assertThat(all.received()).isEqualTo(4);
        assertThat(all.decoded()).isEqualTo(1);
        assertThat(all.dropped())
                .containsOnlyKeys(Refusal.DUPLICATE_KEY, Refusal.NOT_UTF8, Refusal.BAD_DEVICE);
        assertThat(all.received())
                .isEqualTo(all.decoded()
                        + all.dropped().values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
        assertThat(all.readings()).isEqualTo(1);
        assertThat(all.refused()).containsOnlyKeys(Refusal.NULL, Refusal.OVERFLOW);
        assertThat(view("t1").intake().received()).isEqualTo(3);
        assertThat(view("t1").lastFailure())
                .hasValueSatisfying(
                        failure -> assertThat(failure.reason()).isEqualTo(Refusal.NOT_UTF8));
        assertThat(view("t1").lastFailureMillis()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource({"d/t1/down/level", "d/t1/up", "d/t1/up/a/b", "x/t1/up/level", "d/t1", "d/"})
    void otherTopicsSayNothing(String topic) {
        assertThat(publish(topic, "5")).isInstanceOf(Arrival.Nothing.class);
        assertThat(registry.intake().received()).isZero();
        assertThat(registry.size()).isZero();
    }

    @Test
    void aDeclarationOfBeforeLeadsToWhatItLedTo() {
        ByteWriter before = new ByteWriter();
        before.varint(1).string(GOOD.file()).string(GOOD.text());
        assertThat(apply(RecordType.DECLARATION, NOW, before))
                .isEqualTo(new Arrival.Declared(false));
        assertThat(registry.declaration().sources()).containsExactly(GOOD);
        assertThat(declare(GOOD)).isEqualTo(new Arrival.Declared(true));
        assertThat(registry.declaration().sources()).containsExactly(GOOD);
    }

    @Test
    void aDeclarationWithErrorsNeverReplacesAGoodOne() {
        assertThat(declare(GOOD)).isInstanceOf(Arrival.Declared.class);
        register("t1");
        assertThat(declare(new Source("tank.rules", "tpye Tank")))
                .isInstanceOf(Arrival.Nothing.class);
        assertThat(registry.declaration().sources()).containsExactly(GOOD);
        assertThat(registry.find("t1").orElseThrow().type()).contains(TANK);
    }

    @Test
    void aDeviceAnswersACommand() {
        assertThat(publish("d/t1/ack/valve", "{\"id\":\"00aa\",\"state\":\"delivered\"}"))
                .isEqualTo(new Arrival.Answer("t1", "00aa", false, ""));
        assertThat(publish("d/t1/ack/valve", "{\"id\":\"00aa\",\"state\":\"refused\"}"))
                .isEqualTo(new Arrival.Answer("t1", "00aa", true, ""));
        assertThat(publish("d/t1/ack/valve", "ok")).isInstanceOf(Arrival.Nothing.class);
    }

    @Test
    void aRemovedDeviceIsGoneAndItsOrdinalIsNotUsedAgain() {
        register("t1");
        assertThat(change(new DeviceChange.Removed("t1"))).isInstanceOf(Arrival.Removed.class);
        assertThat(change(new DeviceChange.Removed("t1"))).isInstanceOf(Arrival.Nothing.class);
        assertThat(registry.view("t1")).isEmpty();
        register("t1");
        assertThat(registry.find("t1").orElseThrow().ordinal()).isEqualTo(1);
        assertThat(view("t1").epoch()).isEqualTo(4);
    }

    @Test
    void aDeviceHasSoManyPointsAndNoMore() {
        for (int i = 0; i <= Device.MAX_POINTS; i++) {
            publish("d/t1/up/p" + i, "5");
        }
        assertThat(view("t1").lastFailure().orElseThrow().reason())
                .isEqualTo(Refusal.TOO_MANY_POINTS);
        publish("d/t1/up/p0", "6");
        assertThat(view("t1").readings()).hasSize(Device.MAX_POINTS);
        assertThat(view("t1").intake().refused()).containsEntry(Refusal.TOO_MANY_POINTS, 1L);
        assertThat(last("p0").value()).isEqualTo(new Value.Numeric(6));
    }

    @Test
    void aSnapshotBringsEverythingBack() throws BadSearch {
        declare(GOOD);
        register("t1");
        publish("d/t1/up/data", "{\"ts\":1699999990,\"level\":5,\"valve\":\"opne\",\"full\":true}");
        publish("d/t1/up/data", "{\"x\":null}");
        publish("d/t2/up/data", "{");
        ByteWriter first = new ByteWriter();
        fold.snapshot(first);

        DeviceRegistry other = new DeviceRegistry();
        DeviceFold restored = new DeviceFold(other, DeviceFoldTest::check);
        restored.restore(new ByteReader(first.toByteArray()));
        ByteWriter second = new ByteWriter();
        restored.snapshot(second);
        assertThat(second.toByteArray()).isEqualTo(first.toByteArray());
        assertThat(all(other)).isEqualTo(all(registry));
        assertThat(other.find("t1").orElseThrow().type()).contains(TANK);
    }

    @ParameterizedTest
    @CsvSource({"p1, true", "A.b_c:d-9, true", "'', false", "a/b, false", "ü, false", "a b, false"})
    void idsAreShortAndPlain(String id, boolean valid) {
        assertThat(DeviceChange.isId(id)).isEqualTo(valid);
        assertThat(DeviceChange.isId("x".repeat(64))).isTrue();
        assertThat(DeviceChange.isId("x".repeat(65))).isFalse();
    }
}
