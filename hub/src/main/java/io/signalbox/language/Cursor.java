package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Lexer.Token;
import io.signalbox.language.Syntax.Name;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Walks over the tokens of a file and reads the small things: words, durations, units. */
final class Cursor {
    /** What to do about a number that no double can hold. */
    static final String BELOW = "write one below 1e308";

    /** Longest duration; longer ones are slips of the unit. */
    private static final long MAX_MILLIS = 3_660L * 86_400_000;

    /** Words that go on with the sentence after a number, so that they are not its unit. */
    private static final Set<String> NO_UNITS = Set.of("""
            and or not for is in outside when clear then on set alarm notify publish
            emit expires confirm retry otherwise after by from to before within every
            unless with also expect max writable affects valid deadband force while
            restart followed silent becomes changes inside enters leaves rises falls at
            as priority repeat settle\
            """.split("\\s+"));

    private static final Set<String> CLAUSES =
            Set.of("when", "clear", "then", "on", "never", "while", "force");

    private static final Set<String> DECLARATIONS = Set.of(
            "type",
            "rule",
            "interlock",
            "test",
            "mapping",
            "schedule",
            "zone",
            "area",
            "signal",
            "place");

    private final Findings findings;
    private final Source source;
    private final List<Token> tokens;
    private final int linesBefore;
    private final Parentheses parentheses;
    private int index;

    Cursor(Source source, Findings findings) {
        this(source, findings, 0);
    }

    /** @param linesBefore how many lines of the file stand before the text */
    Cursor(Source source, Findings findings, int linesBefore) {
        this.source = source;
        this.linesBefore = linesBefore;
        this.findings = findings;
        this.tokens = Lexer.tokens(source, findings);
        this.parentheses = new Parentheses(tokens);
    }

    /** True for a word with which a declaration begins. */
    static boolean declares(String word) {
        return DECLARATIONS.contains(word);
    }

    /** True for a word that behind a number, on the same line, is read as its unit. */
    static boolean mayBeUnit(String word) {
        return !NO_UNITS.contains(word);
    }

    Findings findings() {
        return findings;
    }

    int index() {
        return index;
    }

