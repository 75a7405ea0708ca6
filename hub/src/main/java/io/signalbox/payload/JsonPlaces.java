package io.signalbox.payload;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Where in a JSON text the values stand to which pointers (RFC 6901) lead. */
public final class JsonPlaces {
    /** Lines and columns count from 1. */
    public record Place(int line, int column) {}

    private JsonPlaces() {}

    /**
     * The places of these pointers; of one that leads nowhere it is the place of the value in which
     * it gets lost.
     *
     * @throws MalformedJson if the text is no JSON
     */
    public static Map<String, Place> of(String json, Set<String> pointers) {
        Map<String, Deque<String>> asked = new HashMap<>();
        for (String pointer : pointers) {
            for (String part = pointer; ; part = part.substring(0, part.lastIndexOf('/'))) {
                asked.computeIfAbsent(part, none -> new ArrayDeque<>()).add(pointer);
                if (part.isEmpty()) {
                    break;
                }
            }
        }
        Map<String, Place> places = new HashMap<>();
        JsonReader.walk(json, (parser, token) -> {
            if (isBeginning(token)) {
                String at = pointer(parser, token);
                Place place = new Place(
                        parser.currentTokenLocation().getLineNr(),
                        parser.currentTokenLocation().getColumnNr());
                asked.getOrDefault(at, new ArrayDeque<>())
                        .forEach(pointer -> places.put(pointer, place));
            }
        });
        return places;
    }

    private static boolean isBeginning(JsonToken token) {
        return token.isScalarValue() || token.isStructStart();
    }

    /** The context of a bracket is already the inside. */
    private static String pointer(JsonParser parser, JsonToken token) {
        var context = parser.streamReadContext();
        return (token.isStructStart() ? context.getParent() : context)
                .pathAsPointer()
                .toString();
    }
}
