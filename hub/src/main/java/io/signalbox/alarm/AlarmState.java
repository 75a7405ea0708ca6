package io.signalbox.alarm;

import java.util.Locale;

/** How an alarm stands, after ISA-18.2. */
public enum AlarmState {
    /** Its condition holds, and nobody has said that they know. */
    ACTIVE,
    /** Its condition holds, and somebody knows. */
    ACKNOWLEDGED,
    /** Somebody does not want to see it for a while, whether its condition holds or not. */
    SHELVED,
    /** Its condition holds no longer. */
    CLEARED;

    /** As it is written: {@code active}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
