package io.signalbox.device;

import io.signalbox.language.Language;
import io.signalbox.language.Unit;
import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a search compares with: a word, and the number that it may be.
 *
 * @param text as written
 * @param number the number in it, NaN if it is none
 * @param unit of the number; null if it has none, then it is in the unit of the point
 */
record SearchValue(String text, double number, @Nullable Unit unit) {
    private static final Pattern NUMBER =
            Pattern.compile("([+-]?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?) ?(\\D.*)?");

    static SearchValue of(String text) {
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            double value = Double.parseDouble(number.group(1));
            String symbol = number.group(2);
            Optional<Unit> unit = symbol == null ? Optional.empty() : Language.unit(symbol);
            if (Double.isFinite(value) && (symbol == null || unit.isPresent())) {
                return new SearchValue(text, value, unit.orElse(null));
            }
        }
        return new SearchValue(text, Double.NaN, null);
    }

    /** Any value will do. */
    boolean isAny() {
        return text.equals("*");
    }

    boolean isNumber() {
        return !Double.isNaN(number);
    }

    /** Holds a text against this. */
    boolean holds(SearchOperator operator, String found) {
        return switch (operator) {
            case HAS -> contains(found, text);
            case EQUAL -> VersionOrder.compare(found, text) == 0;
            case UNEQUAL -> VersionOrder.compare(found, text) != 0;
            case LESS -> VersionOrder.compare(found, text) < 0;
            case LESS_OR_EQUAL -> VersionOrder.compare(found, text) <= 0;
            case MORE -> VersionOrder.compare(found, text) > 0;
            case MORE_OR_EQUAL -> VersionOrder.compare(found, text) >= 0;
        };
    }

    /** Holds yes or no against this; nothing is less than yes or no. */
    boolean holds(SearchOperator operator, Value.Bool found) {
        String word = text.toLowerCase(Locale.ROOT);
        boolean yes = word.equals("true") || word.equals("yes");
        if (!yes && !word.equals("false") && !word.equals("no")) {
            return false;
        }
        return switch (operator) {
            case HAS, EQUAL -> found.value() == yes;
            case UNEQUAL -> found.value() != yes;
            case LESS, LESS_OR_EQUAL, MORE, MORE_OR_EQUAL -> false;
        };
    }

    /** True if the text has these words in it, in letters of any case. */
    static boolean contains(String text, String words) {
        for (int i = 0; i <= text.length() - words.length(); i++) {
            if (text.regionMatches(true, i, words, 0, words.length())) {
                return true;
            }
        }
        return false;
    }

    /** True if the text is this word, or begins with it when the word ends with {@code *}. */
    static boolean isLike(String text, String word) {
        return word.endsWith("*")
                ? text.regionMatches(true, 0, word, 0, word.length() - 1)
                : text.equalsIgnoreCase(word);
    }
}
