package io.signalbox.config;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a file that say something, and their numbers in the file.
 *
 * <p>The parser's time grows with the third power of a run of empty or comment lines: 5,000 of
 * them take more than a minute. So they are left out before it sees them, and line numbers are
 * mapped back. Inside a string of several lines they mean something; then nothing is left out.
 */
final class TomlText {
    private static final Pattern LINE_IN_MESSAGE = Pattern.compile("(?<=at line )\\d+");

    /** Longest run that the parser gets in a file with strings of several lines. */
    private static final int MAX_RUN = 200;

    private final String text;
    private final int[] lineNumbers;
    private final int longRunAt;

    TomlText(String file) {
        boolean whole = file.contains("\"\"\"") || file.contains("'''");
        String[] lines = file.split("\n", -1);
        int[] numbers = new int[lines.length];
        StringBuilder kept = new StringBuilder();
        int count = 0;
        int run = 0;
        int longRun = 0;
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            run = line.isEmpty() || line.startsWith("#") ? run + 1 : 0;
            boolean last = i == lines.length - 1;
            if (whole || run == 0 || last) {
                numbers[count++] = i + 1;
                kept.append(lines[i]).append(last ? "" : "\n");
            }
            if (whole && run > MAX_RUN && longRun == 0) {
                longRun = i + 1;
            }
        }
        this.text = kept.toString();
        this.lineNumbers = Arrays.copyOf(numbers, count);
        this.longRunAt = longRun;
    }

    String text() {
        return text;
    }

    /** The line at which a run of empty lines gets too long for the parser, or 0. */
    int longRunAt() {
        return longRunAt;
    }

    /** The number in the file of a line of {@link #text()}, both from 1. */
    int lineInFile(int line) {
        return lineNumbers[Math.clamp(line - 1, 0, lineNumbers.length - 1)];
    }

    /** The parser's message, with the lines that it names as they are in the file. */
    String inFile(String message) {
        return LINE_IN_MESSAGE
                .matcher(message)
                .replaceAll(m -> Matcher.quoteReplacement(
                        Integer.toString(lineInFile(Integer.parseInt(m.group())))));
    }
}
