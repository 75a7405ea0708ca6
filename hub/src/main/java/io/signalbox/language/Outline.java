package io.signalbox.language;

import io.signalbox.language.Syntax.SignalDeclaration;
import io.signalbox.language.Syntax.TypeDeclaration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of files that nobody has finished: their words and types, whatever is wrong. */
public final class Outline {
    /** What a word is. */
    public enum Kind {
        WORD,
        NUMBER,
        TEXT,
        SIGN
    }

    /**
     * A word, number, text or sign of a file.
     *
     * @param text as written; of a text what stands between the quotes
     * @param start its first character in the file
     * @param end behind its last one
     * @param line the line on which it begins, from 1
     */
    public record Word(Kind kind, String text, int start, int end, int line) {
        /** True for this word or sign, and not for a text in quotes. */
        public boolean is(String wanted) {
            return (kind == Kind.WORD || kind == Kind.SIGN) && text.equals(wanted);
        }

        public boolean isName() {
            return kind == Kind.WORD;
        }
    }

    private Outline() {}

    /** All words of a file; whatever is none is left out. */
    public static List<Word> words(Source source) {
        List<Word> words = new ArrayList<>();
        for (Lexer.Token token : Lexer.tokens(source, new Findings())) {
            Kind kind = switch (token.kind()) {
                case WORD -> Kind.WORD;
                case NUMBER -> Kind.NUMBER;
                case STRING -> Kind.TEXT;
                case SIGN, END -> Kind.SIGN;
            };
            if (token.kind() != Lexer.Kind.END) {
                words.add(new Word(kind, token.text(), token.start(), token.end(), token.line()));
            }
        }
        return words;
    }

    /**
     * The types of all files with those of their points and signals that are right; the first of a
     * name. A signal is one more point, for that is how it is written.
     */
    public static List<DeviceType> types(List<Source> sources) {
        Map<String, TypeChecker.Result> types = new LinkedHashMap<>();
        List<SignalDeclaration> signals = new ArrayList<>();
        Findings findings = new Findings();
        for (Source source : sources) {
            for (Syntax.Declaration declaration : Parser.parse(source, findings)) {
                if (declaration instanceof TypeDeclaration type) {
                    types.putIfAbsent(type.head().name().text(), TypeChecker.check(type, findings));
                } else if (declaration instanceof SignalDeclaration signal) {
                    signals.add(signal);
                }
            }
        }
        Signals known = new Surroundings(findings).signals();
        for (SignalDeclaration signal : signals) {
            TypeChecker.Result type = types.get(signal.type().text());
            if (type != null) {
                known.add(signal, type);
            }
        }
        return types.values().stream()
                .map(type -> withSignals(type.type(), signals, known))
                .toList();
    }

    private static DeviceType withSignals(
            DeviceType type, List<SignalDeclaration> signals, Signals known) {
        List<Point> points = new ArrayList<>(type.points());
        for (SignalDeclaration signal : signals) {
            String name = signal.head().name().text();
            if (signal.type().text().equals(type.name()) && known.has(type, name)) {
                unit(type, signal, known)
                        .map(unit -> new PointKind.Quantity(
                                unit, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY))
                        .map(kind -> new Point(points.size(), name, kind, 0, false, name))
                        .ifPresent(points::add);
            }
        }
        return new DeviceType(
                type.name(),
                type.title(),
                type.placeKind(),
                points,
                type.effects(),
                type.events(),
                type.text(),
                type.hash(),
                type.at(),
                type.place());
    }

    /** In which unit it is; nothing if something is wrong with it. */
    private static Optional<Unit> unit(DeviceType type, SignalDeclaration signal, Signals known) {
        try {
            return Optional.of(known.meaning(type, signal.head().name()).value().unit());
        } catch (SyntaxError reported) {
            return Optional.empty();
        }
    }

    /** True for a word with which a declaration begins. */
    public static boolean declares(String word) {
        return Cursor.declares(word);
    }

    /** All units by their symbols, and what each measures: {@code l/min} a volume flow. */
    public static Map<String, String> units() {
        Map<String, String> units = new LinkedHashMap<>();
        for (String symbol : Units.symbols()) {
            Unit unit = Units.of(symbol).orElseThrow();
            units.put(symbol, Units.name(unit.dimension()));
        }
        return units;
    }
}
