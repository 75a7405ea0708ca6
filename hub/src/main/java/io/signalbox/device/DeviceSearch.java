package io.signalbox.device;

import io.signalbox.language.Language;
import io.signalbox.language.Program;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody looks for among the devices, such as {@code type:meter offline>1h fw<2.1}; the
 * words are in docs/operating/search.md.
 */
public final class DeviceSearch {
    private final SearchTerm whole;
    private final SearchParser parser;

    private DeviceSearch(SearchTerm whole, SearchParser parser) {
        this.whole = whole;
        this.parser = parser;
    }

    /**
     * Reads a search; an empty one finds all devices.
     *
     * @param type the exact name of a type that they must have besides, or null
     * @param place the same for their place
     */
    public static DeviceSearch parse(String text, @Nullable String type, @Nullable String place)
            throws BadSearch {
        SearchParser parser = new SearchParser(text);
        List<SearchTerm> terms = new ArrayList<>();
        if (type != null) {
            terms.add(new SearchTerm.Exactly(true, type));
        }
        if (place != null) {
            terms.add(new SearchTerm.Exactly(false, place));
        }
        terms.add(parser.parse());
        SearchTerm whole = terms.size() == 1 ? terms.getFirst() : new SearchTerm.All(terms);
        return new DeviceSearch(whole, parser);
    }

    /** @param flooding the devices that do so now */
    SearchLook look(long nowMillis, Links links, Set<String> flooding) {
        return new SearchLook(parser.fields().size(), nowMillis, links, flooding);
    }

    boolean matches(Device device, SearchLook look) {
        return whole.matches(device, look);
    }

    /** What may have been meant by a search that went through all devices and found none. */
    List<String> hints(SearchLook look, Program program, Set<String> names) {
        Set<String> known = new TreeSet<>(names);
        known.addAll(SearchParser.NAMES);
        program.types().forEach(type -> type.points().forEach(point -> known.add(point.name())));
        List<String> hints = new ArrayList<>();
        for (SearchTerm.Field field : parser.fields()) {
            if (!look.wasFound(field.index())) {
                String near = Language.didYouMean(field.name(), known);
                hints.add("no device has '" + shortened(field.name()) + "'"
                        + (near.isEmpty() ? "" : "; " + near));
            }
        }
        for (String word : parser.words()) {
            String near = Language.didYouMean(word, SearchParser.STATES);
            if (!near.isEmpty()) {
                hints.add("no device is called '" + shortened(word) + "'; " + near);
            }
        }
        return hints;
    }

    private static String shortened(String text) {
        return text.length() > 64 ? text.substring(0, 64) + '…' : text;
    }
}
