package io.signalbox.payload;

import java.util.ArrayList;
import java.util.List;

/**
 * The way to a value inside of objects and arrays (RFC 6901): {@code /ENERGY/Power},
 * {@code /list/0}.
 *
 * @param segments names, or numbers of items counted from 0; at least one
 */
public record JsonPointer(List<String> segments) {
    public JsonPointer {
        segments = List.copyOf(segments);
        if (segments.isEmpty() || segments.size() > ReadingDecoder.MAX_DEPTH) {
            throw new IllegalArgumentException("expected a pointer of 1 to "
                    + ReadingDecoder.MAX_DEPTH + " steps, found " + segments.size());
        }
    }

    /**
     * Reads a pointer as it is written; {@code ~1} stands for a slash and {@code ~0} for a tilde in
     * a name.
     *
     * @throws IllegalArgumentException says what is wrong
     */
    public static JsonPointer parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "expected a pointer that begins with '/', such as \"/ENERGY/Power\", found \""
                            + text + '"');
        }
        List<String> segments = new ArrayList<>();
        for (String part : text.substring(1).split("/", -1)) {
            segments.add(unescaped(part, text));
        }
        return new JsonPointer(segments);
    }

    private static String unescaped(String part, String pointer) {
        for (int at = part.indexOf('~'); at >= 0; at = part.indexOf('~', at + 1)) {
            if (at + 1 == part.length() || "01".indexOf(part.charAt(at + 1)) < 0) {
                throw new IllegalArgumentException(
                        "expected '~0' or '~1' for '~' or '/' in a name, found '~' alone in \""
                                + pointer + '"');
            }
        }
        return part.replace("~1", "/").replace("~0", "~");
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (String segment : segments) {
            out.append('/').append(segment.replace("~", "~0").replace("/", "~1"));
        }
        return out.toString();
    }
}
