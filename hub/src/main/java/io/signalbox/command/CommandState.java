package io.signalbox.command;

import java.util.Locale;

/** Where a command stands; each state is entered by a {@code COMMAND} record. */
public enum CommandState {
    /** Claimed, but not told yet: it waits for its turn. */
    QUEUED(false),
    /** Published to the device's topic. */
    SENT(false),
    /** The device says that it has it. */
    DELIVERED(false),
    /** The device reports what the command asked for. */
    CONFIRMED(true),
    /** The device says that it will not. */
    REFUSED(true),
    /** Its lease ended before it was confirmed. */
    EXPIRED(true),
    /** Another claim is what the device is told now. */
    SUPERSEDED(true),
    /** An interlock forbids it. */
    VETOED(true),
    /** Not confirmed in time, after all retries. */
    FAILED(true);

    private static final CommandState[] STATES = values();

    private final boolean end;
    private final String id = name().toLowerCase(Locale.ROOT);

    CommandState(boolean end) {
        this.end = end;
    }

    /** True for a state that is never left. */
    public boolean isFinal() {
        return end;
    }

    /** The name in answers and pages, such as {@code confirmed}. */
    public String id() {
        return id;
    }

    /** True if the device did not do what it was told, and will not any more. */
    boolean inVain() {
        return switch (this) {
            case REFUSED, EXPIRED, VETOED, FAILED -> true;
            case QUEUED, SENT, DELIVERED, CONFIRMED, SUPERSEDED -> false;
        };
    }

    static CommandState of(int ordinal) {
        return STATES[ordinal];
    }
}
