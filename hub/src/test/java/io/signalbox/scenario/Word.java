package io.signalbox.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * One word of a line: {@code word}, {@code "quoted word"}, {@code key=value}, {@code key="value"},
 * or a comma that ends a word.
 *
 * @param column where it begins, from 1
 * @param key empty if there is none
 * @param quoted true if the value stood in quotes
 */
record Word(int column, String key, String value, boolean quoted) {
    /** Told where a line cannot be read. */
    interface Errors {
        RuntimeException at(int column, String message);
    }

    static List<Word> split(String line, Errors errors) {
        return new Splitter(line, errors).words();
    }

    boolean is(String bare) {
        return !quoted && key.isEmpty() && value.equals(bare);
    }

    @Override
    public String toString() {
        return (key.isEmpty() ? "" : key + "=") + (quoted ? "\"" + value + "\"" : value);
    }

    private static final class Splitter {
        private final String line;
        private final Errors errors;
        private final List<Word> words = new ArrayList<>();
        private int at;

        Splitter(String line, Errors errors) {
            this.line = line;
            this.errors = errors;
        }

        List<Word> words() {
            while (true) {
                while (at < line.length() && line.charAt(at) == ' ') {
                    at++;
                }
                if (at == line.length()) {
                    return words;
                }
                word();
            }
        }

        private void word() {
            int column = at + 1;
            String key = key();
            if (at < line.length() && line.charAt(at) == '"') {
                words.add(new Word(column, key, quoted(), true));
                comma();
                return;
            }
            int end = line.indexOf(' ', at);
            String value = line.substring(at, end < 0 ? line.length() : end);
            boolean comma = value.length() > 1 && value.endsWith(",");
            if (comma) {
                value = value.substring(0, value.length() - 1);
            }
            at += value.length();
            words.add(new Word(column, key, value, false));
            comma();
        }

        private void comma() {
            if (at < line.length() && line.charAt(at) == ',') {
                words.add(new Word(++at, "", ",", false));
            }
            if (at < line.length() && line.charAt(at) != ' ') {
                throw errors.at(at + 1, "expected a space, found '" + line.charAt(at) + "'");
            }
        }

        /** The part before {@code =}, if it is made of small letters and hyphens. */
        private String key() {
            int end = at;
            while (end < line.length()
                    && (line.charAt(end) == '-' || Character.isLowerCase(line.charAt(end)))) {
                end++;
            }
            if (end == at || end == line.length() || line.charAt(end) != '=') {
                return "";
            }
            String key = line.substring(at, end);
            at = end + 1;
            return key;
        }

        private String quoted() {
            int start = at + 1;
            StringBuilder text = new StringBuilder();
            for (at = start; at < line.length(); at++) {
                char c = line.charAt(at);
                if (c == '"') {
                    at++;
                    return text.toString();
                }
                text.append(c == '\\' ? escaped() : c);
            }
            throw errors.at(start, "expected a closing quote, found the end of the line");
        }

        private char escaped() {
            char c = ++at < line.length() ? line.charAt(at) : ' ';
            if (c == 'u' && at + 4 < line.length()) {
                at += 4;
                return (char) Integer.parseInt(line.substring(at - 3, at + 1), 16);
            }
            return switch (c) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case '"', '\\' -> c;
                default ->
                    throw errors.at(
                            at,
                            "expected \\n, \\t, \\\", \\\\ or \\u and four digits, found \\" + c);
            };
        }
    }
}
