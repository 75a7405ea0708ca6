package io.signalbox.language;

import io.signalbox.message.Value;

/**
 * A named, typed value of the devices of a type.
 *
 * @param index its place in {@link DeviceType#points()}
 * @param everyMillis how often the device reports it, 0 if that is not declared
 * @param validMillis how long a value is believed, 0 if that is not declared
 * @param writable whether it can be set by a command
 * @param safety whether rules of {@link Level#SAFETY} may set it, too
 * @param confirmedBy name of the point that shows a command's effect; its own name by default
 */
public record Point(
        int index,
        String name,
        PointKind kind,
        long everyMillis,
        long validMillis,
        boolean writable,
        boolean safety,
        String confirmedBy) {
    /** A point of which it is not declared how long its values are believed. */
    public Point(
            int index,
            String name,
            PointKind kind,
            long everyMillis,
            boolean writable,
            String confirmedBy) {
        this(index, name, kind, everyMillis, 0, writable, false, confirmedBy);
    }

    /** Samples that may be missed before the last one is too old to believe. */
    private static final int PATIENCE = 3;

    /** Of its name and place alone: conditions are often looked up by their points. */
    @Override
    public int hashCode() {
        return 31 * name.hashCode() + index;
    }

    /** How long a value is believed, in milliseconds; 0 means for ever. */
    public long timeToLiveMillis() {
        return validMillis > 0 ? validMillis : PATIENCE * everyMillis;
    }

    /**
     * Whether two values are the same for the device: whole numbers if they are equal, others if
     * they are {@link Value#isAlike alike}, for what is worked out is not exact.
     */
    public boolean isSame(Value a, Value b) {
        boolean whole = kind instanceof PointKind.Quantity quantity && quantity.whole();
        return whole ? a.equals(b) : a.isAlike(b);
    }
}
