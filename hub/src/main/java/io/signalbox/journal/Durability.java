package io.signalbox.journal;

/** What must have happened to a record before it counts as committed. */
public enum Durability {
    /** Synced to the disk: survives a power failure. */
    FSYNC,
    /** Written to the operating system: survives the end of the process, not of the machine. */
    OS,
    /** In the hub's memory, to be written at once: a crash may lose what was acknowledged. */
    NONE
}
