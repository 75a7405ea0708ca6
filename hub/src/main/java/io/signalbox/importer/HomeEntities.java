package io.signalbox.importer;

import java.util.LinkedHashSet;
import java.util.Set;

/** The entities that an automation speaks of, as points of the one device {@code h}. */
final class HomeEntities {
    static final String TYPE = "Home";

    private static final Set<String> SWITCHED =
            Set.of("light", "switch", "input_boolean", "fan", "siren", "humidifier", "group");

    private static final Set<String> SET_NUMBERS = Set.of("input_number", "number");

    private final Draft draft;
    private final Set<String> points = new LinkedHashSet<>();

    HomeEntities(Draft draft) {
        this.draft = draft;
    }

    Set<String> points() {
        return points;
    }

    /** Something like {@code h.light_hall} for an entity whose states are words. */
    String state(String entity) {
        String domain = domain(entity);
        String kind = switch (domain) {
            case "binary_sensor" -> "on | off";
            case "cover", "valve" -> "open | closed | opening | closing  writable";
            case "lock" -> "locked | unlocked  writable";
            case "sun" -> "above_horizon | below_horizon";
            default -> SWITCHED.contains(domain) ? "on | off  writable" : "text";
        };
        return point(entity, "", kind);
    }

    /** A point for an entity, or one of its attributes, that is a number. */
    String number(String entity, String attribute) {
        String kind = SET_NUMBERS.contains(domain(entity)) ? "number  writable" : "number";
        String suffix = attribute.isEmpty() ? "" : "_" + attribute;
        return point(entity, suffix, kind);
    }

    /** A point that a set point of an entity is given to. */
    String setPoint(String entity, String suffix) {
        return point(entity, suffix, "number  writable");
    }

    private String point(String entity, String suffix, String kind) {
        String name = Draft.name(entity) + suffix;
        if (!draft.means(name, entity + "'" + suffix)) {
            throw new Foreign("'" + entity + "' would be the point '" + name
                    + "', as something else is already: rename it");
        }
        String declared =
                kind.startsWith("text") || kind.startsWith("number") ? kind.substring(0, 4) : kind;
        String known = draft.declaration(TYPE, name);
        if (!known.isEmpty() && !known.startsWith(declared)) {
            throw new Foreign("'" + name + "' is a number in one place and words in another");
        }
        draft.point(TYPE, name, kind);
        points.add(name);
        return "h." + name;
    }

    /** A value of such a point as the language writes it. */
    String value(String entity, String state) {
        String domain = domain(entity);
        boolean word = SWITCHED.contains(domain)
                || Set.of("binary_sensor", "cover", "valve", "lock", "sun").contains(domain);
        if (word && !state.matches("[a-z_]+")) {
            throw new Foreign("'" + state + "' is no state of '" + entity + "'");
        }
        return word ? state : Draft.quoted(state);
    }

    static String domain(String entity) {
        int dot = entity.indexOf('.');
        if (dot <= 0 || !entity.matches("[a-z0-9_]+\\.[a-z0-9_]+")) {
            throw new Foreign("'" + entity + "' is no entity such as light.hall");
        }
        return entity.substring(0, dot);
    }
}
