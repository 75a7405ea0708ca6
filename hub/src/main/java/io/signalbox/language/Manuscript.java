package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Lexer.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A file as its layout sees it: tokens, the comments and blank lines between them, and what each
 * token is good for.
 *
 * <p>Nothing here knows the constructs of the language one by one, so that one which is new is laid
 * out decently before anybody thinks of its layout.
 */
final class Manuscript {
    /**
     * A comment on a line of its own.
     *
     * @param blankBefore whether a blank line parts it from what stands above
     * @param indented whether it does not begin its line
     */
    record Comment(String text, boolean blankBefore, boolean indented) {}

    /** Words after which a value stands, so that the next word is no keyword. */
    private static final Set<String> BEFORE_VALUES =
            Set.of("is", "not", "becomes", "in", "outside", "above", "below");

    /** Words that stand before a parenthesis without being the name of a function. */
    private static final Set<String> NO_FUNCTIONS = Set.of(
            "and", "or", "not", "when", "while", "has", "for", "is", "in", "outside", "above",
            "below", "becomes", "unless", "by", "then", "over", "of", "polygon");

    private final String text;
    private final List<Token> tokens;
    private final List<List<Comment>> above = new ArrayList<>();
    private final String[] behind;
    private final boolean[] blank;
    private final boolean[] operand;

    /** Takes the tokens of {@code text}, the last of which is its end. */
    Manuscript(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
        this.behind = new String[tokens.size()];
        this.blank = new boolean[tokens.size()];
        this.operand = new boolean[tokens.size()];
        for (int i = 0; i < tokens.size(); i++) {
            behind[i] = "";
            operand[i] = seemsOperand(i);
            above.add(gap(i));
        }
    }

