package io.signalbox.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Triggers and conditions of an automation in the words of the language. */
final class HomeConditions {
    private static final Set<String> ON = Set.of("", "true", "yes", "on", "enable", "1");
    private static final Set<String> OFF = Set.of("false", "no", "off", "disable", "0");

    private final HomeEntities entities;

    HomeConditions(HomeEntities entities) {
        this.entities = entities;
    }

    /** Whether a trigger, condition or action is switched off where it stands. */
    static boolean isOff(Yaml part) {
        return isOff(part, "enabled");
    }

    static boolean isOff(Yaml part, String key) {
        return OFF.contains(part.text(key).toLowerCase(Locale.ROOT));
    }

    /** Refuses what a template, or something else unknown, switches on and off. */
    static void settled(Yaml part) {
        String enabled = part.text("enabled").toLowerCase(Locale.ROOT);
        if (!ON.contains(enabled) && !OFF.contains(enabled)) {
            throw new Foreign("'enabled: " + enabled + "' is neither true nor false");
        }
    }

    /** What is true when the trigger fires. */
    String trigger(Yaml trigger) {
        settled(trigger);
        String kind = trigger.text("trigger").isEmpty()
                ? trigger.text("platform")
                : trigger.text("trigger");
        return switch (kind) {
            case "state" -> any(ids(trigger), entity -> turned(trigger, entity));
            case "numeric_state" -> any(ids(trigger), entity -> crossed(trigger, entity));
            case "time" -> any(texts(trigger.items("at")), at -> HomeTimes.minute(at, trigger));
            case "sun" -> {
                refuse(trigger, "offset");
                String event = trigger.text("event");
                if (!Set.of("sunrise", "sunset").contains(event)) {
                    throw new Foreign("'event: " + event + "' of the sun");
                }
                String side = event.equals("sunset") ? "below" : "above";
                yield entities.state("sun.sun") + " becomes " + side + "_horizon";
            }
            case "zone" -> any(ids(trigger), entity -> zone(trigger, entity));
            default -> throw new Foreign("a trigger by '" + kind + "'");
        };
    }

    private String turned(Yaml trigger, String entity) {
        refuse(trigger, "from");
        refuse(trigger, "not_from");
        refuse(trigger, "not_to");
        refuse(trigger, "attribute");
        String point = entities.state(entity);
        List<String> states = texts(trigger.items("to"));
        String dwell = dwell(trigger);
        if (states.isEmpty()) {
            if (!dwell.isEmpty()) {
                throw new Foreign("'for' without 'to': write a trigger for each state");
            }
            return point + " changes";
        }
        return any(
                states,
                state -> point
                        + (dwell.isEmpty() ? " becomes " : " is ")
                        + entities.value(entity, state)
                        + dwell);
    }

    private String crossed(Yaml trigger, String entity) {
        refuse(trigger, "value_template");
        String point = entities.number(entity, trigger.text("attribute"));
        String above = number(trigger, "above");
        String below = number(trigger, "below");
        String dwell = dwell(trigger);
        if (!dwell.isEmpty() || (!above.isEmpty() && !below.isEmpty())) {
            return "(" + range(point, above, below) + ")" + dwell;
        }
        return point + (below.isEmpty() ? " rises above " + above : " falls below " + below);
    }

    private static String range(String point, String above, String below) {
        List<String> parts = new ArrayList<>();
        if (!above.isEmpty()) {
            parts.add(point + " > " + above);
        }
        if (!below.isEmpty()) {
            parts.add(point + " < " + below);
        }
        if (parts.isEmpty()) {
            throw new Foreign("'above' or 'below' was expected");
        }
        return String.join(" and ", parts);
    }

    private String zone(Yaml trigger, String entity) {
        String point = entities.state(entity);
        String zone = Draft.quoted(trigger.text("zone").replaceFirst("^zone\\.", ""));
        return trigger.text("event").equals("leave")
                ? "(" + point + " changes and " + point + " is not " + zone + ")"
                : point + " becomes " + zone;
    }

    /** What has to be true besides. */
    String condition(Yaml condition) {
        settled(condition);
        for (String junction : List.of("and", "or", "not")) {
            if (condition.get(junction).isPresent()) {
                return junction(junction, condition.items(junction));
            }
        }
        String kind = condition.text("condition");
        return switch (kind) {
            case "state" -> state(condition);
            case "numeric_state" ->
                all(ids(condition), entity -> {
                    refuse(condition, "value_template");
                    return range(
                            entities.number(entity, condition.text("attribute")),
                            number(condition, "above"),
                            number(condition, "below"));
                });
            case "time" -> HomeTimes.condition(condition);
            case "sun" -> sun(condition);
            case "zone" ->
                all(
                        ids(condition),
                        entity -> entities.state(entity) + " is "
                                + Draft.quoted(
                                        condition.text("zone").replaceFirst("^zone\\.", "")));
            case "and", "or", "not" -> junction(kind, condition.items("conditions"));
            default ->
                throw new Foreign(
                        kind.isEmpty()
                                ? "a condition in a template"
                                : "a condition by '" + kind + "'");
        };
    }