    Token peek() {
        return tokens.get(index);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(index + ahead, tokens.size() - 1));
    }

    /** The token that was read last; the first one if none was. */
    Token previous() {
        return tokens.get(Math.max(0, index - 1));
    }

    Token next() {
        Token token = peek();
        if (token.kind() != Kind.END) {
            index++;
        }
        return token;
    }

    boolean atEnd() {
        return peek().kind() == Kind.END;
    }

    boolean at(String word) {
        return peek().is(word);
    }

    boolean at(String word, String following) {
        return at(word) && peek(1).is(following);
    }

    /** The token behind the parenthesis that closes the one here; nothing if none closes it. */
    Optional<Token> behindParenthesis() {
        int close = parentheses.closing(index);
        return close < 0 ? Optional.empty() : Optional.of(tokens.get(close + 1));
    }

    boolean take(String word) {
        boolean there = at(word);
        if (there) {
            next();
        }
        return there;
    }

    boolean take(String word, String following) {
        boolean there = at(word, following);
        if (there) {
            next();
            next();
        }
        return there;
    }

    /** Takes the word, or says what it would have been good for. */
    void expect(String word, String purpose) {
        if (!take(word)) {
            throw failExpected("'" + word + "' " + purpose);
        }
    }

    Name name(String what) {
        if (peek().kind() != Kind.WORD) {
            throw failExpected(what);
        }
        return named(next());
    }

    Name named(Token token) {
        return new Name(token.text(), position(token));
    }

    String string(String what) {
        if (peek().kind() != Kind.STRING) {
            throw failExpected(what + " in \"…\"");
        }
        return next().text();
    }

    /** The text in quotes if one stands here, else the empty one. */
    String optionalString() {
        return peek().kind() == Kind.STRING ? next().text() : "";
    }

    int integer(String what, int most) {
        Token token = peek();
        if (token.kind() != Kind.NUMBER) {
            throw failExpected(what + " from 0 to " + most);
        }
        double value = Double.parseDouble(token.text());
        if (value > most || value != Math.rint(value)) {
            throw fail(token, what + " is a whole number from 0 to " + most, "");
        }
        next();
        return (int) value;
    }

    /** A duration above zero, in milliseconds. */
    long duration(String example) {
        Token token = peek();
        long millis = time(example);
        if (millis == 0) {
            throw fail(token, "a duration above zero was expected", "such as " + example);
        }
        return millis;
    }

    /** A duration or an instant of a test, in milliseconds. */
    long time(String example) {
        Token token = peek();
        if (token.kind() != Kind.NUMBER) {
            throw fail(
                    token,
                    "a duration was expected, but found " + token.shown(),
                    "such as " + example);
        }
        next();
        Name unit = unit();
        String time = unit.text();
        Unit seconds = Units.of("s").orElseThrow();
        Predicate<Unit> ofTime = u -> u.dimension().equals(seconds.dimension());
        Unit found = Units.of(time)
                .filter(ofTime)
                .orElseThrow(() -> fail(
                        token,
                        time.isEmpty()
                                ? "the duration " + token.text() + " has no unit"
                                : "'" + time + "' is no unit of time (ms, s, min, h, d)",
                        "write "
                                + Units.of(Habits.unit(time))
                                        .filter(ofTime)
                                        .map(u -> token.text() + " " + u.symbol())
                                        .orElse(example)));
        BigDecimal millis = new BigDecimal(token.text())
                .multiply(found.numerator())
                .multiply(BigDecimal.valueOf(1000));
        if (millis.compareTo(found.denominator().multiply(BigDecimal.valueOf(MAX_MILLIS))) > 0) {
            throw fail(
                    token,
                    "a duration is at most ten years",
                    "write it in a smaller unit, such as min or h");
        }
        return millis.divideToIntegralValue(found.denominator()).longValueExact();
    }

    /** The unit that stands here on the same line as the token before; empty if there is none. */
    Name unit() {
        Token first = peek();
        boolean word = first.kind() == Kind.WORD && !NO_UNITS.contains(first.text());
        boolean each = first.kind() == Kind.NUMBER && first.text().equals("1") && slashWord(1);
        boolean sign = first.is("%") || first.is("\u2030");
        if (startsLine() || !(word || each || sign)) {
            return new Name("", position(first));
        }
        next();
        StringBuilder symbol = new StringBuilder(first.text());
        while (slashWord(0)) {
            symbol.append(next().text()).append(next().text());
        }
        return new Name(symbol.toString(), position(first));
    }

    /** As {@link #unit}; a point may also be in {@code 1}, which UCUM calls a plain number. */
    Name pointUnit() {
        Name unit = unit();
        Token first = peek();
        boolean plain = first.kind() == Kind.NUMBER && first.text().equals("1");
        return unit.text().isEmpty() && plain ? named(next()) : unit;
    }

    private boolean slashWord(int ahead) {
        Token before = tokens.get(Math.max(0, index + ahead - 1));
        Token slash = peek(ahead);
        Token word = peek(ahead + 1);
        return slash.is("/")
                && slash.start() == before.end()
                && word.kind() == Kind.WORD
                && word.start() == slash.end()
                && !peek(ahead + 2).is(".");
    }

    /** True if no other token stands before this one on its line. */
    boolean startsLine() {
        return index == 0 || tokens.get(index - 1).line() < peek().line();
    }

    /** True at the first word of a declaration. */
    boolean atDeclaration() {
        return startsLine()
                && peek().kind() == Kind.WORD
                && DECLARATIONS.contains(peek().text())
                && (peek(1).kind() == Kind.WORD || peek(1).kind() == Kind.STRING);
    }

    /** True at a word that begins a clause of a rule or an interlock on a line of its own. */
    boolean atClause() {
        return startsLine() && peek().kind() == Kind.WORD && CLAUSES.contains(peek().text());
    }

    /** Goes on to the next line that begins with a clause or a declaration. */
    void skipToClause() {
        while (!atEnd() && !atDeclaration() && !atClause()) {
            next();
        }
    }

    void skipToDeclaration() {
        while (!atEnd() && !atDeclaration()) {
            next();
        }
    }

    /** Leaves the line on which the token at {@code from} stands; stops at a closing brace. */
    void skipLine(int from) {
        if (index == from) {
            next();
        }
        while (!atEnd() && !startsLine() && !at("}")) {
            next();
        }
    }

    /** What was written from a token on up to this place. */
    Written written(int from) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < index; i++) {
            boolean gap = i > from && tokens.get(i - 1).end() < tokens.get(i).start();
            out.append(gap ? " " : "").append(raw(tokens.get(i)));
        }
        return new Written(out.toString(), position(tokens.get(from)));
    }

    /** The tokens from one on up to this place, whatever the layout; one token may be left out. */
    String words(int from, int without) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < index; i++) {
            if (i != without) {
                out.append(out.isEmpty() ? "" : " ").append(raw(tokens.get(i)));
            }
        }
        return out.toString();
    }

    /** The part of the file from a token on up to this place. */
    String text(int from) {
        int end = index > from ? tokens.get(index - 1).end() : tokens.get(from).end();
        return source.text().substring(tokens.get(from).start(), end);
    }

    private String raw(Token token) {
        return source.text().substring(token.start(), token.end());
    }

    Position position(Token token) {
        return new Position(source.file(), linesBefore + token.line(), token.column());
    }

    Position position() {
        return position(peek());
    }

    /** Records that something else was expected at this place; the caller throws the result. */
    SyntaxError failExpected(String expected) {
        return fail(
                peek(),
                expected + " was expected, but found " + peek().shown(),
                Habits.hint(tokens, index));
    }

    /** A clause stands once; another one would take its place without a word. */
    void once(Token clause, boolean first, String owner, String advice) {
        if (!first) {
            throw fail(clause, "this " + owner + " already has " + clause.shown(), advice);
        }
    }

    SyntaxError fail(Token token, String message, String hint) {
        findings.error(position(token), message, hint);
        return new SyntaxError();
    }
}
