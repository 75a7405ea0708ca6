package io.signalbox.importer;

import io.signalbox.importer.PromQl.Amount;
import io.signalbox.importer.PromQl.Binary;
import io.signalbox.importer.PromQl.Call;
import io.signalbox.importer.PromQl.Negated;
import io.signalbox.importer.PromQl.Series;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PromQL by recursive descent; what has no equal here ends it with a {@link Foreign}. */
final class PromQlParser {
    /** Deepest nesting. */
    private static final int MAX_DEPTH = 60;

    /** Most words and signs: a chain of operators is as deep as it is long. */
    private static final int MAX_TOKENS = 2_000;

    /** Most digits of a number, before and behind its point. */
    private static final int MAX_DIGITS = 40;

    /** Longest duration: 100 years. */
    private static final long MAX_MILLIS = 3_153_600_000_000L;

    /** Its loops are possessive, for the others take stack with each character. */
    private static final Pattern TOKEN = Pattern.compile("\\s*+(?:#[^\\n]*+\\s*+)*+("
            + "\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+'|`[^`]*+`"
            + "|(?:\\d+(?:ms|[smhdwy]))++|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?"
            + "|[a-zA-Z_:][a-zA-Z0-9_:]*|=~|!~|==|!=|>=|<=|[-+*/%^<>=(){}\\[\\],@])");

    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|[smhdwy])");

    private static final List<Set<String>> LEVELS = List.of(
            Set.of("or"),
            Set.of("and", "unless"),
            Set.of("==", "!=", ">", "<", ">=", "<="),
            Set.of("+", "-"),
            Set.of("*", "/"));

    private static final Set<String> AGGREGATIONS = Set.of(
            "sum",
            "avg",
            "min",
            "max",
            "count",
            "stddev",
            "stdvar",
            "topk",
            "bottomk",
            "quantile",
            "group",
            "count_values");

    private final List<String> tokens = new ArrayList<>();
    private int at;
    private int depth;

    private PromQlParser(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.region(end, text.length()).lookingAt()) {
            if (tokens.size() == MAX_TOKENS) {
                throw new Foreign("it has more than " + MAX_TOKENS + " words and signs");
            }
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw new Foreign("'" + text.substring(end).strip() + "' cannot be read");
        }
        tokens.add("");
    }

    static PromQl parse(String text) {
        PromQlParser parser = new PromQlParser(text);
        PromQl whole = parser.binary(0);
        if (!parser.peek().isEmpty()) {
            throw new Foreign("'" + parser.peek() + "' has no equal here");
        }
        return whole;
    }

    /** A duration such as {@code 1h30m}, in milliseconds. */
    static long millis(String duration) {
        long millis = 0;
        Matcher part = DURATION.matcher(duration);
        int end = 0;
        while (part.find() && part.start() == end) {
            long size = switch (part.group(2)) {
                case "ms" -> 1;
                case "s" -> 1_000;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                case "d" -> 86_400_000;
                case "w" -> 604_800_000;
                default -> 31_536_000_000L;
            };
            String count = part.group(1);
            if (count.length() > 14 || Long.parseLong(count) > (MAX_MILLIS - millis) / size) {
                throw new Foreign("'" + duration + "' is longer than 100 years");
            }
            millis += Long.parseLong(count) * size;
            end = part.end();
        }
        if (end < duration.length() || end == 0) {
            throw new Foreign("'" + duration + "' is no duration");
        }
        return millis;
    }

    private String peek() {
        return tokens.get(at);
    }

    private String next() {
        String token = peek();
        at += token.isEmpty() ? 0 : 1;
        return token;
    }

    private boolean take(String token) {
        boolean there = peek().equals(token);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw new Foreign("'" + token + "' was expected before '" + peek() + "'");
        }
    }

    private PromQl binary(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        PromQl left = binary(level + 1);
        while (LEVELS.get(level).contains(peek())) {
            String operator = next();
            if (Set.of("bool", "on", "ignoring", "group_left", "group_right").contains(peek())) {
                throw new Foreign("'" + peek() + "' relates series of several devices");
            }
            left = new Binary(operator, left, binary(level + 1));
        }
        return left;
    }

    private PromQl unary() {
        if (++depth > MAX_DEPTH) {
            throw new Foreign("it is nested too deeply");
        }
        PromQl operand = operand();
        depth--;
        return operand;
    }

    private PromQl operand() {
        if (take("-")) {
            return new Negated(unary());
        }
        take("+");
        if (take("(")) {
            PromQl inner = binary(0);
            expect(")");
            return ranged(inner);
        }
        String token = peek();
        if (token.isEmpty()) {
            throw new Foreign("it ends where a value was expected");
        }
        char first = token.charAt(0);
        if (Character.isDigit(first) || first == '.') {
            return new Amount(number(next()));
        }
        if (!Character.isLetter(first) && first != '_' && first != ':' && first != '{') {
            throw new Foreign("'" + token + "' has no equal here");
        }
        return named();
    }

    private static String number(String token) {
        if (Character.isLetter(token.charAt(token.length() - 1))) {
            return BigDecimal.valueOf(millis(token), 3).stripTrailingZeros().toPlainString();
        }
        String exponent = token.replaceFirst("^[^eE]*[eE]?[+-]?0*", "");
        if (token.length() <= MAX_DIGITS && exponent.length() <= 2) {
            BigDecimal number = new BigDecimal(token).stripTrailingZeros();
            if (Math.abs(number.scale()) <= MAX_DIGITS) {
                return number.toPlainString();
            }
        }
        throw new Foreign("the number '" + token + "' has more than " + MAX_DIGITS + " digits");
    }

    private PromQl named() {
        String name = peek().equals("{") ? "" : next();
        if (AGGREGATIONS.contains(name) && Set.of("(", "by", "without").contains(peek())) {
            throw new Foreign("'" + name + "' of several series: a rule looks at one device");
        }
        if (take("(")) {
            List<PromQl> arguments = new ArrayList<>();
            while (!take(")")) {
                arguments.add(binary(0));
                if (!take(",") && !peek().equals(")")) {
                    throw new Foreign("')' was expected before '" + peek() + "'");
                }
            }
            return ranged(new Call(name, arguments));
        }
        Map<String, String> labels = new TreeMap<>();
        if (take("{")) {
            labels(labels);
        }
        String metric = labels.getOrDefault("__name__", name);
        labels.remove("__name__");
        if (metric.isEmpty()) {
            throw new Foreign("series without the name of a metric");
        }
        return ranged(new Series(metric, labels, 0));
    }

    private void labels(Map<String, String> labels) {
        while (!take("}")) {
            String label = next();
            String operator = next();
            if (!operator.equals("=")) {
                throw new Foreign("'" + label + " " + operator
                        + " …' chooses among series: write a rule for each");
            }
            String value = next();
            if (value.length() < 2 || "\"'`".indexOf(value.charAt(0)) < 0) {
                throw new Foreign("a text was expected after '" + label + " ='");
            }
            labels.put(label, value.substring(1, value.length() - 1));
            if (!take(",") && !peek().equals("}")) {
                throw new Foreign("'}' was expected before '" + peek() + "'");
            }
        }
    }

    private PromQl ranged(PromQl of) {
        PromQl result = of;
        if (take("[")) {
            String range = next();
            if (!(of instanceof Series series) || !take("]")) {
                throw new Foreign("a query within a query");
            }
            result = new Series(series.metric(), series.labels(), millis(range));
        }
        if (Set.of("offset", "@").contains(peek())) {
            throw new Foreign("'" + peek() + "' looks at another time");
        }
        return result;
    }
}
