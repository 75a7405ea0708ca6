package io.signalbox.hub;

import java.io.IOException;
import java.lang.System.Logger;
import java.util.function.BooleanSupplier;

/**
 * How full the disk of the data folder is, and since when it matters. A level is reached at its mark
 * and left a little below it, so that it does not come and go. The reserve counts as used also when
 * it was given up. Belongs to one thread, but for what it says.
 */
final class DiskWatch {
    private static final Logger LOG = System.getLogger(DiskWatch.class.getName());

    /** How far below its mark a level ends, in percent of the disk. */
    private static final double STEP_BACK = 1;

    enum Level {
        ROOMY,
        /** An operator should do something. */
        ALARM,
        /** The journal keeps no more than it must. */
        TIGHT,
        /** What makes the journal grow is refused. */
        FULL
    }

    /** At how many percent used each level begins; above 100 for never. */
    record Marks(int alarm, int tight, int full) {}

    private final Marks marks;
    private final DiskSpace.Probe probe;
    private final Reserve reserve;
    private final BooleanSupplier lacksRoom;
    private volatile Level level = Level.ROOMY;
    private volatile DiskSpace space = new DiskSpace(0, 0);
    private boolean blind;

    /** @param lacksRoom true while a write waits for room, whatever the marks say */
    DiskWatch(Marks marks, DiskSpace.Probe probe, Reserve reserve, BooleanSupplier lacksRoom) {
        this.marks = marks;
        this.probe = probe;
        this.reserve = reserve;
        this.lacksRoom = lacksRoom;
    }

    Level level() {
        return level;
    }

    /** As of the last look, with the reserve among what is used. */
    DiskSpace space() {
        return space;
    }

    boolean hasReserve() {
        return reserve.isThere();
    }

    /** Looks, and makes the reserve when it is missing and there is room for it. */
    void look() {
        try {
            space = probe.look().without(reserve.isThere() ? 0 : reserve.bytes());
            blind = false;
        } catch (IOException e) {
            if (!blind) {
                LOG.log(Logger.Level.WARNING, "cannot see how full the disk is: " + e);
            }
            blind = true;
            return;
        }
        Level now = judge(space.usedPercent());
        if (now != level) {
            report(level, now);
            level = now;
        }
        if (now.compareTo(Level.TIGHT) < 0) {
            reserve.make();
        }
    }

    private Level judge(double percent) {
        Level marked = Level.ROOMY;
        for (Level each : Level.values()) {
            double mark = markOf(each) - (each.compareTo(level) <= 0 ? STEP_BACK : 0);
            marked = percent >= mark ? each : marked;
        }
        return lacksRoom.getAsBoolean() ? Level.FULL : marked;
    }

    private double markOf(Level of) {
        return switch (of) {
            case ROOMY -> -STEP_BACK;
            case ALARM -> marks.alarm;
            case TIGHT -> marks.tight;
            case FULL -> marks.full;
        };
    }

    private void report(Level before, Level now) {
        boolean worse = now.compareTo(before) > 0;
        String consequence = switch (now) {
            case ROOMY -> "nothing is held back";
            case ALARM -> "at " + marks.tight + " % the journal keeps only what it must";
            case TIGHT ->
                "the journal keeps only what it must; at " + marks.full
                        + " % publishes of QoS 1 and 2 are refused";
            case FULL ->
                "publishes of QoS 1 and 2, new sessions and new subscriptions are refused;"
                        + " delete other files on this disk, or enlarge it";
        };
        LOG.log(
                worse ? Logger.Level.WARNING : Logger.Level.INFO,
                "the disk is {0} % used, {1} MiB are left: {2}",
                Math.round(space.usedPercent() * 10) / 10.0,
                space.usable() >> 20,
                consequence);
    }
}
