package io.signalbox.editor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words that the parser asks for, read from its sources, so that none is forgotten elsewhere. */
public final class ParserWords {
    private static final Pattern ASKED = Pattern.compile(
            "cursor\\s*\\.(?:take|at|expect)\\(\\s*\"([a-z]\\w*)\"(?:,\\s*\"([a-z]+)\"\\))?");
    private static final Pattern WORD = Pattern.compile("\"([a-z]\\w*)\"");
    private static final Pattern SETS =
            Pattern.compile("Set<String> (?!LATER|NO_)\\w+\\s*=\\s*Set\\.of\\(([^;]*)\\);");

    private ParserWords() {}

    public static Path root() {
        return Path.of(Files.exists(Path.of("ARCHITECTURE.md")) ? "." : "..");
    }

    public static Set<String> all() throws IOException {
        Set<String> words = new TreeSet<>();
        Path sources = root().resolve("hub/src/main/java/io/signalbox/language");
        List<Path> files;
        try (Stream<Path> all = Files.list(sources)) {
            files = all.filter(
                            f -> f.toString().endsWith("Parser.java") || f.endsWith("Cursor.java"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String text = Files.readString(file);
            for (MatchResult asked : ASKED.matcher(text).results().toList()) {
                words.add(asked.group(1));
                if (asked.group(2) != null) {
                    words.add(asked.group(2));
                }
            }
            Matcher sets = SETS.matcher(text);
            while (sets.find()) {
                WORD.matcher(sets.group(1)).results().forEach(w -> words.add(w.group(1)));
            }
        }
        return words;
    }
}
