package io.signalbox.editor;

import io.signalbox.language.DeviceType;
import io.signalbox.language.Outline;
import io.signalbox.language.Outline.Kind;
import io.signalbox.language.Outline.Word;
import io.signalbox.language.Point;
import io.signalbox.language.Source;

import java.util.List;
import java.util.Optional;

/**
 * A place in a file, and what the words around it say of it.
 *
 * <p>It goes by words and not by the parser's tree, for while somebody writes there is none.
 */
final class Caret {
    private final String text;
    private final List<Word> words;
    private final List<DeviceType> types;
    private final int offset;

    /** Words that end before the one which is being written. */
    private final int index;

    private final int start;

    Caret(String text, int offset, List<DeviceType> types) {
        this.text = text;
        this.words = Outline.words(new Source("", text));
        this.types = List.copyOf(types);
        this.offset = offset;
        int before = 0;
        while (before < words.size() && words.get(before).end() < offset) {
            before++;
        }
        boolean within = before < words.size() && words.get(before).start() < offset;
        boolean name = within && words.get(before).isName();
        this.index = nameOfUnit(within && !name ? before + 1 : before);
        boolean unit = index < before;
        this.start = name || unit ? words.get(index).start() : offset;
    }

    /** A unit such as {@code l/min} is one thing to write. */
    private int nameOfUnit(int from) {
        int at = from;
        while (at > 1
                && at <= words.size()
                && isTight(at - 1)
                && words.get(at - 1).is("/")) {
            at -= 2;
        }
        boolean number = at > 0 && at < from && words.get(at - 1).kind() == Kind.NUMBER;
        return number ? at : from;
    }

    private boolean isTight(int at) {
        return words.get(at - 1).end() == words.get(at).start()
                && words.get(at - 1).isName();
    }

    /** Where the word begins that is being written; the caret itself if none is. */
    int start() {
        return start;
    }

    List<Word> words() {
        return words;
    }

    /** The word {@code back} words before the one that is being written; nothing before the first. */
    Optional<Word> before(int back) {
        int at = index - back;
        return at < 0 || at >= words.size() ? Optional.empty() : Optional.of(words.get(at));
    }

    boolean isBefore(int back, String word) {
        return before(back).filter(found -> found.is(word)).isPresent();
    }

    /** True in a comment and in a text in quotes, where nothing of the language stands. */
    boolean isQuoted() {
        for (Word word : words) {
            if (word.kind() == Kind.TEXT && word.start() < offset && offset < word.end()) {
                return true;
            }
        }
        int line = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1));
        int last = before(1).map(Word::end).orElse(0);
        return text.substring(Math.min(offset, Math.max(line + 1, last)), offset)
                        .indexOf('#')
                >= 0;
    }

    /** Whether the word that is being written begins its line. */
    boolean startsLine() {
        int end = before(1).map(Word::end).orElse(0);
        String gap = text.substring(Math.min(end, start), start);
        return index == 0 || gap.indexOf('\n') >= 0 || gap.indexOf('\r') >= 0;
    }

    /** Index of the word that is at or around the place; -1 if there is none. */
    int at() {
        for (int i = 0; i < words.size(); i++) {
            boolean name = words.get(i).isName();
            int end = words.get(i).end() + (name ? 1 : 0);
            if (words.get(i).start() <= offset && offset < end) {
                return i;
            }
        }
        return -1;
    }

    /** Index of the first word of the declaration that a word belongs to; -1 before the first. */
    int declaration(int from) {
        int at = Math.min(from, words.size() - 1);
        while (at >= 0 && !isDeclaration(at)) {
            at--;
        }
        return at;
    }

    /** Index of the first word of the declaration around the place; -1 before the first. */
    int declaration() {
        return declaration(index - 1);
    }

    boolean isDeclaration(int at) {
        Word word = words.get(at);
        boolean first = at == 0 || words.get(at - 1).line() < word.line();
        boolean named = at + 1 < words.size()
                && words.get(at + 1).kind() != Kind.SIGN
                && words.get(at + 1).kind() != Kind.NUMBER;
        return first && word.isName() && Outline.declares(word.text()) && named;
    }

    /** Behind the last word of the declaration that begins there. */
    int end(int declaration) {
        int end = declaration + 1;
        while (end < words.size() && !isDeclaration(end)) {
            end++;
        }
        return end;
    }

    Optional<DeviceType> type(String name) {
        return types.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    List<DeviceType> types() {
        return types;
    }

    /** The type of what is called so in a declaration: its variable, a device of a test, a type. */
    Optional<DeviceType> typeOf(String variable, int declaration) {
        if (declaration >= 0) {
            for (int i = declaration + 2; i + 2 <= end(declaration); i++) {
                boolean each = words.get(i).text().equals(variable)
                        && i > 1
                        && words.get(i - 2).is("each");
                boolean device = words.get(i).text().equals(variable)
                        && i + 2 < words.size()
                        && words.get(i + 1).is(":");
                if (each || device) {
                    return type(words.get(each ? i - 1 : i + 2).text());
                }
            }
        }
        return type(variable);
    }

    /** The point whose name is the word there: of {@code p.flow}, or where its type declares it. */
    Optional<Point> point(int at) {
        int declaration = declaration(at);
        if (at >= 2 && words.get(at - 1).is(".")) {
            return typeOf(words.get(at - 2).text(), declaration)
                    .flatMap(type -> type.point(words.get(at).text()));
        }
        boolean declared = declaration >= 0
                && words.get(declaration).is("type")
                && at + 1 < words.size()
                && words.get(at + 1).is(":");
        return declared
                ? type(words.get(declaration + 1).text())
                        .flatMap(type -> type.point(words.get(at).text()))
                : Optional.empty();
    }

    /** The point that the value which is being written will be compared with, or given to. */
    Optional<Point> comparedPoint() {
        for (int i = index - 1; i >= 2 && isPartOfComparison(i); i--) {
            Optional<Point> point = words.get(i - 1).is(".") ? point(i) : Optional.empty();
            if (point.isPresent()) {
                return point;
            }
        }
        return Optional.empty();
    }

    private boolean isPartOfComparison(int at) {
        boolean ends = List.of("and", "or", "when", "then", "while", "for", "within", "set", ",")
                .contains(words.get(at).text());
        return !ends || words.get(at - 1).is(".");
    }
}
