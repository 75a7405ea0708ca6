package io.signalbox.language;

import io.signalbox.payload.JsonPlaces;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JSON that stood in the place of a text.
 *
 * @param refusal why it stands for no text, if it does not
 */
public record GivenJson(String json, Optional<Finding> refusal) {
    /** A place in the JSON, by line and column and by its pointer. */
    record Located(Position at, String pointer) {}

    Located locate(Source source, Position at) {
        return locate(source, List.of(at)).getOrDefault(at, new Located(at, ""));
    }

    /** A sentence that names places of the text, with those in the JSON instead. */
    String told(Source source, String sentence) {
        return Pattern.compile(Pattern.quote(source.file()) + ":(\\d{1,9}):(\\d{1,9})")
                .matcher(sentence)
                .replaceAll(place -> {
                    int line = Integer.parseInt(place.group(1));
                    int column = Integer.parseInt(place.group(2));
                    Position at = new Position(source.file(), line, column);
                    return Matcher.quoteReplacement(locate(source, at).at().toString());
                });
    }

    /** Where the places of the text are in the JSON; those of other files are left out. */
    Map<Position, Located> locate(Source source, List<Position> places) {
        Map<Position, Located> located = new HashMap<>();
        if (refusal.isPresent()) {
            return located;
        }
        JsonMarks marks = JsonMarks.of(source.text());
        Map<Position, String> pointers = new HashMap<>();
        for (Position at : places) {
            if (at.file().equals(source.file())) {
                pointers.put(at, marks.pointer(at.line(), at.column()));
            }
        }
        Set<String> wanted = new HashSet<>(pointers.values());
        Map<String, JsonPlaces.Place> found = JsonPlaces.of(json, wanted);
        pointers.forEach((at, pointer) -> {
            JsonPlaces.Place place = found.get(pointer);
            if (place != null) {
                Position there = new Position(at.file(), place.line(), place.column());
                located.put(at, new Located(there, pointer));
            }
        });
        return located;
    }
}
