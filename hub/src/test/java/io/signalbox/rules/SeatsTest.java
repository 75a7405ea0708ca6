package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Declaration;
import io.signalbox.device.Device;
import io.signalbox.device.DeviceChange;
import io.signalbox.device.DeviceFold;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.TreeMap;

/** Which row is a device's, in the engine that decides at once and in one that lags. */
class SeatsTest {
    private static final long NOW = 1_790_000_000_000L;

    private final DeviceRegistry registry = new DeviceRegistry();
    private final DeviceFold fold = new DeviceFold(registry, Language::check);
    private final Seats atOnce = Seats.inDevices();
    private final Seats later = Seats.byOrdinal();
    private long sequence;

    private void declare() {
        ByteWriter body = new ByteWriter();
        new Declaration(List.of(new Source("a.rules", "type A {}\ntype B {}\n"))).write(body);
        apply(RecordType.DECLARATION, body);
    }

    private Device register(String id) {
        ByteWriter body = new ByteWriter();
        new DeviceChange.Registered(id, "A", null, new TreeMap<>()).write(body);
        apply(RecordType.DEVICE, body);
        return registry.find(id).orElseThrow();
    }

    private void apply(RecordType type, ByteWriter body) {
        fold.apply(new Rehearsal.Stored(++sequence, type, 0, NOW, body.toByteArray()));
    }

    private List<TypeRules> book() {
        return new Rulebook(registry.program()).types();
    }

    private static int add(TypeRules rules, Device device) {
        return rules.table().add(device.id(), device.ordinal(), NOW);
    }

    @Test
    void anEngineThatLagsSeatsTheSameDeviceElsewhere() {
        declare();
        Device first = register("first");
        Device second = register("second");
        List<TypeRules> book = book();
        List<TypeRules> lagging = book();
        atOnce.open(book, registry.devices());
        later.open(lagging, registry.devices());
        assertThat(later.rules(second)).as("nobody has come").isNull();

        atOnce.take(second, book.get(0), 7);
        later.take(second, lagging.get(1), 3);
        assertThat(atOnce.rules(second)).isSameAs(book.get(0));
        assertThat(atOnce.row(second)).isEqualTo(7);
        assertThat(later.rules(second)).isSameAs(lagging.get(1));
        assertThat(later.row(second)).isEqualTo(3);
        assertThat(atOnce.rules(first)).isNull();
        assertThat(later.rules(first)).isNull();

        atOnce.leave(second);
        assertThat(atOnce.rules(second)).isNull();
        assertThat(later.rules(second)).as("is not touched").isSameAs(lagging.get(1));
        later.leave(second);
        assertThat(later.rules(second)).isNull();
    }

    @Test
    void opensWithWhoIsInTheTablesAndWithNobodyElse() {
        declare();
        Device kept = register("kept");
        Device gone = register("gone");
        Device moved = register("moved");
        for (Seats seats : List.of(atOnce, later)) {
            List<TypeRules> before = book();
            seats.open(before, registry.devices());
            for (Device device : List.of(gone, kept, moved)) {
                seats.take(device, before.get(0), add(before.get(0), device));
            }
            List<TypeRules> book = book();
            add(book.get(0), kept);
            add(book.get(1), moved);
            seats.open(book, registry.devices());
            assertThat(seats.rules(kept)).isSameAs(book.get(0));
            assertThat(seats.row(kept)).isZero();
            assertThat(seats.rules(gone)).isNull();
            assertThat(seats.rules(moved)).isSameAs(book.get(1));
            assertThat(seats.row(moved)).isZero();
        }
    }

    @Test
    void aSeatIsNoPartOfWhatIsWrittenOfADevice() {
        declare();
        Device device = register("device");
        ByteWriter before = new ByteWriter();
        fold.snapshot(before);
        List<TypeRules> book = book();
        atOnce.open(book, registry.devices());
        atOnce.take(device, book.get(0), 0);
        ByteWriter after = new ByteWriter();
        fold.snapshot(after);
        assertThat(after.toByteArray()).isEqualTo(before.toByteArray());
    }
}
