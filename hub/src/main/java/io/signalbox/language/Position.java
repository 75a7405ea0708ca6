package io.signalbox.language;

/**
 * Where something stands in a file.
 *
 * @param line counts from 1
 * @param column counts Unicode characters from 1; a tab is one
 */
public record Position(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
