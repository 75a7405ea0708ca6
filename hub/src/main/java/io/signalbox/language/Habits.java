package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Lexer.Token;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What people write by habit, from other languages or by the sound of it, and how it is written here. */
final class Habits {
    /** Units as they are called or typed elsewhere, in small letters. */
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("c", "°C"),
            Map.entry("celsius", "°C"),
            Map.entry("degc", "°C"),
            Map.entry("f", "°F"),
            Map.entry("fahrenheit", "°F"),
            Map.entry("degf", "°F"),
            Map.entry("kelvin", "K"),
            Map.entry("percent", "%"),
            Map.entry("degrees", "°"),
            Map.entry("sec", "s"),
            Map.entry("secs", "s"),
            Map.entry("second", "s"),
            Map.entry("seconds", "s"),
            Map.entry("mins", "min"),
            Map.entry("minute", "min"),
            Map.entry("minutes", "min"),
            Map.entry("hr", "h"),
            Map.entry("hrs", "h"),
            Map.entry("hour", "h"),
            Map.entry("hours", "h"),
            Map.entry("day", "d"),
            Map.entry("days", "d"),
            Map.entry("weeks", "week"),
            Map.entry("kph", "km/h"),
            Map.entry("kmh", "km/h"),
            Map.entry("lpm", "l/min"),
            Map.entry("lux", "lx"),
            Map.entry("watt", "W"),
            Map.entry("watts", "W"),
            Map.entry("volt", "V"),
            Map.entry("volts", "V"),
            Map.entry("amp", "A"),
            Map.entry("amps", "A"));

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("if", "write 'when'"),
            Map.entry("do", "write 'then'"),
            Map.entry("else", "write a second rule, or 'on clear'"),
            Map.entry("=", "write a single '=', or 'is'"),
            Map.entry("|", "write 'or'"),
            Map.entry("{", "rules, tests and interlocks have no braces"),
            Map.entry(";", "nothing stands at the end of a line"));

    private static final Set<String> KEYWORDS =
            Set.of("when", "then", "and", "or", "not", "for", "is", "clear", "on", "each", "in");

    private Habits() {}

    /** The unit that is meant, or nothing. */
    static String unit(String written) {
        String small = written.toLowerCase(Locale.ROOT);
        String known = UNITS.get(small);
        if (known != null) {
            return known;
        }
        List<String> alike = Units.symbols().stream()
                .filter(symbol -> symbol.equalsIgnoreCase(written))
                .toList();
        return alike.size() == 1 ? alike.getFirst() : "";
    }

    /** How what stands at {@code index} is written here, or nothing. */
    static String hint(List<Token> tokens, int index) {
        Token found = tokens.get(index);
        Kind before = index == 0 ? Kind.END : tokens.get(index - 1).kind();
        if (found.kind() == Kind.NUMBER && index > 0 && tokens.get(index - 1).is(",")) {
            return "a position stands in quotes: \"52.5, 13.4\"";
        }
        if (found.is("/") && before == Kind.WORD) {
            return "a path stands in quotes: \"north/hall3\"";
        }
        if (found.kind() != Kind.WORD && found.kind() != Kind.SIGN) {
            return "";
        }
        String small = found.text().toLowerCase(Locale.ROOT);
        if (!small.equals(found.text()) && KEYWORDS.contains(small)) {
            return "write '" + small + "'";
        }
        if (found.is(",") && isNumber(tokens, index - 1) && isNumber(tokens, index + 1)) {
            return "a number has a point before its decimals, and no thousands separator";
        }
        return WORDS.getOrDefault(small, "");
    }

    private static boolean isNumber(List<Token> tokens, int index) {
        return index >= 0 && index < tokens.size() && tokens.get(index).kind() == Kind.NUMBER;
    }
}
