package io.signalbox.importer;

import java.util.List;

/**
 * What came of a file of another system.
 *
 * @param text a program that {@code rule check} accepts; empty if nothing could be carried over
 * @param rules how many rules are in it
 * @param losses {@code file:line: what could not be carried over, and why}
 */
public record Imported(String text, int rules, List<String> losses) {
    public Imported {
        losses = List.copyOf(losses);
    }
}
