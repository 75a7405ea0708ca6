package io.signalbox.journal;

/**
 * A fold's state after it applied a record.
 *
 * @param name whose state
 * @param sequence the last record in it; replay goes on with the next
 * @param state in the fold's own format
 */
public record Snapshot(String name, long sequence, byte[] state) {}
