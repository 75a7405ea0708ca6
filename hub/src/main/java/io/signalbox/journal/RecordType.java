package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

/**
 * Every kind of journal record. The codes are on disk: never renumber, never reuse. The body of a
 * record is written and read by the package that is named; the journal does not look inside.
 */
public enum RecordType {
    /** {@code broker}: a message with the filters it matched. */
    PUBLISH(1, Concern.ALL),
    /** {@code hub}: a second has passed; the only way in which time reaches the folds. */
    TICK(2, Concern.BROKER | Concern.FOLDS),
    /** {@code broker}: a filter gets its number. */
    FILTER(3, Concern.BROKER),
    /** {@code broker}: a session begins, connects, disconnects (with its will) or ends. */
    SESSION(4, Concern.BROKER),
    /** {@code broker}: a session subscribes to or unsubscribes from a filter. */
    SUBSCRIPTION(5, Concern.BROKER),
    /** {@code broker}: how far a session's subscriber has acknowledged. */
    CURSOR(6, Concern.BROKER),
    /** {@code device}: types, rules, interlocks and tests, as text. */
    DECLARATION(7, Concern.FOLDS),
    /** {@code device}: a device is registered, changed or removed. */
    DEVICE(8, Concern.FOLDS),
    /** {@code command}: a rule or a person claims an actuator, or lets go of it. */
    CLAIM(9, Concern.FOLDS),
    /** {@code command}: a command enters its next state. */
    COMMAND(10, Concern.FOLDS),
    /** {@code alarm}: an alarm is raised, acknowledged, shelved or cleared. */
    ALARM(11, Concern.FOLDS),
    /** {@code rules}: a rule instance changed its state, with the values that led to it. */
    TRACE(12, Concern.FOLDS),
    /** {@code broker}: a step of an exchange of QoS 2 with a client, or of a group. */
    EXCHANGE(13, Concern.BROKER),
    /** {@code broker}: a retained message of QoS 2 for one session, which a SUBSCRIBE brought. */
    GIVEN(14, Concern.KEYS | Concern.BROKER),
    /** {@code broker}: a message of a shared subscription for one of its members. */
    LEASE(15, Concern.KEYS | Concern.BROKER),
    /** {@code alarm}: what became of a notice to people. */
    NOTICE(16, Concern.FOLDS),
    /** {@code history}: readings of the past from a file; they move nothing but the history. */
    IMPORT(24, Concern.FOLDS),
    /** {@code alarm}: a rule has something to tell somebody. */
    TELL(25, Concern.FOLDS),
    /** {@code device}: a request came with an idempotency key; the next record is what it asked for. */
    KEY(30, Concern.FOLDS);

    private static final @Nullable RecordType[] BY_CODE = new RecordType[64];

    static {
        for (RecordType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final byte code;
    private final int concerns;

    RecordType(int code, int concerns) {
        this.code = (byte) code;
        this.concerns = concerns;
    }

    public byte code() {
        return code;
    }

    /** Whom any record of this type may be of {@link Concern} to. */
    public int concerns() {
        return concerns;
    }

    /** The type with this code, or null for a code that this version does not know. */
    public static @Nullable RecordType of(int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }
}
