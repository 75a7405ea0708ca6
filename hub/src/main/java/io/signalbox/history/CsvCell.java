package io.signalbox.history;

/**
 * One value between commas [RFC 4180].
 *
 * <p>Spreadsheets take a word that begins with {@code =}, {@code +}, {@code -}, {@code @}, a tab or a
 * carriage return for a formula and run it. Such a word gets an apostrophe in front, and so does one
 * that begins with an apostrophe, so that each comes back as it was. Numbers are left as they are.
 */
public final class CsvCell {
    private static final String DANGEROUS = "=+-@\t\r'";

    private CsvCell() {}

    /** A word, quoted where it has to be; an empty one as a pair of quotes, to differ from none. */
    public static String text(String text) {
        String safe = isDangerous(text) ? '\'' + text : text;
        boolean plain = !safe.isEmpty() && safe.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    /** The word that {@link #text} made this of, without its quotes. */
    public static String word(String cell) {
        boolean guarded = cell.startsWith("'") && isDangerous(cell.substring(1));
        return guarded ? cell.substring(1) : cell;
    }

    private static boolean isDangerous(String text) {
        return !text.isEmpty() && DANGEROUS.indexOf(text.charAt(0)) >= 0;
    }
}
