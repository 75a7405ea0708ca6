package io.signalbox.history;

import java.util.Locale;

/**
 * What is made of the readings of one point in one span of time. Bad readings take no part; texts
 * are counted alone; yes and no are 1 and 0. Of a part of time whose readings are deleted there is
 * no first and no last any more.
 */
public enum BucketFunction {
    AVG("sum(total) / nullif(sum(numbers), 0)"),
    MIN("min(low)"),
    MAX("max(high)"),
    SUM("sum(total)"),
    COUNT("sum(count)"),
    FIRST("arg_min(value, ts)"),
    LAST("arg_max(value, ts)");

    private final String sql;

    BucketFunction(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }

    /** As people write it: {@code avg}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
