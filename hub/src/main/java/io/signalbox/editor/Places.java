package io.signalbox.editor;

import io.signalbox.language.DeviceType;
import io.signalbox.language.Outline.Kind;
import io.signalbox.language.Outline.Word;
import io.signalbox.language.Point;
import io.signalbox.language.Source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where things are declared, for those who jump there, and what a file declares, for its outline. */
final class Places {
    /** A stretch of a file of the program. */
    record Place(String file, int from, int to) {}

    /**
     * A declaration or a point in it.
     *
     * @param kind the word with which it begins; "point" for a point
     * @param from its first character
     * @param to behind its last one
     * @param inside the points of a type
     */
    record Symbol(String kind, String name, int from, int to, Word named, List<Symbol> inside) {
        Symbol {
            inside = List.copyOf(inside);
        }
    }

    private Places() {}

    /** What a file declares, in its order. */
    static List<Symbol> symbols(Caret caret) {
        List<Symbol> symbols = new ArrayList<>();
        List<Word> words = caret.words();
        for (int i = 0; i < words.size(); i++) {
            if (caret.isDeclaration(i)) {
                int end = caret.end(i);
                symbols.add(new Symbol(
                        words.get(i).text(),
                        words.get(i + 1).text(),
                        words.get(i).start(),
                        words.get(end - 1).end(),
                        words.get(i + 1),
                        words.get(i).is("type") ? points(caret, i, end) : List.of()));
            }
        }
        return symbols;
    }

    private static List<Symbol> points(Caret caret, int from, int to) {
        List<Symbol> points = new ArrayList<>();
        List<Word> words = caret.words();
        for (int i = from; i + 1 < to; i++) {
            if (words.get(i).isName() && words.get(i + 1).is(":")) {
                int end = i + 2;
                while (end + 1 < to
                        && !words.get(end).is("}")
                        && !words.get(end + 1).is(":")) {
                    end++;
                }
                Word word = words.get(i);
                int last = words.get(Math.min(end, to) - 1).end();
                points.add(new Symbol("point", word.text(), word.start(), last, word, List.of()));
            }
        }
        return points;
    }

    /** Where the word under the pointer is declared: a point, a type, a rule, a variable. */
    static Optional<Place> definition(Caret caret, String file, List<Source> sources) {
        int at = caret.at();
        if (at < 0 || caret.words().get(at).kind() == Kind.NUMBER) {
            return Optional.empty();
        }
        Word word = caret.words().get(at);
        int declaration = caret.declaration(at);
        if (at >= 2 && caret.words().get(at - 1).is(".")) {
            Optional<DeviceType> type = caret.typeOf(caret.words().get(at - 2).text(), declaration);
            Optional<Point> point = type.flatMap(of -> of.point(word.text()));
            return point.flatMap(of -> find(sources, "type", type.orElseThrow().name(), word.text())
                    .or(() -> find(sources, "signal", word.text(), "")));
        }
        if (at >= 1 && caret.words().get(at - 1).is("by")) {
            Optional<Place> rule = find(sources, "rule", word.text(), "");
            return rule.isPresent() ? rule : find(sources, "interlock", word.text(), "");
        }
        return variable(caret, declaration, word.text(), file)
                .or(() -> find(sources, "type", word.text(), ""))
                .or(() -> find(sources, "area", word.text(), ""))
                .or(() -> find(sources, "schedule", word.text(), ""));
    }

    private static Optional<Place> variable(
            Caret caret, int declaration, String name, String file) {
        List<Word> words = caret.words();
        for (int i = Math.max(2, declaration + 2);
                declaration >= 0 && i < caret.end(declaration);
                i++) {
            boolean each = words.get(i - 2).is("each");
            boolean device = words.get(declaration).is("test")
                    && i + 1 < words.size()
                    && words.get(i + 1).is(":");
            if ((each || device) && words.get(i).text().equals(name)) {
                return Optional.of(
                        new Place(file, words.get(i).start(), words.get(i).end()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Place> find(
            List<Source> sources, String kind, String name, String point) {
        for (Source source : sources) {
            for (Symbol symbol : symbols(new Caret(source.text(), 0, List.of()))) {
                if (symbol.kind.equals(kind) && symbol.name.equals(name)) {
                    List<Symbol> all = point.isEmpty() ? List.of(symbol) : symbol.inside;
                    return all.stream()
                            .filter(s -> point.isEmpty() || s.name.equals(point))
                            .map(s -> new Place(source.file(), s.named.start(), s.named.end()))
                            .findFirst();
                }
            }
        }
        return Optional.empty();
    }
}
