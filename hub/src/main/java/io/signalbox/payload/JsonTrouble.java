package io.signalbox.payload;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/** What a parser complains about, in the words of {@link Refusal}. */
final class JsonTrouble {
    private JsonTrouble() {}

    static DecodeFailure of(JacksonException e, int start, int end) {
        String message = e.getOriginalMessage();
        long offset = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
        return new DecodeFailure(
                reason(e, message), (int) Math.min(start + offset, end), firstLine(message));
    }

    private static Refusal reason(JacksonException e, String message) {
        if (e instanceof StreamConstraintsException) {
            return message.contains("depth") ? Refusal.TOO_DEEP : Refusal.TOO_LONG;
        }
        return message.startsWith("Duplicate") ? Refusal.DUPLICATE_KEY : Refusal.SYNTAX;
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}
