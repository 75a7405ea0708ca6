package io.signalbox.history;

import java.util.Locale;

/**
 * What is made of the readings of one point in one span of time. Bad readings take no part; texts
 * are counted alone; yes and no are 1 and 0.
 */
public enum BucketFunction {
    AVG("avg(value)"),
    MIN("min(value)"),
    MAX("max(value)"),
    SUM("sum(value)"),
    COUNT("count(*)"),
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