    private List<Comment> gap(int index) {
        List<Comment> comments = new ArrayList<>();
        int lineEnds = index == 0 ? 1 : 0;
        int at = index == 0 ? 0 : tokens.get(index - 1).end();
        while (at < tokens.get(index).start()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = Lexer.lineEnd(text, at);
                String comment = text.substring(at, end).strip();
                if (lineEnds == 0) {
                    behind[index - 1] = comment;
                } else {
                    boolean indented = at > 0 && " \t".indexOf(text.charAt(at - 1)) >= 0;
                    comments.add(new Comment(comment, lineEnds > 1, indented));
                }
                at = end;
                lineEnds = 0;
            } else if (c == '\n' || c == '\r') {
                at = Lexer.afterLineEnd(text, at);
                lineEnds++;
            } else {
                at++;
            }
        }
        blank[index] = lineEnds > 1;
        return comments;
    }

    /** Index of the end of the file: how many tokens there are before it. */
    int size() {
        return tokens.size() - 1;
    }

    /** The token there; the end of the file if there is none. */
    Token token(int index) {
        return tokens.get(Math.clamp(index, 0, tokens.size() - 1));
    }

    boolean is(int index, String word) {
        return index >= 0 && index < size() && tokens.get(index).is(word);
    }

    boolean isKind(int index, Kind kind) {
        return index >= 0 && tokens.get(Math.min(index, size())).kind() == kind;
    }

    /** A word that stands for itself and not for a value. */
    boolean isKeyword(int index, String word) {
        return is(index, word) && !operand[index];
    }

    boolean isKeyword(int index, Set<String> words) {
        return isKind(index, Kind.WORD)
                && !operand[index]
                && words.contains(token(index).text());
    }

    /** Whether it is, or belongs to, a value. */
    boolean isOperand(int index) {
        return operand[index];
    }

    /** The token as it was written. */
    String raw(int index) {
        return text.substring(tokens.get(index).start(), tokens.get(index).end());
    }

    /** The comments on lines of their own above a token. */
    List<Comment> above(int index) {
        return above.get(index);
    }

    /** The comment at the end of the line on which a token is the last; empty if there is none. */
    String behind(int index) {
        return behind[index];
    }

    /** Whether a blank line stands directly above a token. */
    boolean isBlankAbove(int index) {
        return blank[index];
    }

    /** True if the author began a line with it. */
    boolean startsLine(int index) {
        return index == 0 || tokens.get(index - 1).line() < token(index).line();
    }

    boolean isDeclaration(int index) {
        return startsLine(index)
                && isKind(index, Kind.WORD)
                && Cursor.declares(token(index).text())
                && (isKind(index + 1, Kind.WORD) || isKind(index + 1, Kind.STRING));
    }

    /** Whether a line has to end before it: on the same line it would be the unit of the number. */
    boolean isKeptApart(int index) {
        boolean number = isKind(index - 1, Kind.NUMBER);
        boolean sign = is(index, "%") || is(index, "\u2030");
        boolean word = isKind(index, Kind.WORD) && Cursor.mayBeUnit(token(index).text());
        boolean each = isKind(index, Kind.NUMBER) && isTightSlash(index + 1);
        return number && startsLine(index) && (sign || word || each);
    }

    private boolean seemsOperand(int index) {
        return switch (tokens.get(index).kind()) {
            case NUMBER, STRING -> true;
            case SIGN, END -> false;
            case WORD ->
                expectsValue(index - 1)
                        || is(index + 1, ".")
                        || isUnit(index)
                        || is(index - 1, ".");
        };
    }

    private boolean expectsValue(int index) {
        if (index < 0) {
            return false;
        }
        return isKind(index, Kind.SIGN) ? !endsValue(index) : isKeyword(index, BEFORE_VALUES);
    }

    private boolean isUnit(int index) {
        boolean number = isKind(index - 1, Kind.NUMBER) && !startsLine(index);
        return (number && Cursor.mayBeUnit(token(index).text()))
                || (is(index - 1, "/") && isTightSlash(index - 1));
    }

    private boolean endsValue(int index) {
        return switch (token(index).kind()) {
            case NUMBER, STRING -> true;
            case WORD -> operand[index];
            case SIGN -> ")%\u2030}".contains(token(index).text());
            case END -> false;
        };
    }

    /** Blanks between a token and the one before it on the same line. */
    int space(int index) {
        Token before = token(index - 1);
        Token token = token(index);
        boolean glued = before.is("(") || before.is(".") || before.is("..");
        if (glued || token.is(".") || token.is("..") || token.is(")") || token.is(",")) {
            return 0;
        }
        if (token.is("(")) {
            boolean keyword = NO_FUNCTIONS.contains(before.text());
            return before.kind() == Kind.WORD && !keyword ? 0 : 1;
        }
        if (token.is("/") || before.is("/")) {
            return isTightSlash(token.is("/") ? index : index - 1) ? 0 : 1;
        }
        if (before.is("-") && (index < 2 || !endsValue(index - 2))) {
            return 0;
        }
        if (token.is(":") || before.is(":")) {
            return colon(token.is(":") ? index : index - 1, token.is(":"));
        }
        return isLoneInBraces(before.is("{") ? index : index - 1) ? 0 : 1;
    }

    /** A time of day is tight; else nothing stands before the colon and a blank behind it. */
    private int colon(int at, boolean before) {
        boolean clock = isKind(at - 1, Kind.NUMBER) && isKind(at + 1, Kind.NUMBER);
        return clock || before ? 0 : 1;
    }

    private boolean isLoneInBraces(int word) {
        return is(word - 1, "{") && isKind(word, Kind.WORD) && is(word + 1, "}");
    }

    /** A slash within the symbol of a unit; elsewhere it divides. */
    private boolean isTightSlash(int index) {
        boolean each = isKind(index - 1, Kind.NUMBER) && token(index - 1).text().equals("1");
        return is(index, "/")
                && (each || isKind(index - 1, Kind.WORD))
                && isKind(index + 1, Kind.WORD)
                && token(index - 1).end() == token(index).start()
                && token(index).end() == token(index + 1).start()
                && !is(index - 2, ".")
                && !is(index + 2, ".");
    }
}