    private String state(Yaml condition) {
        return switch (condition.text("match")) {
            case "", "all" -> all(ids(condition), entity -> has(condition, entity));
            case "any" -> any(ids(condition), entity -> has(condition, entity));
            default -> throw new Foreign("'match: " + condition.text("match") + "'");
        };
    }

    private String has(Yaml condition, String entity) {
        refuse(condition, "attribute");
        String point = entities.state(entity);
        String dwell = dwell(condition);
        return any(
                texts(condition.items("state")),
                state -> point + " is " + entities.value(entity, state) + dwell);
    }

    private String junction(String junction, List<Yaml> all) {
        List<Yaml> parts = all.stream().filter(part -> !isOff(part)).toList();
        return junction.equals("not")
                ? "not (" + any(parts, this::condition) + ")"
                : junction.equals("and")
                        ? all(parts, this::condition)
                        : any(parts, this::condition);
    }

    /** With one end alone the condition ends, or begins, at midnight. */
    private String sun(Yaml condition) {
        refuse(condition, "after_offset");
        refuse(condition, "before_offset");
        String point = entities.state("sun.sun");
        String day = point + " is above_horizon";
        String night = point + " is below_horizon";
        String span = condition.text("after") + ".." + condition.text("before");
        return switch (span) {
            case "sunrise..sunset" -> day;
            case "sunset..sunrise" -> night;
            case "sunset.." -> "(" + night + " and time in 12:00..24:00)";
            case "..sunrise" -> "(" + night + " and time in 00:00..12:00)";
            case "sunrise.." -> "(" + day + " or time in 12:00..24:00)";
            case "..sunset" -> "(" + day + " or time in 00:00..12:00)";
            default -> throw new Foreign("the time of the sun '" + span + "'");
        };
    }

    private static String dwell(Yaml of) {
        Yaml dwell = of.get("for").orElse(null);
        if (dwell == null) {
            return "";
        }
        long seconds = 0;
        if (dwell.fields().isEmpty()) {
            if (!dwell.text().matches("\\d{1,9}|\\d{1,6}:\\d{1,6}:\\d{1,6}")) {
                throw new Foreign("'for: " + dwell.text() + "'");
            }
            for (String part : dwell.text().split(":", -1)) {
                seconds = seconds * 60 + Long.parseLong(part);
            }
        } else {
            seconds = part(dwell, "days", 86_400)
                    + part(dwell, "hours", 3_600)
                    + part(dwell, "minutes", 60)
                    + part(dwell, "seconds", 1);
        }
        return seconds == 0 ? "" : " for " + Draft.duration(seconds * 1000);
    }

    private static long part(Yaml dwell, String unit, long seconds) {
        String text = dwell.text(unit);
        if (!text.isEmpty() && !text.matches("\\d{1,6}")) {
            throw new Foreign("'" + text + "' " + unit);
        }
        return text.isEmpty() ? 0 : Long.parseLong(text) * seconds;
    }

    private static String number(Yaml of, String key) {
        String text = of.text(key);
        if (!text.isEmpty() && !text.matches("-?\\d+(\\.\\d+)?")) {
            throw new Foreign("'" + key + ": " + text + "' is no number");
        }
        return text;
    }

    private static void refuse(Yaml of, String key) {
        of.get(key).ifPresent(there -> {
            throw new Foreign("'" + key + "' of a trigger or condition");
        });
    }

    /** The entities that it names, of which commas may part several. */
    static List<String> ids(Yaml of) {
        List<String> ids = new ArrayList<>();
        for (String text : texts(of.items("entity_id"))) {
            for (String id : text.split(",", -1)) {
                ids.add(id.strip());
            }
        }
        if (ids.isEmpty()) {
            throw new Foreign("'entity_id' was expected");
        }
        return ids;
    }

    /** Their texts; empty ones are none. */
    static List<String> texts(List<Yaml> items) {
        items.stream()
                .filter(item -> !item.fields().isEmpty() || !item.list().isEmpty())
                .findFirst()
                .ifPresent(item -> {
                    throw new Foreign("a text was expected where '"
                            + String.join(", ", item.fields().keySet()) + "' stands");
                });
        return items.stream().map(Yaml::text).filter(text -> !text.isEmpty()).toList();
    }

    private static <T> String any(List<T> of, Function<T, String> words) {
        return joined(of, words, " or ");
    }

    private static <T> String all(List<T> of, Function<T, String> words) {
        return joined(of, words, " and ");
    }

    private static <T> String joined(List<T> of, Function<T, String> words, String sign) {
        if (of.isEmpty()) {
            throw new Foreign("nothing stands where something was expected");
        }
        String joined = String.join(sign, of.stream().map(words).toList());
        return of.size() == 1 ? joined : "(" + joined + ")";
    }
}
