package io.signalbox.rules;

import io.signalbox.language.Point;
import io.signalbox.language.Program;

import java.util.BitSet;

/**
 * How far the rules and interlocks of a program look back.
 *
 * @param millis the sum of what the conditions of one of them remember, of the one with most
 * @param valueMillis how long a value that they read is believed, of the one that is longest; {@link
 *     Long#MAX_VALUE} if one is for ever
 */
public record Reach(long millis, long valueMillis) {
    public static Reach of(Program program) {
        long millis = 0;
        long value = 0;
        for (Instances instances : new Rulebook(program).instances()) {
            millis = Math.max(millis, instances.reachMillis());
            value = Math.max(value, valueMillis(instances.table(), instances.points()));
            for (Lookout lookout : instances.lookouts()) {
                DeviceTable devices = lookout.members().devices();
                value = Math.max(value, valueMillis(devices, lookout.points()));
            }
        }
        return new Reach(millis, value);
    }

    private static long valueMillis(DeviceTable table, BitSet read) {
        long value = 0;
        for (Point point : table.type().points()) {
            if (read.get(point.index())) {
                long believed = point.timeToLiveMillis();
                value = Math.max(value, believed == 0 ? Long.MAX_VALUE : believed);
            }
        }
        return value;
    }
}
