package io.signalbox.history;

/** Names and texts as they stand in a statement. */
final class SqlWords {
    private SqlWords() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String text(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }
}
