package io.signalbox.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cuts a file into tokens; whatever is none is reported and left out.
 *
 * <p>Keywords are plain words here: which word means what depends on where it stands, so a point may
 * be called {@code min} or {@code state}.
 */
final class Lexer {
    /** Longest file in characters; ten thousand rules take half of it. */
    static final int MAX_FILE = 4 * 1024 * 1024;

    /** Longest line in characters. */
    static final int MAX_LINE = 10_000;

    /** Longest number in characters; every double is shorter, however it is written. */
    static final int MAX_NUMBER = 400;

    /** Most digits of an exponent: with more of them, to calculate in decimals takes for ever. */
    static final int MAX_EXPONENT_DIGITS = 3;

    /** Signs that other languages have for what is said otherwise here. */
    private static final Map<String, String> FOREIGN = Map.of("&&", "and", "||", "or", "==", "=");

    /** What a token is. */
    enum Kind {
        WORD,
        NUMBER,
        STRING,
        SIGN,
        END
    }

    /**
     * A piece of the text.
     *
     * @param text as written; of a string what stands between the quotes, escapes resolved
     * @param start first character in the file
     * @param end after its last character
     */
    record Token(Kind kind, String text, int start, int end, int line, int column) {
        boolean is(String wanted) {
            return (kind == Kind.WORD || kind == Kind.SIGN) && text.equals(wanted);
        }

        /** How an error names it. */
        String shown() {
            return switch (kind) {
                case END -> "the end of the file";
                case STRING -> '"' + text + '"';
                case WORD, NUMBER, SIGN -> "'" + text + "'";
            };
        }
    }

    private final Findings findings;
    private final String file;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int column = 1;

    /** Where the text ends, without the blanks and line ends behind it. */
    private int lastLine = 1;

    private int lastColumn = 1;

    private Lexer(Source source, Findings findings) {
        this.findings = findings;
        this.file = source.file();
        this.text = source.text();
    }

    /** The tokens of the file; the last one is the only {@link Kind#END}. */
    static List<Token> tokens(Source source, Findings findings) {
        return new Lexer(source, findings).run();
    }

    private List<Token> run() {
        if (text.length() > MAX_FILE) {
            error(
                    "the file has " + text.length() + " characters; " + MAX_FILE + " are the most",
                    "split it into several files");
            return List.of(end());
        }
        if (text.startsWith("\uFEFF")) {
            findings.warning(
                    here(),
                    "the file begins with a byte order mark, which is skipped",
                    "save it as UTF-8 without BOM");
            at = 1;
        }
        while (at < text.length()) {
            next();
        }
        tokens.add(end());
        return tokens;
    }

