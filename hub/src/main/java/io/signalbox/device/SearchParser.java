package io.signalbox.device;

import io.signalbox.language.Language;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a search, once. {@code any = all ("or" all)*}, {@code all = one+}, {@code one = "-" one |
 * "(" any ")" | term}.
 */
final class SearchParser {
    /** Longest search in characters. */
    static final int MAX_LENGTH = 1000;

    /** Terms in one search. */
    static final int MAX_TERMS = 50;

    /** Parentheses and minus signs within each other. */
    static final int MAX_DEPTH = 20;

    static final List<String> STATES =
            List.of("online", "offline", "asleep", "unknown", "failing", "flooding");

    /** Names that mean the same for every device. */
    static final List<String> NAMES = List.of("id", "type", "place", "tag", "offline", "seen");

    private static final String SIGNS = ":=!<>";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|min|h|d|w)");

    private final String text;
    private final List<SearchTerm.Field> fields = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private int at;
    private int terms;
    private int depth;

    SearchParser(String text) {
        this.text = text;
    }

    /** The attributes and points that it asks for. */
    List<SearchTerm.Field> fields() {
        return fields;
    }

    /** The words that it looks for in ids. */
    List<String> words() {
        return words;
    }

    SearchTerm parse() throws BadSearch {
        if (text.length() > MAX_LENGTH) {
            throw new BadSearch(
                    MAX_LENGTH + 1,
                    "expected at most " + MAX_LENGTH + " characters, found " + text.length(),
                    "");
        }
        skipSpace();
        if (at == text.length()) {
            return new SearchTerm.All(List.of());
        }
        SearchTerm whole = any();
        if (at < text.length()) {
            throw new BadSearch(at + 1, "found ')' without a '(' before it", "leave it out");
        }
        return whole;
    }

    private SearchTerm any() throws BadSearch {
        List<SearchTerm> parts = new ArrayList<>();
        parts.add(all());
        while (isWord("or")) {
            at += 2;
            skipSpace();
            parts.add(all());
        }
        return parts.size() == 1 ? parts.getFirst() : new SearchTerm.Any(parts);
    }

    private SearchTerm all() throws BadSearch {
        List<SearchTerm> parts = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != ')' && !isWord("or")) {
            if (isWord("and")) {
                at += 3;
                skipSpace();
            }
            parts.add(one());
            skipSpace();
        }
        if (parts.isEmpty()) {
            throw missing("a term such as type:Pump");
        }
        return parts.size() == 1 ? parts.getFirst() : new SearchTerm.All(parts);
    }

    private SearchTerm one() throws BadSearch {
        if (at == text.length()) {
            throw missing("a term such as type:Pump");
        }
        if (++depth > MAX_DEPTH) {
            throw new BadSearch(at + 1, "expected at most " + MAX_DEPTH + " '(' and '-'", "");
        }
        char first = text.charAt(at);
        SearchTerm term;
        if (first == '-') {
            at++;
            if (at == text.length() || Character.isWhitespace(text.charAt(at))) {
                throw missing("a term directly behind '-'");
            }
            term = new SearchTerm.Not(one());
        } else if (first == '(') {
            term = inParentheses();
        } else {
            term = term();
        }
        depth--;
        return term;
    }

    private SearchTerm inParentheses() throws BadSearch {
        int open = at++;
        skipSpace();
        SearchTerm inner = any();
        if (at == text.length()) {
            throw new BadSearch(open + 1, "found '(' without ')'", "add ')' at the end");
        }
        at++;
        return inner;
    }

    private SearchTerm term() throws BadSearch {
        if (++terms > MAX_TERMS) {
            throw new BadSearch(at + 1, "expected at most " + MAX_TERMS + " terms", "");
        }
        int start = at;
        boolean quoted = text.charAt(at) == '"';
        String name = quoted ? quoted() : plain(SIGNS);
        if (at == text.length() || SIGNS.indexOf(text.charAt(at)) < 0) {
            return word(name, quoted);
        }
        if (name.isEmpty()) {
            throw new BadSearch(
                    start + 1,
                    "expected a name before '" + text.charAt(at) + "', such as type or fw",
                    "");
        }
        SearchOperator operator = operator();
        int valueStart = at;
        if (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            throw new BadSearch(
                    at + 1,
                    "expected a value directly behind '" + name + operator.sign() + "', found a"
                            + " space",
                    "leave out the space");
        }
        boolean inQuotes = at < text.length() && text.charAt(at) == '"';
        String value = inQuotes ? quoted() : plain("");
        if (value.isEmpty()) {
            throw missing("a value behind '" + name + operator.sign() + "'");
        }
        return compared(name, start, operator, value, valueStart);
    }

    private SearchTerm word(String word, boolean quoted) throws BadSearch {
        String lower = word.toLowerCase(Locale.ROOT);
        if (!quoted && STATES.contains(lower)) {
            return new SearchTerm.Is(SearchTerm.State.valueOf(lower.toUpperCase(Locale.ROOT)));
        }
        if (word.isEmpty()) {
            throw missing("a word in the quotes");
        }
        words.add(word);
        return new SearchTerm.Words(word);
    }

    private SearchTerm compared(
            String name, int start, SearchOperator operator, String value, int valueStart)
            throws BadSearch {
        return switch (name) {
            case "id", "type", "place", "tag" -> {
                if (operator.isOrder()) {
                    throw new BadSearch(
                            start + name.length() + 1,
                            "expected ':', '=' or '!=' behind '" + name + "', found '"
                                    + operator.sign() + "'",
                            "");
                }
                yield new SearchTerm.Labelled(
                        SearchTerm.Label.valueOf(name.toUpperCase(Locale.ROOT)), operator, value);
            }
            case "offline", "seen" -> silent(name, start, operator, value, valueStart);
            default -> {
                SearchTerm.Field field =
                        new SearchTerm.Field(fields.size(), name, operator, SearchValue.of(value));
                fields.add(field);
                yield field;
            }
        };
    }

    private static SearchTerm silent(
            String name, int start, SearchOperator operator, String value, int valueStart)
            throws BadSearch {
        if (!operator.isOrder()) {
            throw new BadSearch(
                    start + name.length() + 1,
                    "expected '<' or '>' behind '" + name + "', found '" + operator.sign() + "'",
                    "such as " + name + ">1h");
        }
        OptionalLong millis = duration(value);
        if (millis.isEmpty()) {
            String unit = value.replaceFirst("^[0-9. ]+", "");
            String near = Language.didYouMean(unit, List.of("ms", "s", "m", "min", "h", "d", "w"));
            throw new BadSearch(
                    valueStart + 1,
                    "expected a duration such as 30s, 5m, 1h, 7d or 2w behind '" + name
                            + operator.sign() + "', found '" + value + "'",
                    near);
        }
        return new SearchTerm.Silent(name.equals("offline"), operator, millis.getAsLong());
    }

    private static OptionalLong duration(String text) {
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            return OptionalLong.empty();
        }
        long unit = switch (duration.group(2)) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m", "min" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            default -> 7 * 86_400_000;
        };
        return OptionalLong.of(Long.parseLong(duration.group(1)) * unit);
    }

    private SearchOperator operator() throws BadSearch {
        for (SearchOperator operator : SearchOperator.values()) {
            if (text.startsWith(operator.sign(), at)) {
                at += operator.sign().length();
                return operator;
            }
        }
        throw new BadSearch(at + 1, "expected '=' behind '!'", "write != for unequal");
    }

    /** Characters up to a space, a closing parenthesis, a quote or one of these. */
    private String plain(String ends) {
        int start = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || c == '"' || c == ')' || ends.indexOf(c) >= 0) {
                break;
            }
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() throws BadSearch {
        int end = text.indexOf('"', at + 1);
        if (end < 0) {
            throw new BadSearch(at + 1, "found '\"' without a second one", "add '\"' at the end");
        }
        String inner = text.substring(at + 1, end);
        at = end + 1;
        return inner;
    }

    /** True if this word stands here, and ends here. */
    private boolean isWord(String word) {
        int end = at + word.length();
        return text.regionMatches(true, at, word, 0, word.length())
                && (end == text.length()
                        || Character.isWhitespace(text.charAt(end))
                        || text.charAt(end) == '(');
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private BadSearch missing(String expected) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new BadSearch(at + 1, "expected " + expected + ", found " + found, "");
    }
}
