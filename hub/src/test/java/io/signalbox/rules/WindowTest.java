package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.language.Operand;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Unit;
import io.signalbox.message.Value;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Random;

/** Who looks at a window, and how often, does not change it by a single bit. */
class WindowTest {
    private static final long START = 1_790_000_000_000L;
    private static final Point FLOW = new Point(
            0,
            "flow",
            new PointKind.Quantity(Unit.ONE, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
            700,
            false,
            "flow");

    private final Column column = new Column(FLOW);
    private final Moment moment = new Moment();

    private double look(Window window, long now) {
        moment.begin(now, START);
        return window.value(0, moment);
    }

    @ParameterizedTest
    @EnumSource(Operand.Function.class)
    void isTheSameHoweverOftenItIsLookedAt(Operand.Function function) {
        Operand.Window span = new Operand.Window(function, new Operand.Reported(FLOW), 10_007);
        Window needed = new Window(span, column);
        Window often = new Window(span, column);
        column.count();
        column.resize(1);
        needed.resize(1);
        often.resize(1);
        Random random = new Random(7);
        long sample = START;
        long wake = START;
        int known = 0;
        for (long now = START; now < START + 200_000; now++) {
            boolean due = now == wake;
            if (now == sample) {
                if (due) {
                    look(needed, now);
                    look(often, now);
                }
                column.take(0, new Value.Numeric(random.nextDouble()), true, now, now);
                sample += 1 + random.nextInt(random.nextInt(20) == 0 ? 30_000 : 900);
                due = true;
            }
            boolean looks = due || random.nextInt(50) == 0;
            double seen = looks ? look(often, now) : 0;
            if (looks && random.nextInt(30) == 0) {
                often = restored(span, often);
            }
            if (due) {
                double value = look(needed, now);
                assertThat(Double.doubleToRawLongBits(seen))
                        .isEqualTo(Double.doubleToRawLongBits(value));
                known += Double.isNaN(value) ? 0 : 1;
                wake = moment.wakeAt();
            }
        }
        assertThat(bytes(often)).isEqualTo(bytes(needed));
        assertThat(known).isPositive();
    }

    private Window restored(Operand.Window span, Window window) {
        Window other = new Window(span, column);
        other.resize(1);
        other.restore(new ByteReader(bytes(window)), 0);
        return other;
    }

    private static byte[] bytes(Window window) {
        ByteWriter out = new ByteWriter();
        window.snapshot(out, 0);
        return out.toByteArray();
    }
}
