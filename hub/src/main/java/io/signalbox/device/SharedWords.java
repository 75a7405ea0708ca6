package io.signalbox.device;

import io.signalbox.message.Value;

import java.util.HashMap;
import java.util.Map;

/**
 * Words that many devices have in common, kept once: names of points, types and places, words of
 * enumerations. A table of this size is full of such words or of words that nobody shares; then it
 * starts anew, and what devices hold stays with them.
 */
final class SharedWords {
    private static final int MOST_WORDS = 16_384;
    private static final int MOST_SETS = 4_096;
    private static final int LONGEST = 64;

    private final Map<String, String> words = new HashMap<>();
    private final Map<String, Value> texts = new HashMap<>();
    private final Map<PointNames, PointNames> sets = new HashMap<>();

    /** The same word, as one object for all who ask. */
    String word(String word) {
        if (word.length() > LONGEST) {
            return word;
        }
        if (words.size() == MOST_WORDS) {
            words.clear();
        }
        String before = words.putIfAbsent(word, word);
        return before == null ? word : before;
    }

    /** The same value; if it is a short text, as one object for all who ask. */
    Value value(Value value) {
        if (!(value instanceof Value.Text text) || text.value().length() > LONGEST) {
            return value;
        }
        if (texts.size() == MOST_WORDS) {
            texts.clear();
        }
        Value before = texts.putIfAbsent(text.value(), text);
        return before == null ? text : before;
    }

    /** The same names, as one object for all who ask. */
    PointNames names(PointNames names) {
        if (sets.size() == MOST_SETS) {
            sets.clear();
        }
        PointNames before = sets.putIfAbsent(names, names);
        return before == null ? names : before;
    }
}
