package io.signalbox.importer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Actions of an automation in the words of the language. */
final class HomeActions {
    /** What a service does, as the value that its entities get. */
    private static final Map<String, String> VALUES = Map.of(
            "turn_on", "on",
            "turn_off", "off",
            "open_cover", "open",
            "close_cover", "closed",
            "open_valve", "open",
            "close_valve", "closed",
            "lock", "locked",
            "unlock", "unlocked");

    private static final Set<String> CONDITIONS = Set.of("condition", "and", "or", "not");

    /** Fields of steps that hold no steps. */
    private static final Set<String> APART = Set.of(
            "data", "target", "variables", "event_data", "if", "while", "until", "conditions");

    private static final Yaml NOWHERE = new Yaml(0, "", Map.of(), List.of());

    private final HomeEntities entities;
    private final Draft draft;

    HomeActions(HomeEntities entities, Draft draft) {
        this.entities = entities;
        this.draft = draft;
    }

    /** Whether it waits, or something within it does. */
    static boolean waits(Yaml action) {
        return holds(action, key -> key.equals("delay") || key.startsWith("wait_"));
    }

    /** Whether it ends the automation whatever is true. */
    static boolean stops(Yaml action) {
        return action.get("stop").isPresent();
    }

    /** Whether what follows is done depends on it: a condition, or one of two ways that stops. */
    static boolean decides(Yaml action) {
        return !action.text().isEmpty()
                || action.fields().keySet().stream().anyMatch(CONDITIONS::contains)
                || (!stops(action) && holds(action, "stop"::equals));
    }

    private static boolean holds(Yaml step, Predicate<String> key) {
        return step.fields().entrySet().stream()
                        .anyMatch(field -> key.test(field.getKey())
                                || (!APART.contains(field.getKey())
                                        && holds(field.getValue(), key)))
                || step.list().stream().anyMatch(part -> holds(part, key));
    }

    /** What the action does; it may be several things. */
    List<String> action(Yaml action) {
        HomeConditions.settled(action);
        if (action.get("data_template").isPresent()) {
            throw new Foreign("'data_template': a value in a template");
        }
        String service =
                action.text("action").isEmpty() ? action.text("service") : action.text("action");
        if (service.isEmpty()) {
            String kind = action.fields().keySet().stream()
                    .filter(key -> !key.equals("alias"))
                    .findFirst()
                    .orElse("");
            throw new Foreign("an action by '" + kind + "'");
        }
        int dot = service.indexOf('.');
        String domain = service.substring(0, Math.max(0, dot));
        String verb = service.substring(dot + 1);
        if (domain.equals("notify")) {
            return List.of(
                    "notify " + Draft.quoted(verb.replace('_', ' ')) + " " + message(action));
        }
        if (service.equals("persistent_notification.create")) {
            return List.of("alarm info " + message(action));
        }
        if (domain.equals("scene") || domain.equals("script")) {
            throw new Foreign(
                    "what '" + service + "' does stands elsewhere: write its values here");
        }
        if (VALUES.containsKey(verb)) {
            return set(action, VALUES.get(verb));
        }
        return switch (service) {
            case "climate.set_temperature" -> number(action, "temperature", "_temperature");
            case "number.set_value", "input_number.set_value" -> number(action, "value", "");
            default -> throw new Foreign("the service '" + service + "'");
        };
    }

    private List<String> set(Yaml action, String value) {
        List<String> all = new ArrayList<>();
        for (String entity : targets(action)) {
            all.add("set " + entities.state(entity) + " = " + entities.value(entity, value)
                    + "  expires in 1 min");
        }
        rest(action, Set.of("entity_id"));
        return all;
    }

    private List<String> number(Yaml action, String field, String suffix) {
        String value = action.get("data").map(data -> data.text(field)).orElse("");
        if (!value.matches("-?\\d+(\\.\\d+)?")) {
            throw new Foreign("'" + field + ": " + value + "' is no number");
        }
        List<String> all = new ArrayList<>();
        for (String entity : targets(action)) {
            all.add("set " + entities.setPoint(entity, suffix) + " = " + value
                    + "  expires in 1 min");
        }
        rest(action, Set.of("entity_id", field));
        return all;
    }

    private Set<String> targets(Yaml action) {
        Set<String> ids = new LinkedHashSet<>();
        for (Yaml place : List.of(
                action.get("target").orElse(NOWHERE), action.get("data").orElse(NOWHERE), action)) {
            if (place.get("entity_id").isPresent()) {
                ids.addAll(HomeConditions.ids(place));
            }
        }
        if (ids.isEmpty()) {
            throw new Foreign("it names no entities, but areas, devices or labels");
        }
        action.get("target")
                .ifPresent(target -> target.fields().forEach((key, value) -> {
                    if (!key.equals("entity_id")) {
                        draft.lose(
                                value.line(),
                                "'" + key + "' of an action",
                                "it names no entities: write them beside the others");
                    }
                }));
        return ids;
    }

    private void rest(Yaml action, Set<String> known) {
        action.get("data")
                .ifPresent(data -> data.fields().forEach((key, value) -> {
                    if (!known.contains(key)) {
                        draft.lose(
                                value.line(),
                                "'" + key + "' of an action",
                                "one point is set to one value");
                    }
                }));
    }

    private String message(Yaml action) {
        Yaml data = action.get("data").orElse(action);
        String title = data.text("title");
        String text = (title.isEmpty() ? "" : title + ": ") + data.text("message");
        String without = text.replaceAll("\\{\\{.*?\\}\\}|\\{%.*?%\\}", "…");
        if (!without.equals(text)) {
            draft.lose(
                    data.line(),
                    "a template in a text",
                    "a text names the device and values of its points");
        }
        return Draft.quoted(Draft.plain(without.isBlank() ? "(no text)" : without));
    }
}