    private Token end() {
        return new Token(Kind.END, "", text.length(), text.length(), lastLine, lastColumn);
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '\n' || c == '\r') {
            at = afterLineEnd(text, at);
            line++;
            column = 1;
            return;
        }
        if (column > MAX_LINE) {
            error("the line is longer than " + MAX_LINE + " characters", "break it");
            at = lineEnd(text, at);
        } else if (c == ' ' || c == '\t') {
            step(1);
            return;
        } else if (c == '#') {
            comment();
        } else if (text.startsWith(BLOCK, at)) {
            block();
        } else if (c == '"') {
            string();
        } else if (c >= '0' && c <= '9') {
            number();
        } else if (startsWord(text.codePointAt(at))) {
            int end = at;
            while (end < text.length() && inWord(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            add(Kind.WORD, end);
        } else {
            sign(c);
        }
        lastLine = line;
        lastColumn = column;
    }

    private void comment() {
        int end = lineEnd(text, at);
        int broken = text.indexOf('\uFFFD', at, end);
        if (broken >= 0) {
            step(broken - at);
            notUtf8();
        }
        step(end - at);
    }

    private void number() {
        int end = digits(at);
        int exponent = 0;
        if (charAt(end) == '.' && isDigit(charAt(end + 1))) {
            end = digits(end + 1);
        }
        if (charAt(end) == 'e' || charAt(end) == 'E') {
            int sign = charAt(end + 1) == '-' || charAt(end + 1) == '+' ? 1 : 0;
            if (isDigit(charAt(end + 1 + sign))) {
                int first = end + 1 + sign;
                end = digits(first);
                exponent = end - first;
            }
        }
        if (end - at > MAX_NUMBER || exponent > MAX_EXPONENT_DIGITS) {
            error(
                    "a number has at most " + MAX_NUMBER + " characters and an exponent of at most "
                            + MAX_EXPONENT_DIGITS + " digits",
                    "write it shorter");
            replaced(Kind.NUMBER, "1", end);
            return;
        }
        add(Kind.NUMBER, end);
    }

    private void sign(char c) {
        String pair = at + 2 <= text.length() ? text.substring(at, at + 2) : "";
        if (pair.equals("..")
                || pair.equals(">=")
                || pair.equals("<=")
                || pair.equals("!=")
                || pair.equals("->")) {
            add(Kind.SIGN, at + 2);
        } else if (FOREIGN.containsKey(pair)) {
            foreign(pair, FOREIGN.get(pair));
        } else if ("{}()|:;,.=<>+-*/%\u2030".indexOf(c) >= 0) {
            add(Kind.SIGN, at + 1);
        } else if (c == '\uFFFD') {
            notUtf8();
        } else {
            int point = text.codePointAt(at);
            String name = Character.isISOControl(point) || !Character.isDefined(point)
                    ? String.format("U+%04X", point)
                    : "'" + Character.toString(point) + "'";
            error(
                    name + " has no meaning here",
                    switch (point) {
                        case 0 -> "take it away";
                        case '\'' -> "texts stand in \"…\"";
                        case '&' -> "write 'and'";
                        case '!' -> "write 'not'";
                        default -> "";
                    });
            step(Character.charCount(point));
        }
    }

    /** Says how a sign of other languages is written, and goes on as if that stood here. */
    private void foreign(String sign, String meant) {
        error("'" + sign + "' has no meaning here", "write '" + meant + "'");
        Kind kind = meant.equals("=") ? Kind.SIGN : Kind.WORD;
        replaced(kind, meant, at + sign.length());
    }

    private void string() {
        int startColumn = column;
        int start = at;
        StringBuilder out = new StringBuilder();
        step(1);
        while (true) {
            char c = charAt(at);
            if (at >= text.length() || c == '\n' || c == '\r') {
                findings.error(
                        new Position(file, line, startColumn),
                        "the text that begins here has no closing quote on its line",
                        "end it with \"");
                break;
            }
            if (c == '"') {
                step(1);
                break;
            }
            if (c == '\uFFFD' || c == 0) {
                broken(c == 0);
                step(1);
            } else if (c == '\\' && (charAt(at + 1) == '"' || charAt(at + 1) == '\\')) {
                out.append(charAt(at + 1));
                step(2);
            } else {
                out.appendCodePoint(text.codePointAt(at));
                step(Character.charCount(text.codePointAt(at)));
            }
        }
        tokens.add(new Token(Kind.STRING, out.toString(), start, at, line, startColumn));
    }

    /**
     * A text as it is, over several lines if need be, without escapes: up to the next three
     * quotes.
     */
    private void block() {
        int startLine = line;
        int startColumn = column;
        int start = at;
        int end = text.indexOf(BLOCK, at + BLOCK.length());
        if (end < 0) {
            error("the text that begins here has no closing \"\"\"", "end it with \"\"\"");
            end = text.length();
        }
        while (end < text.length() && charAt(end + BLOCK.length()) == '"') {
            end++;
        }
        String inside = text.substring(Math.min(at + BLOCK.length(), end), end);
        if (inside.indexOf('\uFFFD') >= 0 || inside.indexOf(0) >= 0) {
            broken(inside.indexOf(0) >= 0);
        }
        int after = Math.min(text.length(), end + BLOCK.length());
        while (at < after) {
            char c = text.charAt(at);
            if (c == '\n' || c == '\r') {
                at = afterLineEnd(text, at);
                line++;
                column = 1;
            } else {
                step(Character.charCount(text.codePointAt(at)));
            }
        }
        tokens.add(new Token(Kind.STRING, inside, start, at, startLine, startColumn));
    }

    private static final String BLOCK = "\"\"\"";

    private void notUtf8() {
        broken(false);
        step(1);
    }

    private void broken(boolean nul) {
        error(
                nul ? "U+0000 has no meaning here" : "this is not UTF-8",
                nul ? "take it away" : "save the file as UTF-8");
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, text.substring(at, end), at, end, line, column));
        step(end - at);
    }

    /** Goes on as if something else stood here. */
    private void replaced(Kind kind, String meant, int end) {
        tokens.add(new Token(kind, meant, at, end, line, column));
        step(end - at);
    }

    private void step(int chars) {
        column += text.codePointCount(at, at + chars);
        at += chars;
    }

    private int digits(int from) {
        int end = from;
        while (isDigit(charAt(end))) {
            end++;
        }
        return end;
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    private Position here() {
        return new Position(file, line, column);
    }

    private void error(String message, String hint) {
        findings.error(here(), message, hint);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean startsWord(int c) {
        return Character.isLetter(c) || c == '_' || c == '°';
    }

    private static boolean inWord(int c) {
        return startsWord(c) || (c >= '0' && c <= '9') || c == '²' || c == '³';
    }

    /** The first line end at or after {@code from}, or the end of the text. */
    static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** Where the next line starts: CR, LF and CR LF are one line end each. */
    static int afterLineEnd(String text, int lineEnd) {
        boolean pair = text.startsWith("\r\n", lineEnd);
        return Math.min(text.length(), lineEnd + (pair ? 2 : 1));
    }
}
