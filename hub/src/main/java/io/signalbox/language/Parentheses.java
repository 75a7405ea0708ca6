package io.signalbox.language;

import io.signalbox.language.Lexer.Token;

import java.util.Arrays;
import java.util.List;

/**
 * Which parenthesis of a file closes which one. Worked out once, for to look for it each time takes
 * quadratic time in a file in which nothing is closed.
 */
final class Parentheses {
    private static final int NONE = -1;

    private final int[] closing;

    Parentheses(List<Token> tokens) {
        closing = new int[tokens.size()];
        Arrays.fill(closing, NONE);
        int[] open = new int[tokens.size()];
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is("(")) {
                open[depth++] = i;
            } else if (token.is(")") && depth > 0) {
                closing[open[--depth]] = i;
            }
        }
    }

    /** The index of the one that closes the one at {@code open}; negative if none does. */
    int closing(int open) {
        return closing[open];
    }
}
