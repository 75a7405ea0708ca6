package io.signalbox.config;

import java.util.Locale;

/**
 * A key of the configuration: its name, its default and how its text becomes a value.
 *
 * @param name section and key, such as {@code listen.mqtt}
 * @param whole true if a file may write it as a bare whole number
 * @param quoted true if a file may write it as a string
 */
record Key<T>(String name, String byDefault, boolean whole, boolean quoted, Parser<T> parser) {
    /** Turns the text of a value into the value; says what it expected if it cannot. */
    interface Parser<T> {
        T parse(String text) throws BadValue;
    }

    static <T> Key<T> text(String name, String byDefault, Parser<T> parser) {
        return new Key<>(name, byDefault, false, true, parser);
    }

    /** A number of bytes, with a unit or as a bare number. */
    static Key<Long> bytes(String name, String byDefault, long min, long max) {
        return new Key<>(name, byDefault, true, true, t -> Quantity.bytes(t, min, max));
    }

    static Key<Integer> integer(String name, int byDefault, int min, int max) {
        Parser<Integer> parser = text -> {
            long number = text.matches("\\d{1,10}") ? Long.parseLong(text) : -1;
            if (number < min || number > max) {
                throw new BadValue("a whole number from " + min + " to " + max, text);
            }
            return (int) number;
        };
        return new Key<>(name, Integer.toString(byDefault), true, false, parser);
    }

    /** One of the constants of an enumeration, in lower case. */
    static <E extends Enum<E>> Key<E> choice(String name, E byDefault, E[] choices) {
        return text(name, word(byDefault), text -> {
            for (E choice : choices) {
                if (word(choice).equals(text)) {
                    return choice;
                }
            }
            StringBuilder words = new StringBuilder();
            for (E choice : choices) {
                words.append(words.isEmpty() ? "" : ", ").append('"').append(word(choice));
                words.append('"');
            }
            throw new BadValue("one of " + words, text);
        });
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    String section() {
        return name.substring(0, name.indexOf('.'));
    }

    String shortName() {
        return name.substring(name.indexOf('.') + 1);
    }

    /** The environment variable that sets this key. */
    String variable() {
        return "SIGNALBOX_" + name.replace(".", "__").toUpperCase(Locale.ROOT);
    }
}
