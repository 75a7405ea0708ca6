package io.signalbox.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** A file of comma-separated values [RFC 4180], a row at a time, with the place of each cell. */
final class CsvLines {
    private static final int MOST_CHARS = 64 << 10;

    /**
     * One cell.
     *
     * @param text without quotes; null for nothing, which an empty word in quotes is not
     */
    record Cell(@Nullable String text, int line, int column) {}

    /** What is no such file, and where. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1;

        private final String place;

        Broken(int line, int column, String message) {
            super(message);
            this.place = line + ":" + column;
        }

        String place() {
            return place;
        }
    }

    private final Reader in;
    private int line = 1;
    private int column;
    private int next;

    CsvLines(Reader in) throws IOException {
        this.in = in;
        advance();
        if (next == '\uFEFF') {
            column = 0;
            advance();
        }
    }

    /** The cells of the next row, or null at the end; empty lines are passed over. */
    @Nullable
    List<Cell> row() throws IOException {
        while (next == '\n' || next == '\r') {
            newLine();
        }
        if (next < 0) {
            return null;
        }
        List<Cell> cells = new ArrayList<>();
        while (true) {
            cells.add(next == '"' ? quoted() : plain());
            if (next != ',') {
                break;
            }
            advance();
        }
        if (next >= 0 && next != '\n' && next != '\r') {
            throw new Broken(
                    line, column, "expected a comma or the end of the line behind a quote");
        }
        return cells;
    }

    private void newLine() throws IOException {
        boolean ends = next == '\n';
        advance();
        if (!ends && next == '\n') {
            advance();
        }
        line++;
        column = next < 0 ? 0 : 1;
    }

    private Cell plain() throws IOException {
        int at = column;
        StringBuilder text = new StringBuilder();
        while (next >= 0 && next != ',' && next != '\n' && next != '\r') {
            add(text);
        }
        return new Cell(text.isEmpty() ? null : text.toString(), line, at);
    }

    private Cell quoted() throws IOException {
        int startLine = line;
        int at = column;
        StringBuilder text = new StringBuilder();
        advance();
        while (true) {
            if (next < 0) {
                throw new Broken(startLine, at, "expected the quote that ends this, found none");
            }
            if (next == '"') {
                advance();
                if (next != '"') {
                    return new Cell(text.toString(), startLine, at);
                }
            }
            boolean ends = next == '\n';
            add(text);
            if (ends) {
                line++;
                column = 1;
            }
        }
    }

    private void add(StringBuilder text) throws IOException {
        if (text.length() == MOST_CHARS) {
            throw new Broken(
                    line, column, "expected at most " + MOST_CHARS + " characters in a cell");
        }
        text.append((char) next);
        advance();
    }

    private void advance() throws IOException {
        next = in.read();
        column++;
    }
}
