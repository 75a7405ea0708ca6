package io.signalbox.language;

/** How bad an alarm is, the worst first. */
public enum Severity {
    CRITICAL,
    MAJOR,
    MINOR,
    WARNING,
    INFO
}
