package io.signalbox.history;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * A statement that a person wrote.
 *
 * @param limit most rows in the answer
 */
public record SqlQuestion(String statement, int limit) {
    /** Longest statement in bytes of UTF-8. */
    public static final int MAX_BYTES = 8 << 10;

    public static final int DEFAULT_LIMIT = 1000;
    public static final int MAX_LIMIT = 100_000;

    /**
     * The statement and the limit as they came.
     *
     * @param limit null for {@link #DEFAULT_LIMIT}
     */
    public static SqlQuestion parse(String statement, @Nullable Long limit) throws BadQuery {
        int bytes = statement.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new BadQuery("sql", "at most " + MAX_BYTES + " bytes", bytes + " bytes");
        }
        if (limit != null && (limit < 1 || limit > MAX_LIMIT)) {
            throw new BadQuery("limit", "a whole number from 1 to " + MAX_LIMIT, "" + limit);
        }
        return new SqlQuestion(statement, limit == null ? DEFAULT_LIMIT : limit.intValue());
    }
}
