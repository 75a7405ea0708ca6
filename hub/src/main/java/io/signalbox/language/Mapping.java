package io.signalbox.language;

import io.signalbox.payload.Layout;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How messages of a foreign layout become readings of devices of a type.
 *
 * @param fields what it takes from a message; each of another point
 * @param byName the points that {@code {point}} in a topic may name; empty without that level
 * @param hash changes when the words of the mapping or of its type change
 */
public record Mapping(
        String name,
        String title,
        DeviceType type,
        List<TopicTemplate> topics,
        Layout layout,
        List<Field> fields,
        Map<String, Field> byName,
        String hash,
        Position at) {
    /** Where a value comes from. */
    sealed interface Origin {
        /** The payload. */
        record Slot(int slot) implements Origin {}

        /** Latitude, longitude and perhaps altitude, each with a slot of its own. */
        record Place(List<Integer> slots) implements Origin {
            public Place {
                slots = List.copyOf(slots);
            }
        }

        /** An open level of the topic. */
        record Level(String name) implements Origin {}
    }

    record Field(Point point, Origin origin, Conversion conversion) {}

    public Mapping {
        topics = List.copyOf(topics);
        fields = List.copyOf(fields);
        byName = Map.copyOf(byName);
    }

    /** A topic and a point that both mappings would give, if there is one. */
    Optional<String> collision(Mapping other) {
        for (TopicTemplate own : topics) {
            for (TopicTemplate others : other.topics) {
                if (own.meets(others)) {
                    for (Field field : all()) {
                        if (other.gives(field.point)) {
                            return Optional.of("\"" + own + "\" gives '" + field.point.name()
                                    + "', and so does \"" + others + '"');
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Topics of which both mappings would take another level for the device, if there are some. */
    Optional<String> disagreement(Mapping other) {
        for (TopicTemplate own : topics) {
            for (TopicTemplate others : other.topics) {
                if (own.level(TopicTemplate.DEVICE) != others.level(TopicTemplate.DEVICE)
                        && own.meets(others)) {
                    return Optional.of("\"" + own + "\" and \"" + others + '"');
                }
            }
        }
        return Optional.empty();
    }

    private Iterable<Field> all() {
        return byName.isEmpty() ? fields : byName.values();
    }

    private boolean gives(Point point) {
        for (Field field : all()) {
            if (field.point.name().equals(point.name())) {
                return true;
            }
        }
        return false;
    }
}
