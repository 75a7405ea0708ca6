package io.signalbox.language;

import java.util.List;
import java.util.Optional;

/**
 * The one layout of files of the language.
 *
 * <p>It moves blanks and line ends alone: tokens and comments stay, in their order, so every
 * declaration keeps its version. A file with an error is left as it is.
 *
 * @param text the file in that layout; nothing if it has errors
 * @param findings of its grammar; types of other files play no part
 */
public record Format(Optional<String> text, List<Finding> findings) {
    public Format {
        findings = List.copyOf(findings);
    }

    /** Lays a file out. */
    public static Format of(Source source) {
        Findings findings = new Findings();
        String meaning = meaning(source, findings);
        List<Finding> sorted = findings.sorted(List.of(source));
        if (findings.errors() > 0) {
            return new Format(Optional.empty(), sorted);
        }
        Manuscript script = new Manuscript(source.text(), Lexer.tokens(source, new Findings()));
        String text = new Typesetter(script).print();
        if (!meaning(new Source(source.file(), text), new Findings()).equals(meaning)) {
            throw new IllegalStateException(
                    "the layout would change what " + source.file() + " says; it is left alone");
        }
        return new Format(Optional.of(text), sorted);
    }

    /** All that the parser reads, without blanks and places: it depends on line ends in some. */
    private static String meaning(Source source, Findings findings) {
        Source nameless = new Source("\0", source.text());
        Findings own = new Findings();
        String tree = Parser.parse(nameless, own).toString();
        if (own.errors() > 0 || !own.sorted(List.of(nameless)).isEmpty()) {
            Parser.parse(source, findings);
        }
        return tree.replaceAll(
                "\0:\\d+:\\d+|Position\\[file=\0, line=\\d+, column=\\d+\\]|\\s", "");
    }
}
