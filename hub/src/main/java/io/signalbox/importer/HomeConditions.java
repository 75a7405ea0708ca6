package io.signalbox.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Triggers and conditions of an automation in the words of the language. */
final class HomeConditions {
    private static final Set<String> DAYS = Set.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private final HomeEntities entities;

    HomeConditions(HomeEntities entities) {
        this.entities = entities;
    }

    /** What is true when the trigger fires. */
    String trigger(Yaml trigger) {
        String kind = trigger.text("trigger").isEmpty()
                ? trigger.text("platform")
                : trigger.text("trigger");
        return switch (kind) {
            case "state" -> any(ids(trigger), entity -> turned(trigger, entity));
            case "numeric_state" -> any(ids(trigger), entity -> crossed(trigger, entity));
            case "time" -> any(texts(trigger.items("at")), HomeConditions::minute);
            case "sun" -> {
                refuse(trigger, "offset");
                String event = trigger.text("event").equals("sunset") ? "below" : "above";
                yield entities.state("sun.sun") + " becomes " + event + "_horizon";
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
        if (states.isEmpty()) {
            return point + " changes";
        }
        String dwell = dwell(trigger);
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
        for (String junction : List.of("and", "or", "not")) {
            if (condition.get(junction).isPresent()) {
                return junction(junction, condition.items(junction));
            }
        }
        String kind = condition.text("condition");
        return switch (kind) {
            case "state" -> all(ids(condition), entity -> has(condition, entity));
            case "numeric_state" ->
                all(ids(condition), entity -> {
                    refuse(condition, "value_template");
                    return range(
                            entities.number(entity, condition.text("attribute")),
                            number(condition, "above"),
                            number(condition, "below"));
                });
            case "time" -> time(condition);
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

    private String has(Yaml condition, String entity) {
        refuse(condition, "attribute");
        String point = entities.state(entity);
        String dwell = dwell(condition);
        return any(
                texts(condition.items("state")),
                state -> point + " is " + entities.value(entity, state) + dwell);
    }

    private String junction(String junction, List<Yaml> parts) {
        return junction.equals("not")
                ? "not (" + any(parts, this::condition) + ")"
                : junction.equals("and")
                        ? all(parts, this::condition)
                        : any(parts, this::condition);
    }

    private String sun(Yaml condition) {
        refuse(condition, "after_offset");
        refuse(condition, "before_offset");
        boolean night = condition.text("after").equals("sunset")
                || condition.text("before").equals("sunrise");
        return entities.state("sun.sun") + " is " + (night ? "below" : "above") + "_horizon";
    }

    private static String time(Yaml condition) {
        String after = condition.get("after").map(a -> clock(a.text())).orElse("00:00");
        String before = condition.get("before").map(b -> clock(b.text())).orElse("24:00");
        List<String> days = texts(condition.items("weekday"));
        if (!DAYS.containsAll(days)) {
            throw new Foreign("days " + days);
        }
        return "time in " + after + ".." + before
                + (days.isEmpty() ? "" : " on " + String.join(", ", days));
    }

    /** A trigger at a time of day is true for the minute that begins then. */
    private static String minute(String at) {
        String clock = clock(at);
        int minutes =
                Integer.parseInt(clock.substring(0, 2)) * 60 + Integer.parseInt(clock.substring(3));
        int end = minutes + 1;
        return String.format(Locale.ROOT, "time in %s..%02d:%02d", clock, end / 60, end % 60);
    }

    private static String clock(String time) {
        if (!time.matches("([01]?\\d|2[0-3]):[0-5]\\d(:00)?")) {
            throw new Foreign("the time '" + time + "': whole minutes such as 07:30 were expected");
        }
        String padded = time.indexOf(':') == 1 ? "0" + time : time;
        return padded.substring(0, 5);
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

    private static List<String> texts(List<Yaml> items) {
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
