package io.signalbox.rules;

import java.util.List;

/** A calculation with points, as a window looks at it: known as long as all its points are. */
final class Calculation implements Signal {
    private final Reckoning reckoning;
    private final Column[] columns;

    /** @param columns what it is calculated from; none if it says itself when it ends */
    Calculation(Reckoning reckoning, List<Column> columns) {
        this.reckoning = reckoning;
        this.columns = columns.toArray(Column[]::new);
    }

    @Override
    public double number(int row, Moment moment) {
        return reckoning.at(row, moment);
    }

    @Override
    public long expiry(int row) {
        long earliest = Long.MAX_VALUE;
        for (Column column : columns) {
            earliest = Math.min(earliest, column.expiry(row));
        }
        return earliest;
    }

    /** Samples are counted of points alone. */
    @Override
    public int taken(int row) {
        return 0;
    }

    @Override
    public double sample(int row) {
        return Double.NaN;
    }
}
