package io.signalbox.language;

import io.signalbox.language.Syntax.TypeDeclaration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** The types of all files with those of their points that are right; the first of a name. */
    public static List<DeviceType> types(List<Source> sources) {
        Map<String, DeviceType> types = new LinkedHashMap<>();
        Findings findings = new Findings();
        for (Source source : sources) {
            for (Syntax.Declaration declaration : Parser.parse(source, findings)) {
                if (declaration instanceof TypeDeclaration type) {
                    types.putIfAbsent(
                            type.head().name().text(),
                            TypeChecker.check(type, findings).type());
                }
            }
        }
        return List.copyOf(types.values());
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
