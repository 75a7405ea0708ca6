package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Position;
import io.signalbox.language.Unit;
import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

/** What a column knows of the sample before the newest one, and where it is found. */
class ColumnTest {
    private static final long NOW = 1_790_000_000_000L;

    private final Column column = new Column(point(0, "flow"));

    private static Point point(int index, String name) {
        return new Point(
                index,
                name,
                new PointKind.Quantity(
                        Unit.ONE, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
                0,
                false,
                name);
    }

    private void take(double value, long sampled, long now) {
        column.take(0, new Value.Numeric(value), true, sampled, now);
    }

    @Test
    void aChangeIsOfItsInstantAlone() {
        column.resize(1);
        take(1, NOW, NOW);
        assertThat(column.changedAt(0, NOW)).as("from unknown").isFalse();
        take(3, NOW + 1, NOW + 1);
        take(4, NOW + 1, NOW + 1);
        assertThat(column.changedAt(0, NOW + 1)).isTrue();
        assertThat(column.crossed(0, true, 2)).as("from 1, not from 3").isTrue();
        assertThat(column.changedAt(0, NOW + 2)).as("later").isFalse();
        take(9, NOW, NOW + 2);
        assertThat(column.changedAt(0, NOW + 2))
                .as("late, so it changes nothing")
                .isFalse();
        take(4, NOW + 3, NOW + 3);
        assertThat(column.changedAt(0, NOW + 3)).as("the same again").isFalse();
    }

    @Test
    void readsTheLastChangeAsItOnceWasKept() {
        column.resize(2);
        ByteWriter out = new ByteWriter();
        out.f64(7).u64(NOW).u64(NOW).u64(NOW).f64(5).u32(12);
        out.f64(7).u64(NOW).u64(NOW).u64(NOW - 1).f64(5).u32(12);
        ByteReader in = new ByteReader(out.toByteArray());
        column.restore(in, 0);
        column.restore(in, 1);
        assertThat(column.changedAt(0, NOW)).isTrue();
        assertThat(column.crossed(0, true, 5)).isTrue();
        assertThat(column.crossed(0, true, 4)).isFalse();
        assertThat(column.changedAt(1, NOW)).as("that was before").isFalse();
    }

    @Test
    void isFoundByItsNameAloneWhateverTheHash() {
        assertThat("Aa").hasSameHashCodeAs("BB");
        DeviceTable table = new DeviceTable(new DeviceType(
                "Pump",
                "",
                "",
                List.of(point(0, "Aa"), point(1, "BB"), point(2, "flow")),
                "",
                "",
                new Position("plant.rules", 1, 1)));
        assertThat(table.columns())
                .allMatch(at -> table.column(at.point().name()) == at)
                .hasSize(3);
        @Nullable Column other = table.column("AaBB");
        assertThat(other).isNull();
    }
}
