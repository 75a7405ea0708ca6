package io.signalbox.payload;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

import java.util.regex.Pattern;

/** What a parser complains about, in the words of {@link Refusal}. */
final class JsonTrouble {
    private static final Pattern OF_THE_PARSER =
            Pattern.compile(" \\(code [^)]*\\)| \\(start marker at .*|, from `[^`]*`");

    private JsonTrouble() {}

    static DecodeFailure of(JacksonException e, int start, int end) {
        String message = e.getOriginalMessage();
        long offset = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
        return new DecodeFailure(reason(e, message), (int) Math.min(start + offset, end), words(e));
    }

    private static Refusal reason(JacksonException e, String message) {
        if (e instanceof StreamConstraintsException) {
            return message.contains("depth") ? Refusal.TOO_DEEP : Refusal.TOO_LONG;
        }
        return message.startsWith("Duplicate") ? Refusal.DUPLICATE_KEY : Refusal.SYNTAX;
    }

    /** What is wrong, without what the parser says of itself. */
    static String words(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        String line =
                OF_THE_PARSER.matcher(message.lines().findFirst().orElse("")).replaceAll("");
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}
