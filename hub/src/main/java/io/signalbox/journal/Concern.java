package io.signalbox.journal;

/**
 * Whom a record may be of concern to, as bits. A batch has those of all its records in its header, so
 * that a reader passes over batches in which there is nothing for it without a look at the records.
 */
public final class Concern {
    /** Who looks for records by keys: subscribers, live or late, and the index. */
    public static final int KEYS = 1;

    /** The state of the broker: sessions, exchanges, retained messages, time. */
    public static final int BROKER = 2;

    /** What decides and remembers: devices, rules, commands, alarms, history. */
    public static final int FOLDS = 4;

    /** Who reads messages whatever their topics. */
    public static final int MESSAGES = 8;

    /** Each record has one of these at least. */
    public static final int ALL = KEYS | BROKER | FOLDS | MESSAGES;

    private Concern() {}
}
